import type { Clock } from "../clock.ts";
import { type Api, type ApiRequest, dated, type Reply } from "../messages.ts";
import { CONTROL, control } from "./control-routes.ts";
import { TxnLife } from "./controls.ts";
import { readOrder } from "./create.ts";
import { accessDenied, documentReply, errorReply, notFound, textReply, unprocessable } from "./errors.ts";
import { defaultTxnGuesses, type TxnGuesses } from "./guesses.ts";
import { type State, stateAt } from "./lifecycle.ts";
import { pickPage, readListQuery } from "./list.ts";
import { currencyPairs } from "./pairs.ts";
import { describeInvoice, singleDocument } from "./resources.ts";
import { type SandboxTxn, sandboxTxn } from "./sandbox-txn.ts";
import { ageOf, type TxnRecord, TxnStore } from "./store.ts";
import { InvoiceTexts } from "./texts.ts";
import { createOutbox, type WebhookOptions } from "./webhooks/create.ts";
import { sortedJson } from "./webhooks/sorted-json.ts";

/** How much of everything a caller wants of the emulated Txn. */
export interface TxnSettings {
  seed: number;
  clock: Clock;
  apiKey: string;
  invoices: number;
  webhook: WebhookOptions | undefined;
  guesses: Partial<TxnGuesses>;
}

/** The emulated Txn API. */
export interface TxnApi extends Api {
  /** What a user of the sandbox sees of it. */
  handles: SandboxTxn;
  /** Moves the clock, and tells of what changed. */
  advance(ms: number): Promise<void>;
}

const INVOICES = "/api/public/v1/invoices";
const JSONAPI = { version: "1.0" };

/** Makes the emulated Txn, seeded. */
export function createTxnApi(settings: TxnSettings): TxnApi {
  const { seed, clock, apiKey, invoices, webhook, guesses: chosen } = settings;
  const guesses = { ...defaultTxnGuesses, ...chosen };
  const store = new TxnStore(seed, clock, invoices);
  const texts = new InvoiceTexts(guesses);
  const stateOf = (record: TxnRecord) => stateAt(record.course, ageOf(record, clock.nowMs));

  const outbox = createOutbox(seed, clock, webhook);
  const tell = (record: TxnRecord, state: State, atMs: number) => {
    const body = sortedJson(singleDocument(record, state, guesses));
    outbox.add({ atMs, invoiceId: record.id, status: state.status, body });
  };
  const life = new TxnLife(store, clock, webhook === undefined ? undefined : tell);

  const handles = sandboxTxn({
    invoices: () => store.records.map((record) => describeInvoice(record, stateOf(record), guesses).data),
    insert: (count) => store.insert(count),
    life,
    outbox,
  });

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
    readInvoice: ({ path }) => show(path.slice(INVOICES.length + 1)),
    createInvoice({ body }) {
      const order = readOrder(body);
      if ("code" in order) return errorReply(order);
      if (order.reference !== null && store.hasReference(order.reference)) {
        return errorReply(unprocessable("taken", "reference has already been taken", `reference: ${order.reference}`));
      }
      return single(guesses.createdStatus, store.create(order));
    },
    listCurrencyPairs: () => documentReply(200, { ...currencyPairs(seed), meta: {}, jsonapi: JSONAPI }),
    control: (request) =>
      control(request, { ...handles, advance, now: () => new Date(clock.nowMs).toISOString() }, show),
    unknown: () => errorReply(notFound),
  };

  function single(status: number, record: TxnRecord): Reply {
    return documentReply(status, { ...singleDocument(record, stateOf(record), guesses), jsonapi: JSONAPI });
  }

  function show(id: string): Reply {
    const record = store.find(id);
    return record === undefined ? errorReply(notFound) : single(200, record);
  }

  function advance(ms: number): Promise<void> {
    const fromMs = clock.nowMs;
    clock.advance(ms);
    life.tellSince(fromMs);
    return outbox.flush();
  }

  function answer(request: ApiRequest): Reply {
    if (request.headers.get("authorization") !== `Bearer ${apiKey}`) return errorReply(accessDenied);
    return operations[operationOf(request)]?.(request) ?? errorReply(notFound);
  }

  return {
    operation: operationOf,
    serve: (request) => dated(answer(request), clock.nowMs),
    refuse: (status, title) => errorReply({ status, title, code: title.toLowerCase().replaceAll(" ", "_") }),
    insert: handles.insert,
    handles,
    advance,
  };
}

function operationOf({ method, path }: ApiRequest): string {
  if (path.startsWith(CONTROL)) return method === "POST" ? "control" : "unknown";
  if (path === INVOICES) return { GET: "listInvoices", POST: "createInvoice" }[method] ?? "unknown";
  if (method !== "GET" || !path.startsWith(`${INVOICES}/`)) return "unknown";
  // The fixed path wins over the id.
  if (path === `${INVOICES}/currency_pairs`) return "listCurrencyPairs";
  return path.includes("/", INVOICES.length + 1) ? "unknown" : "readInvoice";
}
