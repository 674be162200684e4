/**
 * What the public types promise. It is never run: the house's own type check reads it against the sources, and
 * test/package compiles it in other people's projects against the packed declarations.
 */
import {
  type AggregatedInvoices,
  AuthenticationError,
  type Client,
  type ClientOptions,
  type CreatedTxnInvoice,
  createClient,
  type HttpError,
  InputError,
  type Invoice,
  type InvoicePage,
  type InvoiceTagInput,
  isFinal,
  type Page,
  type Pager,
  type PushedInvoice,
  RateLimitError,
  type ReflexClient,
  stringify,
  TimeoutError,
  type TxnClient,
  type TxnCurrencyPair,
  type TxnInvoice,
  type TxnInvoicePage,
  tags,
  UnvoiceError,
} from "unvoice";
import {
  type DecodedInvoice,
  decodeInvoice,
  InvoiceDecodeError,
  parseInvoice,
  type RecoverPublicKey,
  type RouteHop,
} from "unvoice/bolt11";
import {
  createReflexClient,
  invoicePageSchema,
  type invoiceSchema,
  pushedInvoiceSchema,
  type StandardSchemaV1,
} from "unvoice/reflex";
import { createSandbox, type Fault } from "unvoice/sandbox";
import { createTxnClient, type txnCurrencyPairsSchema, txnInvoicePageSchema, type txnInvoiceSchema } from "unvoice/txn";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only with `true`. */
declare function holds<_ extends true>(): void;
/** Compiles only with a value of that type. */
declare function takes<T>(value: T): void;

export async function amounts(client: Client, decoded: DecodedInvoice): Promise<void> {
  holds<Same<Invoice["amount_msats"], bigint | null>>();
  holds<Same<DecodedInvoice["amountMsat"], bigint | null>>();
  holds<Same<AggregatedInvoices["list"][number]["amount_msat"], bigint | null>>();
  holds<Same<Invoice["amount_sats"], string | null>>();
  holds<Same<TxnInvoice["amountBilled"], string | null | undefined>>();
  for await (const { amount_msats } of client.reflex.getInvoices()) {
    // @ts-expect-error an amount may be left to the payer
    takes<bigint>(amount_msats);
    // @ts-expect-error msat are never a float
    takes<number | null>(amount_msats);
  }
  // @ts-expect-error bigint and number do not mix
  takes((decoded.amountMsat ?? 0n) + 1);
}

export function openEnums(invoice: TxnInvoice, aggregated: AggregatedInvoices): void {
  // Values that no document has yet are text, and those that are known are offered.
  takes<TxnInvoice["status"]>("completed");
  takes<TxnInvoice["status"]>("a status of next year");
  takes<string>(invoice.status);
  takes<AggregatedInvoices["aggregation_interval"]>("FORTNIGHT");
  holds<"MONTH" extends typeof aggregated.aggregation_interval ? true : false>();
  holds<Same<TxnInvoice["type"], "invoices">>();
  // @ts-expect-error a status is text
  takes<TxnInvoice["status"]>(1);
}

export function relationships({ address, coinDeposits, invoiceTransactions }: TxnInvoice): void {
  // Not loaded, none, and there: three states, which a caller has to tell apart.
  takes<string | null | undefined>(address?.value);
  // @ts-expect-error it may be null or not loaded
  takes<string | null | undefined>(address.value);
  // @ts-expect-error a list may not be loaded
  takes<number>(coinDeposits.length);
  takes<string | undefined>(invoiceTransactions?.[0]?.txn?.id);
}

export function lists(client: Client): void {
  holds<Same<ReturnType<ReflexClient["getInvoices"]>, Pager<Invoice, InvoicePage>>>();
  holds<Same<ReturnType<TxnClient["listInvoices"]>, Pager<TxnInvoice, TxnInvoicePage>>>();
  holds<Same<Awaited<Pager<TxnInvoice, TxnInvoicePage>>, TxnInvoicePage>>();
  holds<InvoicePage extends Page<Invoice> ? true : false>();
  takes<Promise<Invoice[]>>(client.reflex.getInvoices().toArray({ maxItems: 10 }));
  takes<AsyncIterable<TxnInvoicePage>>(client.txn.listInvoices().pages());
  client.reflex.getInvoices({
    filter: { from: new Date(), to: "2026-01-01T00:00:00Z", tags: tags({ "user-id": "x" }) },
    page: { limit: 50, offset: 0 },
    sort: { column: "created_at", direction: "DESC" },
  });
  client.txn.listInvoices(
    { order_type: "asc", per_page: 20, reference: 42, created_at_from: new Date() },
    { prefetch: 4, maxItems: 10, maxPages: 2, cursor: "x", signal: new AbortController().signal, maxRetries: 0 },
  );
  // @ts-expect-error a list can be of any length: a cap must be given
  client.txn.listInvoices().toArray();
  // @ts-expect-error a typing error, and not silence
  client.txn.listInvoices({ perPage: 20 });
  // @ts-expect-error Reflex pages by limit and offset
  client.reflex.getInvoices({ page: { per_page: 50 } });
  // @ts-expect-error no moment
  client.reflex.getInvoices({ filter: { from: 1700000000 } });
}

