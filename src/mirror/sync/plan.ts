import { parseTime } from "../../input/time.ts";
import type { InvoiceSource } from "../../stream/types.ts";
import type { TxnInvoice, TxnInvoicePage } from "../../txn/types.ts";
import { planWindows } from "../../windows/windows.ts";
import type { Queries } from "../database/database.ts";
import type { MirrorPart, Piece } from "../types.ts";
import { type Context, iso } from "./context.ts";

/** Invoices that a part holds by default: its last page, half empty as a rule, is little beside the others. */
const PART_SIZE = 1000;
/** How far back a list is read again: a row may show up later than its date. */
const OVERLAP_MS = 10 * 60_000;
/** A server may read a bound to the second. */
const MARGIN_MS = 2000;

/** The parts of a list that are still to be read. */
export async function openParts(
  context: Pick<Context, "connection" | "dialect">,
  source: InvoiceSource,
): Promise<MirrorPart[]> {
  const { connection, dialect } = context;
  const sql = `select id, ${dialect.text("piece")} as piece from ${dialect.name("mirror_parts")}
    where source = ? and not done order by id`;
  const rows = await connection.query(sql, [source]);
  return rows.map(({ id, piece }) => ({ id: Number(id), source, piece: JSON.parse(String(piece)) }));
}

/** Until when a list is known without a gap, ISO 8601, once no part of it is open; `null` where it was never read. */
export async function knownUntil({ connection, dialect }: Context, source: InvoiceSource): Promise<string | null> {
  const sql = `select ${dialect.iso("known_until")} as known from ${dialect.name("mirror_sources")} where source = ?`;
  const [row] = await connection.query(sql, [source]);
  return typeof row?.known === "string" ? row.known : null;
}

/**
 * Plans to read all of a list. No part of it may be open.
 *
 * @param size invoices that a part should hold
 */
export async function planWhole(context: Context, source: InvoiceSource, size = PART_SIZE): Promise<void> {
  const { pieces, newest } = await (source === "reflex" ? planReflex(context, size) : planTxn(context, size));
  await open(context, source, pieces, newest);
}

/** Plans to read what came since a list was read. No part of it may be open. */
export async function planNew(context: Context, source: InvoiceSource, known: string): Promise<void> {
  await open(context, source, [{ until: iso(parseTime(known) - OVERLAP_MS) }], null);
}

async function open(
  context: Context,
  source: InvoiceSource,
  pieces: readonly Piece[],
  newest: number | null,
): Promise<void> {
  const table = context.dialect.name("mirror_parts");
  await context.connection.transaction(async (queries) => {
    // What is done is of no use any more.
    await queries.query(`delete from ${table} where source = ? and done`, [source]);
    for (const piece of pieces) {
      const values = [source, JSON.stringify(piece), false];
      await queries.query(`insert into ${table} (source, piece, done) values (?, ?, ?)`, values);
    }
    if (newest !== null) await know(queries, context, source, newest);
  });
}

/** Notes how far a list is known once no part of it is open. A date from the future would hide all that comes before it. */
export async function know(
  queries: Queries,
  { dialect, now }: Context,
  source: InvoiceSource,
  newest: number,
): Promise<void> {
  const sql = `insert into ${dialect.name("mirror_sources")} (source, known_until) values (?, ?)
    on conflict (source) do update set known_until = excluded.known_until`;
  await queries.query(sql, [source, iso(Math.min(newest, now()))]);
}

interface Plan {
  pieces: Piece[];
  /** When the newest invoice was created, in ms since 1970; `null` where that is not known. */
  newest: number | null;
}

async function planReflex({ client, signal, report }: Context, size: number): Promise<Plan> {
  const windows = await planWindows(client.reflex, { sort: { direction: "ASC" } }, { windowSize: size, signal });
  report.requests += 2;
  const before = windows.at(-1)?.before;
  return { pieces: windows.map((window) => ({ window })), newest: before ? parseTime(before) - 1 : null };
}

async function planTxn(context: Context, size: number): Promise<Plan> {
  const { items: newestFirst, meta } = await look(context, { order_type: "desc" });
  const { items: oldestFirst } = await look(context, { order_type: "asc" });
  const newest = parseTime(newestFirst[0]?.createdAt);
  const oldest = parseTime(oldestFirst[0]?.createdAt);
  if (newestFirst.length === 0) return { pieces: [], newest: null };
  const whole: Piece = { period: { from: null, to: null } };
  // Rows without a date would be lost to periods.
  if (Number.isNaN(newest) || Number.isNaN(oldest)) return { pieces: [whole], newest: null };
  // Of one invoice a page there are as many pages as invoices: it does not matter which of them `total` counts.
  const parts = Math.ceil(Number(meta?.total) / size);
  if (!(parts > 1 && newest > oldest && (await heedsBounds(context, oldest)))) return { pieces: [whole], newest };
  const cuts = Array.from({ length: parts + 1 }, (_, part) =>
    iso(oldest + Math.ceil((part * (newest - oldest)) / parts)),
  );
  const pieces = cuts.slice(1).map((to, part) => {
    const from = part === 0 ? null : (cuts[part] as string); // there is one more than there are parts
    return { period: { from, to } };
  });
  return { pieces, newest };
}

/** Older hosts ignore the bounds of a period in silence. */
async function heedsBounds(context: Context, oldest: number): Promise<boolean> {
  const { items } = await look(context, { order_type: "asc", created_at_to: iso(oldest - MARGIN_MS) });
  return items.length === 0;
}

async function look(
  { client, signal, report }: Context,
  params: object,
): Promise<TxnInvoicePage & { items: TxnInvoice[] }> {
  report.requests++;
  return client.txn.listInvoices({ ...params, per_page: 1 }, { signal, prefetch: 0 });
}
