import type { ReflexClient } from "../reflex/client.ts";
import type { InvoiceSource } from "../stream/types.ts";
import type { TxnClient } from "../txn/client.ts";
import type { InvoiceWindow } from "../windows/windows.ts";

/** What the mirror needs of a client: `createClient`'s has it. */
export interface MirrorClient {
  reflex: ReflexClient;
  txn: TxnClient;
}

/**
 * A piece of a list that the mirror is to read. Plain JSON, for {@link MirrorPart}.
 *
 * `window`: of Reflex, as planned. `period`: of Txn, ISO 8601, both ends included; `null` where the list begins or ends.
 * `newest`: of either, the list from its newest invoice down to one older than `until`.
 */
export type Piece =
  | { window: InvoiceWindow }
  | { period: { from: string | null; to: string | null } }
  | { until: string };

/** A piece of the first reading of a list, to be read on any machine: `mirror.fill(part)`. Plain JSON. */
export interface MirrorPart {
  /** The mirror's own number of it. */
  id: number;
  source: InvoiceSource;
  piece: Piece;
}

/** How far a sync is. */
export interface SyncProgress {
  source: InvoiceSource;
  /** `list`: pages of what is not known yet. `open`: invoices of Txn that are not final, read again. */
  phase: "list" | "open";
  /** Invoices of this source read so far, in this sync. */
  read: number;
}

/** What a sync did with the invoices of one API. */
export interface SourceReport {
  /** Read, those that were known among them. */
  read: number;
  added: number;
  /** Known before, and now different. */
  changed: number;
  /** Txn's that are still not final. */
  open: number;
  /** Ids of Txn's open invoices that the server no longer has. They are left out of the views. */
  gone: string[];
  /** Requests made, without the client's own repetitions. */
  requests: number;
}
