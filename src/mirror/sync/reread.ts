import { NotFoundError } from "../../errors/errors.ts";
import type { TxnInvoice } from "../../txn/types.ts";
import { FINAL } from "../database/schema.ts";
import { type Context, iso, save } from "./context.ts";

/** Rows asked for with a page. */
const PAGE = 50;
/** Invoices that are read one by one, at a time. */
const AT_A_TIME = 4;

/**
 * Reads again every invoice of Txn that is not final: nothing tells that one has changed. A page of the list that holds
 * two of them or more is read as a page, the others one by one. Where they are in the list is reckoned from what is
 * stored; one that is not on its page is read by itself.
 *
 * @param since ms since 1970: what was read then or later is left out
 * @param pageSize rows that the server gives on a page; 0 where that is not known
 */
export async function rereadOpen(context: Context, since: number, pageSize: number): Promise<void> {
  const { client, connection, signal, now, report } = context;
  const open = await findOpen(context, since);
  const pages = new Map<number, string[]>();
  for (const { id, position } of open) {
    if (position === null) continue;
    const page = Math.floor(position / (pageSize || PAGE)) + 1;
    pages.set(page, [...(pages.get(page) ?? []), id]);
  }

  const left = new Set(open.map(({ id }) => id));
  for (const [number, ids] of pages) {
    if (ids.length < 2) continue;
    const readAt = now();
    report.requests++;
    const page = await client.txn.listInvoices({ page: number, per_page: PAGE }, { signal, prefetch: 0 });
    await store(page.items, readAt);
  }

  const single = [...left];
  for (let start = 0; start < single.length; start += AT_A_TIME) {
    const ids = single.slice(start, start + AT_A_TIME);
    const readAt = now();
    report.requests += ids.length;
    const answers = await Promise.all(ids.map((id) => read(id)));
    await store(
      answers.filter((invoice) => invoice !== null),
      readAt,
    );
    const gone = ids.filter((_, index) => answers[index] === null);
    if (gone.length > 0) await markGone(context, gone, readAt);
  }

  async function read(id: string): Promise<TxnInvoice | null> {
    try {
      return await client.txn.getInvoice(id, { signal });
    } catch (error) {
      if (error instanceof NotFoundError) return null;
      throw error;
    }
  }

  async function store(invoices: readonly TxnInvoice[], readAt: number): Promise<void> {
    await connection.transaction((queries) => save(queries, context, "txn", invoices, readAt));
    for (const { id } of invoices) left.delete(id);
    context.onProgress?.({ source: "txn", phase: "open", read: report.read });
    signal.throwIfAborted();
  }
}

/** An invoice that is not final, with its place in the server's list, newest first, from 0; `null` where it has none. */
interface Placed {
  id: string;
  position: number | null;
}

async function findOpen({ connection, dialect }: Context, since: number): Promise<Placed[]> {
  const table = dialect.name("txn_invoices");
  const isOpen = `status not in (${FINAL})`;
  const sql = `select id, position from (
      select id, status, read_at, row_number() over (order by created_at desc, id) - 1 as position from ${table}
      where gone_at is null and created_at >= (select min(created_at) from ${table} where ${isOpen})
    ) as placed where ${isOpen} and read_at < ? order by position`;
  const placed = await connection.query(sql, [iso(since)]);
  // What has no date has no place, and what is gone may have come back.
  const others = await connection.query(
    `select id from ${table} where ${isOpen} and read_at < ? and (created_at is null or gone_at is not null)`,
    [iso(since)],
  );
  return [
    ...placed.map(({ id, position }) => ({ id: String(id), position: Number(position) })),
    ...others.map(({ id }) => ({ id: String(id), position: null })),
  ];
}

async function markGone(
  { connection, dialect, report }: Context,
  ids: readonly string[],
  readAt: number,
): Promise<void> {
  report.gone.push(...ids);
  const marks = ids.map(() => "?").join();
  const sql = `update ${dialect.name("txn_invoices")} set gone_at = coalesce(gone_at, ?), read_at = ?
    where id in (${marks}) and read_at <= ?`;
  await connection.query(sql, [iso(readAt), iso(readAt), ...ids, iso(readAt)]);
}
