import type { Pager } from "../pagination/pager.ts";
import type { PagerOptions } from "../pagination/types.ts";
import type { RequestOptions, TransportOptions } from "../transport/options.ts";
import type { Secrets } from "../transport/secrets.ts";
import { connect, type TxnOptions } from "./connection.ts";
import { type CreateInvoiceOptions, createInvoice } from "./create/create.ts";
import { listInvoices } from "./pages.ts";
import { getInvoice, listCurrencyPairs } from "./read.ts";
import type {
  CreatedTxnInvoice,
  CreateInvoiceParams,
  ListInvoicesParams,
  TxnCurrencyPair,
  TxnInvoice,
  TxnInvoicePage,
} from "./types.ts";
import { type InvoiceWait, type WaitOptions, waitForInvoice } from "./wait.ts";

/** The client of Txn's REST API. */
export interface TxnClient {
  /**
   * Lists invoices, page after page. Nothing is requested until the pager is iterated or awaited.
   *
   * @param params Wire names; all optional. Newest first unless `order_type: "asc"`, 50 invoices a page.
   * @param options Deadlines, retries and a signal for each page, and how the list is walked.
   * @throws InputError at once for a wrong parameter or a cursor of another list; when iterated, what the transport throws.
   * @see docs/apis/txn.md
   * @example
   * for await (const invoice of txn.listInvoices({ order_type: "asc" })) console.log(invoice.id, invoice.status);
   */
  listInvoices(params?: ListInvoicesParams, options?: RequestOptions & PagerOptions): Pager<TxnInvoice, TxnInvoicePage>;
  /**
   * Reads one invoice as it stands now.
   *
   * @throws InputError (as the rejection) for an id that is none; NotFoundError; what the transport throws.
   * @see docs/apis/txn.md
   * @example
   * const invoice = await txn.getInvoice(id);
   * if (isFinal(invoice)) console.log(invoice.status, invoice.statusContext);
   */
  getInvoice(id: string, options?: RequestOptions): Promise<TxnInvoice>;
  /**
   * Creates an invoice. It is sent again only where it provably was not processed: a creation is not known to be idempotent.
   *
   * @param params The documented attributes, by their wire names; amounts as decimal text or bigint.
   * @throws InputError (as the rejection) before anything is sent; UnprocessableEntityError with the server's words, for an
   * amount beyond the limits for example; OutcomeUnknownError where it is not known whether it was created; what the
   * transport throws. `error.outcome` says whether it was: `not_created` or `unknown`.
   * @see docs/apis/txn.md
   * @example
   * const invoice = await txn.createInvoice(
   *   { amountBilled: "40.00", billedCurrency: "USD", chargedCurrency: "USDT", network: "ttrx:usdt", reference: "order-1001" },
   *   { onUnknownOutcome: "reconcile" },
   * );
   * console.log(invoice.hostedPageUrl);
   */
  createInvoice(params: CreateInvoiceParams, options?: CreateInvoiceOptions): Promise<CreatedTxnInvoice>;
  /**
   * Lists what can be billed in which currency and charged in which other one, with the networks to pay over.
   *
   * @throws what the transport throws.
   * @see docs/apis/txn.md
   * @example
   * const pairs = await txn.listCurrencyPairs();
   * const networks = pairs.find(({ chargedCurrency }) => chargedCurrency === "USDT")?.networks.map(({ code }) => code);
   */
  listCurrencyPairs(options?: RequestOptions): Promise<TxnCurrencyPair[]>;
  /**
   * Waits for what becomes of an invoice: it is read every minute for 20 minutes, then every 10 for 168 hours, and on as long
   * as compliance holds it. The first state is given, then each change; awaited, the last one. It survives what a read
   * survives, and ends at a final status (`isFinal`) or at `until`.
   *
   * @throws InputError at once for a wrong id or option; when iterated or awaited, what a read throws.
   * @see docs/webhooks.md
   * @example
   * for await (const { status, paymentStatus } of txn.waitForInvoice(id)) console.log(status, paymentStatus);
   */
  waitForInvoice(id: string, options?: WaitOptions): InvoiceWait;
}

/**
 * Makes a client of Txn.
 *
 * @param options The key, the address and how requests travel; a missing key or address is a `ConfigError` at the first call.
 * @throws ConfigError for a wrong option, or a key in a browser.
 * @example
 * const txn = createTxnClient({ apiKey, baseUrl: "https://api.example.com" });
 * const page = await txn.listInvoices({ per_page: 20 });
 */
export function createTxnClient(options: TxnOptions & TransportOptions = {}): TxnClient {
  return createTxn(options, {});
}

/** The same under options that both APIs share. */
export function createTxn(own: TxnOptions & TransportOptions, shared: TransportOptions, secrets?: Secrets): TxnClient {
  const connection = connect(own, shared, secrets);
  return {
    listInvoices: (params, options) => listInvoices(connection, params ?? {}, options ?? {}),
    getInvoice: (id, options) => getInvoice(connection, id, options ?? {}),
    createInvoice: (params, options) => createInvoice(connection, params, options ?? {}),
    listCurrencyPairs: (options) => listCurrencyPairs(connection, options ?? {}),
    waitForInvoice: (id, options) => waitForInvoice(connection, id, options ?? {}),
  };
}