/** A document as GraphQL Code Generator writes it, with and without a variable that is required. */
interface TypedDocument<Data, Variables> {
  kind: string;
  definitions: readonly object[];
  __apiType?: (variables: Variables) => Data;
}
declare class TypedDocumentString<Data, Variables> extends String {
  __apiType?: (variables: Variables) => Data;
  override toString(): string & { __apiType?: (variables: Variables) => Data };
}

export function documents(
  { reflex }: Client,
  hello: TypedDocument<{ getHello: string }, { [key: string]: never }>,
  byId: TypedDocumentString<{ invoice: { id: string } | null }, { id: string; note?: string }>,
): void {
  takes<Promise<{ getHello: string }>>(reflex.request(hello));
  takes<Promise<{ invoice: { id: string } | null }>>(reflex.request(byId, { id: "1" }, { timeoutMs: 5 }));
  takes<Promise<unknown>>(reflex.request("{ getHello }"));
  takes<Promise<{ getHello: string }>>(reflex.request<{ getHello: string }>("query Q($a: Int) { getHello }", { a: 1 }));
  // @ts-expect-error a variable is missing
  reflex.request(byId);
  // @ts-expect-error a variable is of another type
  reflex.request(byId, { id: 1 });
  // @ts-expect-error the data is of another type
  takes<Promise<{ getHello: number }>>(reflex.request(hello));
  // @ts-expect-error no document
  reflex.request(5);
}

export function pushes(client: Client): void {
  takes<Promise<PushedInvoice>>(
    client.reflex.pushInvoice(
      { invoice: { payment_request: "ln", tags: [{ key: "a", number_value: 1 }] } },
      { checks: false, localDecode: false, onUnknownOutcome: "reconcile" },
    ),
  );
  takes<InvoiceTagInput[]>(tags({ "user-id": "x", "product-id": 534271, "is-withdrawal": true }));
  holds<Same<ReturnType<ReflexClient["previewInvoice"]>["invoice"]["id"], null>>();
  // @ts-expect-error the invoice itself is missing
  client.reflex.pushInvoice({ invoice: { description: "x" } });
  // @ts-expect-error a tag has text, a number or a truth value
  tags({ "user-id": null });
  // @ts-expect-error there are two ways
  client.reflex.pushInvoice({ invoice: { payment_request: "ln" } }, { onUnknownOutcome: "retry" });
  // @ts-expect-error do_not_save belongs under options.invoice
  client.reflex.pushInvoice({ invoice: { payment_request: "ln" }, options: { do_not_save: true } });
}

export function options(): void {
  takes<ClientOptions>({
    timeoutMs: 1000,
    rateLimit: { requests: 120, perMs: 60_000 },
    hooks: { onRetry: ({ attempt, delayMs, reason }) => `${attempt} ${delayMs} ${reason}` },
    reflex: { apiKey: async () => "key", timezone: "UTC", maxRetries: 0 },
    txn: { apiKey: "key", environment: "sandbox", validation: "strict" },
  });
  takes<Client>(createClient(createSandbox({ seed: 2, txn: { guesses: { perPageCap: 20 } } }).clientOptions()));
  takes<ReflexClient>(createReflexClient({ url: new URL("https://localhost"), fetch }));
  takes<TxnClient>(createTxnClient({ baseUrl: "https://localhost" }));
  takes<Fault>({ kind: "rate_limit", api: "txn", times: 2, retryAfter: 1 });
  // @ts-expect-error no production host is documented
  createClient({ txn: { environment: "production" } });
  // @ts-expect-error Reflex has a url, Txn a baseUrl
  createReflexClient({ baseUrl: "https://localhost" });
  // @ts-expect-error one of the two
  createClient({ validation: "loose" });
}

