import { type Answer, type Asker, errorsOf, Unanswered } from "../ask.ts";
import { type Json, objectOf, objectsOf, timeOf } from "../values.ts";

/** Where Reflex is, and the key it takes. */
export interface ReflexAddress {
  url: string;
  apiKey: string;
}

/** A list as it was answered. */
export interface ListAnswer {
  rows: Json[];
  aggregated: Json;
  answer: Answer;
}

/** The variables of a list. */
export interface ListVariables {
  filter?: object;
  page?: object;
  sort?: { column: string; direction: "ASC" | "DESC" };
}

/** How a list begins. */
export const HEAD =
  "query ($filter: GetInvoicesFilter, $page: PageInput, $sort: GetInvoicesSort) " +
  "{ getInvoices { find_many(filter: $filter, page: $page, sort: $sort)";
/** The documented fields of an invoice. */
export const ROW =
  "account_id amount_msats amount_sats created_at description destination id invoice_created_at invoice_expiry_at " +
  "payment_hash payment_request routing_info { pubkey } tags { key string_value number_value boolean_value }";
/** The documented sums. */
export const AGGREGATED =
  "aggregated { aggregation_interval list { amount_msat count date } stats { countries { amount_msat count country pubkeys } " +
  "destinations { amount_msat count pubkey } } total { amount_msat count } }";

/** All that the documents know of a list. */
export const WHOLE = `${HEAD} { ${AGGREGATED} list { ${ROW} } } } }`;
/** Its rows alone. */
export const ROWS = `${HEAD} { list { ${ROW} } } } }`;
/** Only what rows are told apart by. */
export const PLACES = `${HEAD} { list { id created_at } } } }`;
/** The aggregates alone. */
export const SUMS = `${HEAD} { ${AGGREGATED} } } }`;

/** Asks Reflex. */
export class ReflexQuestions {
  readonly asker: Asker;
  readonly #address: ReflexAddress;

  constructor(asker: Asker, address: ReflexAddress) {
    this.asker = asker;
    this.#address = address;
  }

  /** Sends a document. `key: null` sends none. */
  ask(query: string, variables: object = {}, more: { key?: string | null; cookie?: string } = {}): Promise<Answer> {
    const { key = this.#address.apiKey, cookie } = more;
    return this.asker.ask(this.#address.url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: JSON.stringify({ query, variables }),
    });
  }

  /** @throws Unanswered where the service gives no list */
  async list(query: string, variables: ListVariables = {}, cookie?: string): Promise<ListAnswer> {
    const answer = await this.ask(query, variables, cookie === undefined ? {} : { cookie });
    const found = objectOf(objectOf(objectOf(objectOf(answer.body).data).getInvoices).find_many);
    if (answer.status !== 200 || errorsOf(answer.body).length > 0 || Object.keys(found).length === 0) {
      throw new Unanswered("no list");
    }
    return { rows: objectsOf(found.list), aggregated: objectOf(found.aggregated), answer };
  }
}

/** The codes of an answer's errors. */
export function codesOf(answer: Answer): string[] {
  return errorsOf(answer.body).map(({ extensions }) => String(extensions?.code ?? ""));
}

/** Whether an answer refuses what it was sent, as opposed to failing. */
export function isRefusal(answer: Answer): boolean {
  if (answer.status !== 200 && answer.status !== 400 && answer.status !== 422) return false;
  return codesOf(answer).some((code) => code === "BAD_REQUEST" || code === "BAD_USER_INPUT");
}

/** Whether an answer has a list, and no errors. */
export function isList(answer: Answer): boolean {
  const found = objectOf(objectOf(objectOf(answer.body).data).getInvoices).find_many;
  return answer.status === 200 && errorsOf(answer.body).length === 0 && typeof found === "object" && found !== null;
}

/** A row's id, and its time in milliseconds since 1970. */
export function placeOf(row: Json): { id: string; time: number } {
  return { id: String(row.id), time: timeOf(row.created_at) };
}
