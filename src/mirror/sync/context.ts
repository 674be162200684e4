import type { Invoice } from "../../reflex/types.ts";
import type { InvoiceSource } from "../../stream/types.ts";
import type { TxnInvoice } from "../../txn/types.ts";
import type { Connection, Dialect, Queries } from "../database/database.ts";
import { rawReflex, storeReflex } from "../store/reflex.ts";
import { storeTxn, takeApart } from "../store/txn.ts";
import type { MirrorClient, SourceReport, SyncProgress } from "../types.ts";

/** What the steps of a sync share. */
export interface Context {
  client: MirrorClient;
  connection: Connection;
  dialect: Dialect;
  signal: AbortSignal;
  /** The database's time, in ms since 1970. */
  now(): number;
  onProgress?: ((progress: SyncProgress) => void) | undefined;
  report: SourceReport;
}

/** A report before anything is done. */
export function emptyReport(): SourceReport {
  return { read: 0, added: 0, changed: 0, open: 0, gone: [], requests: 0 };
}

/** A clock that goes as the database's. */
export async function clockOf(queries: Queries, dialect: Dialect): Promise<() => number> {
  const start = (await dialect.now(queries)) - performance.now();
  return () => start + performance.now();
}

/** A moment as the mirror writes it. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Stores invoices of one API, and counts what of them is new or different. */
export async function save(
  queries: Queries,
  { dialect, report }: Pick<Context, "dialect" | "report">,
  source: InvoiceSource,
  invoices: readonly (Invoice | TxnInvoice)[],
  readAt: number,
): Promise<void> {
  if (invoices.length === 0) return;
  const table = dialect.name(source === "txn" ? "txn_invoices" : "reflex_invoices");
  const ids = invoices.map(({ id }) => id);
  const sql = `select id, ${dialect.text("raw")} as raw from ${table} where id in (${ids.map(() => "?").join()})`;
  const known = new Map((await queries.query(sql, ids)).map(({ id, raw }) => [id, raw]));
  report.read += invoices.length;
  for (const invoice of invoices) {
    if (!known.has(invoice.id)) report.added++;
    else if (known.get(invoice.id) !== rawOf(source, invoice)) report.changed++;
  }
  if (source === "txn") await storeTxn(queries, dialect, invoices as TxnInvoice[], iso(readAt));
  else await storeReflex(queries, dialect, invoices as Invoice[], iso(readAt));
}

function rawOf(source: InvoiceSource, invoice: Invoice | TxnInvoice): string {
  return source === "txn" ? takeApart(invoice as TxnInvoice, new Map()) : rawReflex(invoice as Invoice);
}
