import type { Pager } from "../pagination/pager.ts";
import type { PagerOptions } from "../pagination/types.ts";
import type { RequestOptions, TransportOptions } from "../transport/options.ts";
import { connect, type TxnOptions } from "./connection.ts";
import { listInvoices } from "./pages.ts";
import type { ListInvoicesParams, TxnInvoice, TxnInvoicePage } from "./types.ts";

/** The client of Txn's REST API. */
export interface TxnClient {
  /**
   * Lists invoices, page after page. Nothing is requested until the pager is iterated or awaited.
   *
   * @param params Wire names; all optional. Newest first unless `order_type: "asc"`, 50 invoices a page.
   * @param options Deadlines, retries and a signal for each page, and how the list is walked.
   * @throws InputError at once for a wrong parameter or a cursor of another list; when iterated, what the transport throws.
   * @see apis/txn.md, section 1
   * @example
   * for await (const invoice of txn.listInvoices({ order_type: "asc" })) console.log(invoice.id, invoice.status);
   */
  listInvoices(params?: ListInvoicesParams, options?: RequestOptions & PagerOptions): Pager<TxnInvoice, TxnInvoicePage>;
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
export function createTxn(own: TxnOptions & TransportOptions, shared: TransportOptions): TxnClient {
  const connection = connect(own, shared);
  return { listInvoices: (params, options) => listInvoices(connection, params ?? {}, options ?? {}) };
}

/**
 * Whether an invoice's status can no longer change (Txn documents, "Invoice status flow"). An expired invoice can: it
 * may still be paid for seven days.
 *
 * @example
 * const open = invoices.filter((invoice) => !isFinal(invoice));
 */
export function isFinal(invoice: { status: string }): boolean {
  return invoice.status === "completed" || invoice.status === "cancelled" || invoice.status === "rejected";
}
