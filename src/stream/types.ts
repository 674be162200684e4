import type { Invoice } from "../reflex/types.ts";
import type { TxnInvoice } from "../txn/types.ts";

/** The API that an invoice is of. */
export type InvoiceSource = "reflex" | "txn";

/** What an invoice amounts to. */
export interface InvoiceAmount {
  /** Decimal text, exact, in `currency`; `null` where the payer chooses, or the API does not tell. */
  value: string | null;
  /** The currency's code in upper case; of Reflex always `BTC`. */
  currency: string | null;
  /** Reflex only: the same in msat; `null` where the payer chooses. */
  msat?: bigint | null;
}

/** What invoices of both APIs have in common. What an API does not tell is `null`. */
export interface UnifiedFields {
  /** The API's own id. */
  id: string;
  /** When the API got it: ISO 8601, UTC, to the millisecond. */
  createdAt: string;
  amount: InvoiceAmount;
  /** Txn's status; Reflex has none. */
  status: string | null;
  /** Reflex's description; Txn has none. */
  description: string | null;
  /** Txn's reference, the merchant's own id; Reflex has none. */
  reference: string | null;
  /** Reflex's destination, the payee's public key in hex; Txn does not tell who pays. */
  counterparty: string | null;
}

/**
 * An invoice of either API, in the terms of both. `raw` is the API's own; `source` tells which.
 *
 * @see docs/stream.md
 */
export type UnifiedInvoice = UnifiedFields & ({ source: "reflex"; raw: Invoice } | { source: "txn"; raw: TxnInvoice });
