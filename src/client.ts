import { ConfigError } from "./errors/errors.ts";
import { copyOptions } from "./input/copy.ts";
import { unknownNameIssues } from "./input/options.ts";
import type { Pager } from "./pagination/pager.ts";
import type { PagerOptions } from "./pagination/types.ts";
import { createReflex, type ReflexClient } from "./reflex/client.ts";
import { REFLEX_OPTIONS, type ReflexOptions } from "./reflex/connection.ts";
import { type InvoicesParams, listBoth } from "./stream/list.ts";
import type { UnifiedInvoice } from "./stream/types.ts";
import {
  type RequestOptions,
  TRANSPORT_OPTIONS,
  type TransportOptions,
  throwIfMisconfigured,
} from "./transport/options.ts";
import { Secrets } from "./transport/secrets.ts";
import { createTxn, type TxnClient } from "./txn/client.ts";
import { TXN_OPTIONS, type TxnOptions } from "./txn/connection.ts";

/** What {@link createClient} takes: how requests travel, for both APIs or for one of them. */
export interface ClientOptions extends TransportOptions {
  reflex?: (ReflexOptions & TransportOptions) | undefined;
  txn?: (TxnOptions & TransportOptions) | undefined;
}

/** Both API clients, side by side, and their invoices in one stream. */
export interface Client {
  reflex: ReflexClient;
  txn: TxnClient;
  /**
   * Lists the invoices of both APIs as one, in order of creation. Nothing is requested until the pager is iterated or
   * awaited.
   *
   * @param params All optional: newest first, both APIs.
   * @param options For each page of either API, and how the stream is walked; `maxPages` bounds each API's pages.
   * @throws InputError at once for a wrong parameter or a cursor of another stream; when iterated, what the transport
   * throws, and ResponseValidationError for an invoice whose date cannot be read.
   * @see docs/stream.md
   * @example
   * for await (const { source, createdAt, amount } of client.invoices({ from: "2026-01-01" })) {
   *   console.log(source, createdAt, amount.value, amount.currency);
   * }
   */
  invoices(params?: InvoicesParams, options?: RequestOptions & PagerOptions): Pager<UnifiedInvoice>;
}

const NAMES = [...TRANSPORT_OPTIONS, "reflex", "txn"];
/** What each API has of its own, for whoever looks for it here. */
const ELSEWHERE = [...REFLEX_OPTIONS.map((name) => `reflex.${name}`), ...TXN_OPTIONS.map((name) => `txn.${name}`)];

/**
 * Makes a client of both APIs. What only one of them needs (a key, an address) is asked for at its first call.
 *
 * @param options Options of one API override those of both.
 * @throws ConfigError for a wrong option, or a key in a browser.
 * @example
 * const client = createClient({ txn: { environment: "sandbox" } }); // keys from REFLEX_API_KEY and TXN_API_KEY
 * for await (const invoice of client.txn.listInvoices()) console.log(invoice.id);
 */
export function createClient(options: ClientOptions = {}): Client {
  const given: unknown = options ?? {};
  if (typeof given !== "object" || given === null)
    throw new ConfigError("createClient takes an object of options, such as { reflex: { apiKey } }.");
  throwIfMisconfigured(unknownNameIssues(given, NAMES, "", ELSEWHERE));
  const { reflex = {}, txn = {}, ...shared } = copyOptions<ClientOptions>(given);
  // One API may repeat what was meant for the other.
  const secrets = new Secrets();
  const clients = { reflex: createReflex(reflex, shared, secrets), txn: createTxn(txn, shared, secrets) };
  return { ...clients, invoices: (params, options) => listBoth(clients, params ?? {}, options ?? {}) };
}
