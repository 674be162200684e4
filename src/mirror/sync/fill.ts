import { InputError } from "../../errors/errors.ts";
import { parseTime } from "../../input/time.ts";
import type { Pager } from "../../pagination/pager.ts";
import type { Page } from "../../pagination/types.ts";
import type { Invoice } from "../../reflex/types.ts";
import type { TxnInvoice } from "../../txn/types.ts";
import { walkWindow } from "../../windows/windows.ts";
import type { MirrorPart } from "../types.ts";
import { type Context, save } from "./context.ts";
import { know } from "./plan.ts";

type AnyInvoice = Invoice | TxnInvoice;

/** Pages requested ahead: one, while the one before it is written. */
const AHEAD = 1;

/**
 * Reads a part, page by page: its rows and the place behind them go into one transaction, so that whoever is stopped
 * goes on behind the last page stored, and whoever reads what another is reading does no harm.
 *
 * @returns the rows of the longest page that another followed; 0 where there was none
 */
export async function fill(context: Context, { id, source, piece }: MirrorPart): Promise<number> {
  const { connection, dialect, signal, now, report, onProgress } = context;
  const parts = dialect.name("mirror_parts");
  const [part] = await connection.query(`select place, done from ${parts} where id = ?`, [id]);
  if (!part || Number(part.done) === 1) return 0;
  const place = typeof part.place === "string" ? part.place : undefined;
  const until = "until" in piece ? parseTime(piece.until) : null;
  const pager = pagerOf(context, { id, source, piece }, place);

  let fullPage = 0;
  let isFirst = place === undefined;
  // A page may have been requested as early as the one before it was asked for: what is read later than that wins.
  let readAt = now();
  let asked = readAt;
  for await (const page of pager.pages() as AsyncIterable<Page<AnyInvoice>>) {
    const isLast = !page.hasNextPage() || (until !== null && page.items.some((invoice) => timeOf(invoice) < until));
    if (!isLast) fullPage = Math.max(fullPage, page.items.length);
    await connection.transaction(async (queries) => {
      await save(queries, context, source, page.items, readAt);
      await queries.query(`update ${parts} set place = ?, done = ? where id = ?`, [page.cursor, isLast, id]);
      // The first page from the top has the newest there is; the part itself is open until it has met what is known.
      if (until !== null && isFirst) await know(queries, context, source, newestOf(page.items) ?? until);
    });
    onProgress?.({ source, phase: "list", read: report.read });
    signal.throwIfAborted();
    isFirst = false;
    if (isLast) break;
    readAt = asked;
    asked = now();
  }
  report.requests += pager.stats.requests;
  await connection.query(`update ${parts} set done = ? where id = ?`, [true, id]);
  return fullPage;
}

function pagerOf(context: Context, part: MirrorPart, cursor: string | undefined): Pager<AnyInvoice, Page<AnyInvoice>> {
  try {
    return open(context, part, cursor) as Pager<AnyInvoice, Page<AnyInvoice>>;
  } catch (error) {
    // Another version of this package wrote the cursor: then the part is read from its beginning.
    if (cursor !== undefined && error instanceof InputError) return pagerOf(context, part, undefined);
    throw error;
  }
}

function open({ client, signal }: Context, { source, piece }: MirrorPart, cursor: string | undefined): unknown {
  const options = { signal, cursor, prefetch: AHEAD };
  if ("window" in piece) return walkWindow(client.reflex, piece.window, options);
  if ("period" in piece) {
    const { from, to } = piece.period;
    return client.txn.listInvoices({ order_type: "asc", created_at_from: from, created_at_to: to }, options);
  }
  // As a rule one page is all there is.
  const newestFirst = { ...options, prefetch: 0 };
  return source === "txn"
    ? client.txn.listInvoices({}, newestFirst)
    : client.reflex.getInvoices({}, { ...newestFirst, aggregated: false });
}

function timeOf(invoice: AnyInvoice): number {
  return parseTime("created_at" in invoice ? invoice.created_at : (invoice as TxnInvoice).createdAt);
}

function newestOf(invoices: readonly AnyInvoice[]): number | null {
  const times = invoices.map(timeOf).filter((time) => !Number.isNaN(time));
  return times.length > 0 ? Math.max(...times) : null;
}
