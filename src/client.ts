import { createReflex, type ReflexClient } from "./reflex/client.ts";
import type { ReflexOptions } from "./reflex/connection.ts";
import type { TransportOptions } from "./transport/options.ts";
import { createTxn, type TxnClient } from "./txn/client.ts";
import type { TxnOptions } from "./txn/connection.ts";

/** What {@link createClient} takes: how requests travel, for both APIs or for one of them. */
export interface ClientOptions extends TransportOptions {
  reflex?: (ReflexOptions & TransportOptions) | undefined;
  txn?: (TxnOptions & TransportOptions) | undefined;
}

/** Both API clients, side by side. */
export interface Client {
  reflex: ReflexClient;
  txn: TxnClient;
}

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
  const { reflex = {}, txn = {}, ...shared } = options;
  return { reflex: createReflex(reflex, shared), txn: createTxn(txn, shared) };
}
