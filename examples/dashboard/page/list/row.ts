import type { Invoice, TxnInvoice } from "unvoice";

/** An invoice of either API, with what the merged list needs to know of it. */
export type Row = { id: string; createdAt: string | null } & (
  | { api: "reflex"; invoice: Invoice }
  | { api: "txn"; invoice: TxnInvoice }
);

/** A row of a Reflex invoice. */
export function reflexRow(invoice: Invoice): Row {
  return { api: "reflex", id: invoice.id, createdAt: invoice.created_at, invoice };
}

/** A row of a Txn invoice. */
export function txnRow(invoice: TxnInvoice): Row {
  return { api: "txn", id: invoice.id, createdAt: invoice.createdAt ?? null, invoice };
}
