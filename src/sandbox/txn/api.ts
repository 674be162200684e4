import type { Clock } from "../clock.ts";
import { Limiter, limitHeaders } from "../limiter.ts";
import { type Api, type ApiRequest, dated, type Reply } from "../messages.ts";
import { CONTROL, control } from "./control-routes.ts";
import { TxnLife } from "./controls.ts";
import { readOrder } from "./create.ts";
import {
  accessDenied,
  documentReply,
  errorReply,
  forbidden,
  notFound,
  taken,
  textReply,
  tooManyRequests,
} from "./errors.ts";
import type { TxnGuesses } from "./guesses.ts";
import { type State, stateAt } from "./lifecycle.ts";
import { Lists, listMeta, readListQuery } from "./list.ts";
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
  apiKeys: { full: string; readOnly: string };
  invoices: number;
  webhook: WebhookOptions | undefined;
  guesses: TxnGuesses;
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
  const { seed, clock, apiKeys, invoices, webhook, guesses } = settings;
  const serverMs = () => clock.nowMs + guesses.clockSkewMs;
  const store = new TxnStore(seed, clock, serverMs, invoices);
  const lists = new Lists(guesses);
  const limiter = new Limiter(guesses.requestsPerMinute);
  const texts = new InvoiceTexts(guesses);
  const stateOf = (record: TxnRecord) => stateAt(record.course, ageOf(record, clock.nowMs));

  const outbox = createOutbox(seed, clock, webhook);
  const tell = (record: TxnRecord, state: State, atMs: number) => {
    const body = sortedJson(singleDocument(record, state, guesses));
    outbox.add({ atMs, invoiceId: record.id, status: state.status, body });
  };
  const onChange = webhook === undefined ? undefined : tell;
  const life = new TxnLife(store, clock, onChange);

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
      const { records, total, pastEnd } = lists.page(store.records, read);
      if (pastEnd && guesses.pagePastEnd === "not_found") return missing();
      const parts = records.map((record) => texts.of(record, stateOf(record)));
      const included = parts.map((part) => part.included).join();
      const rest = JSON.stringify({ meta: listMeta(query, read, total, guesses), jsonapi: JSONAPI }).slice(1);
      const noneIncluded = included === "" && guesses.emptyIncluded === "absent";
      const data = parts.map((part) => part.data).join();
      return textReply(200, `{"data":[${data}],${noneIncluded ? "" : `"included":[${included}],`}${rest}`);
    },
    readInvoice: ({ path }) => show(path.slice(INVOICES.length + 1)),
    createInvoice({ body }) {
      const order = readOrder(body);
      if ("code" in order) return errorReply(order);
      const { duplicateReference, createdStatus, webhookOnCreation } = guesses;
      if (duplicateReference !== "create" && order.reference !== null && store.hasReference(order.reference)) {
        return errorReply(taken(order.reference, duplicateReference === "conflict" ? 409 : 422));
      }
      const record = store.create(order);
      if (webhookOnCreation === "sent") {
        onChange?.(record, stateOf(record), clock.nowMs);
        void outbox.flush();
      }
      return single(createdStatus, record);
    },
    listCurrencyPairs: () => documentReply(200, { ...currencyPairs(seed, guesses), meta: {}, jsonapi: JSONAPI }),
    control: (request) =>
      control(request, { ...handles, advance, now: () => new Date(clock.nowMs).toISOString() }, show),
    unknown: () => missing(),
  };

  function single(status: number, record: TxnRecord): Reply {
    return documentReply(status, { ...singleDocument(record, stateOf(record), guesses), jsonapi: JSONAPI });
  }

  function show(id: string): Reply {
    const record = store.find(id);
    return record === undefined ? missing() : single(200, record);
  }

  function missing(): Reply {
    return guesses.notFoundBody === "errors" ? errorReply(notFound) : { ...errorReply(notFound), body: "" };
  }

  function advance(ms: number): Promise<void> {
    const fromMs = clock.nowMs;
    clock.advance(ms);
    life.tellSince(fromMs);
    return outbox.flush();
  }

  function answer(request: ApiRequest): Reply {
    const allowance = limiter.take();
    const reply = allowance.limited ? errorReply(tooManyRequests) : admit(request);
    const limits = guesses.rateLimitHeaders === "none" ? {} : limitHeaders(allowance);
    const wait = allowance.limited && guesses.throttleRetryAfter === "seconds";
    const headers: Record<string, string> = { ...reply.headers, ...limits };
    if (wait) headers["retry-after"] = String(allowance.resetSeconds);
    if (guesses.contentType === "json") headers["content-type"] = "application/json; charset=utf-8";
    return { ...reply, headers };
  }

  function admit(request: ApiRequest): Reply {
    const key = request.headers.get("authorization");
    const readsOnly = key === `Bearer ${apiKeys.readOnly}`;
    if (!readsOnly && key !== `Bearer ${apiKeys.full}`) return errorReply(accessDenied);
    if (readsOnly && request.method !== "GET") {
      return errorReply(guesses.readOnlyKey === "forbidden" ? forbidden : accessDenied);
    }
    return operations[operationOf(request)]?.(request) ?? missing();
  }

  return {
    operation: operationOf,
    serve: (request) => dated(answer(request), serverMs()),
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
