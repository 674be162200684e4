import type { Page } from "../pagination/types.ts";
import type { Invoice } from "../reflex/types.ts";
import type { InvoiceSource } from "../stream/types.ts";
import type { TxnInvoice } from "../txn/types.ts";
import { walkWindows } from "../windows/windows.ts";
import type { Connection, Dialect } from "./database/database.ts";
import { rawReflex } from "./store/reflex.ts";
import { takeApart } from "./store/txn.ts";
import { clockOf, iso } from "./sync/context.ts";
import type { MirrorClient } from "./types.ts";

/** How the mirror differs from the server in one invoice. */
export interface Difference {
  source: InvoiceSource;
  id: string;
  /** `missing`: the server alone has it. `extra`: the mirror alone has it. `changed`: they differ in `fields`. */
  kind: "missing" | "extra" | "changed";
  /** The wire's names; empty unless `changed`. */
  fields: string[];
}

/**
 * What an audit found. As text it is a line for each difference, and one that says how many were compared.
 *
 * @example
 * const report = await mirror.audit();
 * if (report.differences.length > 0) console.error(String(report));
 */
export class AuditReport {
  readonly differences: Difference[] = [];
  /** Invoices that the server has. */
  compared = 0;

  /** A line for each difference, and one that sums up. */
  toString(): string {
    const lines = this.differences.map(({ source, id, kind, fields }) =>
      [source, id, kind, fields.join(", ")].filter(Boolean).join(" "),
    );
    const count = this.differences.length;
    const verdict =
      count === 0 ? "no difference" : count === 1 ? "1 difference" : `${count.toLocaleString("en")} differences`;
    return [...lines, `${this.compared.toLocaleString("en")} invoices compared: ${verdict}.`].join("\n");
  }
}

/** What an audit is made of. */
export interface AuditSettings {
  client: MirrorClient;
  connection: Connection;
  dialect: Dialect;
  sources: readonly InvoiceSource[];
  signal: AbortSignal;
}

/** Reads both lists whole and compares them with what is stored. It changes nothing. */
export async function audit(settings: AuditSettings): Promise<AuditReport> {
  const { client, connection, dialect, sources, signal } = settings;
  const report = new AuditReport();
  const started = (await clockOf(connection, dialect))();
  // In the database, not in memory: a list may be of any length. A temporary table is the connection's own.
  await connection.query(
    "create temporary table if not exists unvoice_audited (source text, id text, primary key (source, id))",
  );
  await connection.query("delete from unvoice_audited");
  try {
    for (const source of sources) {
      const list =
        source === "reflex"
          ? walkWindows(client.reflex, { sort: { direction: "ASC" } }, { signal })
          : client.txn.listInvoices({ order_type: "asc" }, { signal });
      for await (const page of list.pages() as AsyncIterable<Page<Invoice | TxnInvoice>>) {
        await compare(settings, source, page.items, report);
        signal.throwIfAborted();
      }
      const table = dialect.name(`${source}_invoices`);
      const isThere = source === "txn" ? "and gone_at is null" : "";
      // What was stored since the audit began may have come behind the page that it belongs to.
      const sql = `select id from ${table} where read_at < ? ${isThere}
        and not exists (select 1 from unvoice_audited as audited where audited.source = ? and audited.id = ${table}.id) order by created_at, id`;
      for (const { id } of await connection.query(sql, [iso(started), source])) {
        report.differences.push({ source, id: String(id), kind: "extra", fields: [] });
      }
    }
    return report;
  } finally {
    await connection.query("drop table unvoice_audited").catch(() => {}); // what went wrong before is what is told
  }
}

async function compare(
  { connection, dialect }: AuditSettings,
  source: InvoiceSource,
  invoices: readonly (Invoice | TxnInvoice)[],
  report: AuditReport,
): Promise<void> {
  if (invoices.length === 0) return;
  const ids = invoices.map(({ id }) => id);
  const marks = ids.map(() => "?").join();
  const isThere = source === "txn" ? "and gone_at is null" : "";
  const sql = `select id, ${dialect.text("raw")} as raw from ${dialect.name(`${source}_invoices`)}
    where id in (${marks}) ${isThere}`;
  const stored = new Map((await connection.query(sql, ids)).map(({ id, raw }) => [id, String(raw)]));
  for (const invoice of invoices) {
    const { id } = invoice;
    const raw = stored.get(id);
    const now = source === "txn" ? takeApart(invoice as TxnInvoice, new Map()) : rawReflex(invoice as Invoice);
    const fields = raw === undefined || raw === now ? [] : changedFields(JSON.parse(raw), JSON.parse(now));
    if (raw === undefined) report.differences.push({ source, id, kind: "missing", fields });
    else if (fields.length > 0) report.differences.push({ source, id, kind: "changed", fields });
  }
  report.compared += invoices.length;
  const rows = ids.map(() => "(?, ?)").join();
  await connection.query(
    `insert into unvoice_audited (source, id) values ${rows} on conflict do nothing`,
    ids.flatMap((id) => [source, id]),
  );
}

/** The fields that differ, of those that a list tells: what reads one invoice may tell more of it. */
function changedFields(stored: Record<string, unknown>, now: Record<string, unknown>): string[] {
  return Object.keys(now).filter((field) => JSON.stringify(now[field]) !== JSON.stringify(stored[field]));
}
