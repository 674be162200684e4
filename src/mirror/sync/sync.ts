import type { InvoiceSource } from "../../stream/types.ts";
import type { Connection, Dialect } from "../database/database.ts";
import { FINAL } from "../database/schema.ts";
import type { MirrorClient, SyncProgress } from "../types.ts";
import { type Context, clockOf, emptyReport } from "./context.ts";
import { fill } from "./fill.ts";
import { knownUntil, openParts, planNew, planWhole } from "./plan.ts";
import { SyncReport } from "./report.ts";
import { rereadOpen } from "./reread.ts";

/** What a sync is made of. */
export interface SyncSettings {
  client: MirrorClient;
  connection: Connection;
  dialect: Dialect;
  sources: readonly InvoiceSource[];
  signal: AbortSignal;
  onProgress?: ((progress: SyncProgress) => void) | undefined;
}

/**
 * Brings the mirror to what the server has. An API that fails does not keep the other from being read: its error comes
 * at the end.
 */
export async function sync(settings: SyncSettings): Promise<SyncReport> {
  const { connection, dialect, sources, signal } = settings;
  const now = await clockOf(connection, dialect);
  const started = now();
  const report = new SyncReport(new Date(started));
  const failures: unknown[] = [];
  for (const source of sources) {
    const context: Context = { ...settings, now, report: emptyReport() };
    report.sources[source] = context.report;
    try {
      await syncSource(context, source, started);
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  report.durationMs = now() - started;
  return report;
}

async function syncSource(context: Context, source: InvoiceSource, started: number): Promise<void> {
  let pageSize = 0;
  const fillOpen = async () => {
    for (const part of await openParts(context, source)) pageSize = Math.max(pageSize, await fill(context, part));
  };
  // What an earlier run left.
  await fillOpen();
  if ((await knownUntil(context, source)) === null) {
    await planWhole(context, source);
    await fillOpen();
  }
  // What came since, while the whole was read too. A list that is empty, or does not tell its dates, is read whole again.
  const known = await knownUntil(context, source);
  if (known !== null) {
    await planNew(context, source, known);
    await fillOpen();
  }
  if (source === "txn") {
    await rereadOpen(context, started, pageSize);
    context.report.open = await countOpen(context);
  }
}

async function countOpen({ connection, dialect }: Context): Promise<number> {
  const sql = `select count(*) as open from ${dialect.name("txn_invoices")}
    where status not in (${FINAL}) and gone_at is null`;
  return Number((await connection.query(sql))[0]?.open);
}
