import type { Clock } from "../clock.ts";
import type { Api, ApiRequest, Reply } from "../messages.ts";
import { readOrder } from "./create.ts";
import { accessDenied, documentReply, errorReply, notFound, textReply, unprocessable } from "./errors.ts";
import { defaultTxnGuesses, type TxnGuesses } from "./guesses.ts";
import { stateAt } from "./lifecycle.ts";
import { pickPage, readListQuery } from "./list.ts";
import { currencyPairs } from "./pairs.ts";
import { describeInvoice, type Resource, type TxnInvoiceResource } from "./resources.ts";
import { type TxnRecord, TxnStore } from "./store.ts";
import { InvoiceTexts } from "./texts.ts";

/** How much of everything a caller wants of the emulated Txn. */
export interface TxnSettings {
  seed: number;
  clock: Clock;
  apiKey: string;
  invoices: number;
  guesses: Partial<TxnGuesses>;
}

/** The emulated Txn API. */
export interface TxnApi extends Api {
  /** Oldest first, as they are at the sandbox's time. */
  invoices(): readonly TxnInvoiceResource[];
}

const INVOICES = "/api/public/v1/invoices";
const JSONAPI = { version: "1.0" };

/** Makes the emulated Txn, seeded. */
export function createTxnApi({ seed, clock, apiKey, invoices, guesses: chosen }: TxnSettings): TxnApi {
  const guesses = { ...defaultTxnGuesses, ...chosen };
  const store = new TxnStore(seed, clock, invoices);
  const texts = new InvoiceTexts(guesses);
  const stateOf = (record: TxnRecord) => stateAt(record.fate, clock.nowMs - record.createdAtMs);
  const describe = (record: TxnRecord) => describeInvoice(record, stateOf(record), guesses);

  const operations: Record<string, (request: ApiRequest) => Reply> = {
    listInvoices({ query }) {
      const read = readListQuery(query, guesses);
      if ("code" in read) return errorReply(read);
      const { records, total } = pickPage(store.records, read, guesses.pagePastEnd === "repeat_last");
      if (guesses.pagePastEnd === "not_found" && read.page > 1 && records.length === 0) return errorReply(notFound);
      const parts = records.map((record) => texts.of(record, stateOf(record)));
      const meta = {
        // The strings are echoed as they came, as on the documented sibling lists.
        page: query.get("page"),
        per_page: query.get("per_page"),
        total: guesses.metaTotal === "items" ? total : Math.ceil(total / read.perPage),
      };
      const data = parts.map((part) => part.data).join();
      const included = parts.map((part) => part.included).join();
      const rest = JSON.stringify({ meta, jsonapi: JSONAPI }).slice(1);
      return textReply(200, `{"data":[${data}],"included":[${included}],${rest}`);
    },
    readInvoice({ path }) {
      const record = store.find(path.slice(INVOICES.length + 1));
      return record === undefined ? errorReply(notFound) : single(200, record);
    },
    createInvoice({ body }) {
      const order = readOrder(body);
      if ("code" in order) return errorReply(order);
      if (order.reference !== null && store.hasReference(order.reference)) {
        return errorReply(unprocessable("taken", "reference has already been taken", `reference: ${order.reference}`));
      }
      return single(guesses.createdStatus, store.create(order));
    },
    listCurrencyPairs: () => documentReply(200, { ...currencyPairs(seed), meta: {}, jsonapi: JSONAPI }),
    unknown: () => errorReply(notFound),
  };

  /** One invoice: its fields table has `targetAccountId` beside the relationship that a list has. */
  function single(status: number, record: TxnRecord): Reply {
    const { data, included } = describe(record);
    const whole: Resource = { ...data, attributes: { ...data.attributes, targetAccountId: record.terms.accountId } };
    return documentReply(status, { data: whole, included, meta: {}, jsonapi: JSONAPI });
  }

  return {
    operation: operationOf,
    serve(request) {
      if (request.headers.get("authorization") !== `Bearer ${apiKey}`) return errorReply(accessDenied);
      return operations[operationOf(request)]?.(request) ?? errorReply(notFound);
    },
    refuse: (status, title) => errorReply({ status, title, code: title.toLowerCase().replaceAll(" ", "_") }),
    insert: (count = 1) => store.insert(count),
    invoices: () => store.records.map((record) => describe(record).data),
  };
}

function operationOf({ method, path }: ApiRequest): string {
  if (path === INVOICES) return { GET: "listInvoices", POST: "createInvoice" }[method] ?? "unknown";
  if (method !== "GET" || !path.startsWith(`${INVOICES}/`)) return "unknown";
  // The fixed path wins over the id.
  if (path === `${INVOICES}/currency_pairs`) return "listCurrencyPairs";
  return path.includes("/", INVOICES.length + 1) ? "unknown" : "readInvoice";
}