/** What a caller may have or not can be passed on as it is, `exactOptionalPropertyTypes` or not. */
export function maybe(
  client: Client,
  text: string | undefined,
  count: number | undefined,
  on: boolean | undefined,
): void {
  const signal = on ? new AbortController().signal : undefined;
  const call = { signal, timeoutMs: count, totalTimeoutMs: count, maxRetries: count, headers: undefined };
  const walk = { prefetch: count, maxItems: count, maxPages: count, cursor: text };
  client.txn.listInvoices(
    { order: text, order_type: text, page: count, per_page: count, reference: text, created_at_from: text },
    { ...call, ...walk },
  );
  client.reflex.getInvoices({ filter: { from: text }, page: { limit: count } }, { ...call, ...walk, aggregated: on });
  client.reflex.pushInvoice(
    { invoice: { payment_request: "ln", description: text } },
    { ...call, checks: on, localDecode: on, onUnknownOutcome: on ? "reconcile" : undefined },
  );
  createClient({
    ...call,
    rateLimit: undefined,
    hooks: { onDrift: undefined },
    reflex: undefined,
    txn: { apiKey: text },
  });
  createSandbox({ seed: count, reflex: undefined, txn: { invoices: count } }).faults.add({
    kind: "latency",
    ms: count,
  });
  decodeInvoice("ln", { signature: on ? "skip" : undefined, recover: undefined });
}

export function errors(error: unknown): void {
  if (error instanceof RateLimitError) {
    holds<Same<typeof error.retryAfterMs, number | null>>();
    takes<HttpError>(error);
    takes<Headers>(error.headers);
  }
  if (error instanceof TimeoutError) holds<Same<typeof error.phase, "headers" | "body" | "total">>();
  if (error instanceof InputError) takes<readonly { path: string; message: string }[]>(error.issues);
  if (error instanceof AuthenticationError) takes<number>(error.status);
  if (error instanceof InvoiceDecodeError) takes<"mixed_case" | (string & {})>(error.code);
  if (error instanceof UnvoiceError) {
    takes<string | null>(error.operation);
    // @ts-expect-error what happened cannot be changed
    error.code = "x";
  }
  // @ts-expect-error a decoder's code is one of a known list
  if (error instanceof InvoiceDecodeError) takes<boolean>(error.code === "no such code");
}

export function bolt11(text: string): void {
  const recover: RecoverPublicKey = (signature, recoveryId, hash) =>
    new Uint8Array([...signature, recoveryId, ...hash]);
  takes<DecodedInvoice>(decodeInvoice(text, { recover }));
  takes<DecodedInvoice>(decodeInvoice(text, { signature: "skip" }));
  takes<Date | null>(parseInvoice(text).expiresAt);
  takes<RouteHop[][]>(parseInvoice(text).routeHints);
  // @ts-expect-error `null` with the issue missing_p
  takes<string>(parseInvoice(text).paymentHash);
  // @ts-expect-error check or skip
  decodeInvoice(text, { signature: "no" });
  takes<string>(stringify({ amount: 1n }));
  takes<boolean>(isFinal({ status: text }));
}

export function txnWhole(client: Client, invoice: TxnInvoice): void {
  const order = { billedCurrency: "USD", chargedCurrency: "USDT", network: "ttrx:usdt", reference: "order-1" };
  takes<Promise<CreatedTxnInvoice>>(
    client.txn.createInvoice({ ...order, amountBilled: "40.00" }, { onUnknownOutcome: "reconcile" }),
  );
  client.txn.createInvoice({ ...order, amountBilled: 40n });
  // @ts-expect-error a number may have lost digits
  client.txn.createInvoice({ ...order, amountBilled: 40.1 });
  // @ts-expect-error the guide's payNetwork is prose
  client.txn.createInvoice({ ...order, amountBilled: "40.00", payNetwork: "ttrx:usdt" });
  takes<AsyncIterable<TxnInvoice> & PromiseLike<TxnInvoice>>(client.txn.waitForInvoice(invoice.id));
  client.txn.waitForInvoice(invoice.id, { until: ["expired", "a status of next year"] });
  client.txn.waitForInvoice(invoice.id, { until: ({ status }) => status === "processing" });
  takes<Promise<TxnCurrencyPair[]>>(client.txn.listCurrencyPairs());
}

export function standardSchemas(): void {
  holds<Same<typeof invoiceSchema, StandardSchemaV1<unknown, Invoice>>>();
  holds<Same<typeof txnInvoiceSchema, StandardSchemaV1<unknown, TxnInvoice>>>();
  holds<Same<typeof txnCurrencyPairsSchema, StandardSchemaV1<unknown, TxnCurrencyPair[]>>>();
  const pushed = pushedInvoiceSchema["~standard"].validate({});
  if (!pushed.issues) takes<bigint | null>(pushed.value.invoice.amount_msats);
  const reflexPage = invoicePageSchema["~standard"].validate({});
  if (!reflexPage.issues) takes<Invoice[]>(reflexPage.value.items);
  const txnPage = txnInvoicePageSchema["~standard"].validate({});
  if (!txnPage.issues) takes<TxnInvoice[]>(txnPage.value.items);
}
