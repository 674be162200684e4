import { type Answer, type Asker, Unanswered } from "../ask.ts";
import { type Json, objectOf, objectsOf, timeOf } from "../values.ts";

/** Where Txn is, and the key it takes. */
export interface TxnAddress {
  baseUrl: string;
  apiKey: string;
}

/** A list as it was answered. */
export interface TxnList {
  rows: Json[];
  included: Json[];
  meta: Json;
  answer: Answer;
}

/** Asks Txn. */
export class TxnQuestions {
  readonly asker: Asker;
  /** Every list so far, with what was sent for it. */
  readonly lists: (TxnList & { query: Record<string, string | number> })[] = [];
  readonly #address: TxnAddress;

  constructor(asker: Asker, address: TxnAddress) {
    this.asker = asker;
    this.#address = address;
  }

  /** Reads what stands behind the address of the invoices. */
  async get(path = "", query: Record<string, string | number> = {}): Promise<Answer> {
    const url = new URL(this.#address.baseUrl);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/public/v1/invoices${path}`;
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const type = "application/vnd.api+json";
    const headers = { accept: type, "content-type": type, authorization: `Bearer ${this.#address.apiKey}` };
    const answer = await this.asker.ask(String(url), { method: "GET", headers });
    const list = readList(answer);
    if (path === "" && list !== null) this.lists.push({ ...list, query });
    return answer;
  }

  /** The invoices that were seen, newest first. */
  get rows(): Json[] {
    const rows = new Map(this.lists.flatMap((list) => list.rows).map((row) => [row.id, row]));
    return [...rows.values()].sort((one, other) => placeOf(other).time - placeOf(one).time);
  }

  /** @throws Unanswered where the service gives no list */
  async list(query: Record<string, string | number> = {}): Promise<TxnList> {
    const answer = await this.get("", query);
    const list = readList(answer);
    if (list === null) throw new Unanswered("no list");
    return list;
  }
}

/** An answer as a list; null where it is none. */
export function readList(answer: Answer): TxnList | null {
  const { data, included, meta } = objectOf(answer.body);
  if (answer.status !== 200 || !Array.isArray(data)) return null;
  return { rows: objectsOf(data), included: objectsOf(included), meta: objectOf(meta), answer };
}

/** A row's id, and its time in milliseconds since 1970. */
export function placeOf(row: Json): { id: string; time: number } {
  return { id: String(row.id), time: timeOf(objectOf(row.attributes).createdAt) };
}
