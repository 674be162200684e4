import type { AggregatedInvoices, Invoice } from "../reflex/types.ts";
import { isDated, timeOf } from "./dates.ts";
import type { WindowedList } from "./list.ts";
import { cutByBuckets, cutEvenly, type Ends, type Span, WHOLE } from "./plan.ts";

/** From years down to hours there are five intervals: a bucket that is too large can be refined so often. */
const LEVELS = 4;

/** What windows are cut by. */
export interface Cut {
  list: WindowedList;
  ends: Ends;
  /** The invoices that a window should hold. */
  size: number;
  signal: AbortSignal;
}

/**
 * When a list's oldest and newest invoices were created; `null` where an invoice at either end does not tell. There
 * databases put rows without a date, and a filter by date would lose them.
 *
 * @param items of a page; `isFirst` says that it is the list's first
 */
export async function endsOf(
  list: WindowedList,
  items: readonly Invoice[],
  isFirst: boolean,
  signal: AbortSignal,
): Promise<Ends | null> {
  const head = isFirst ? items : (await list.request({ span: WHOLE, limit: 1 }, signal)).items;
  if (![...head, ...items].every(isDated)) return null;
  const direction = list.direction === "ASC" ? "DESC" : "ASC";
  const { items: tail } = await list.request({ span: WHOLE, direction, limit: 1 }, signal);
  const [one, other] = [timeOf(head[0]), timeOf(tail[0])];
  return one === null || other === null ? null : { oldest: Math.min(one, other), newest: Math.max(one, other) };
}

/**
 * The windows of a span in the list's order, each found when it is asked for.
 *
 * @param aggregated of the span, or of more
 * @example for await (const window of spansOf(WHOLE, page.aggregated, { list, ends, size: 1000, signal })) read(window);
 */
export async function* spansOf(span: Span, aggregated: AggregatedInvoices | null, cut: Cut): AsyncGenerator<Span> {
  for (const part of inOrder(cutByBuckets(span, aggregated, cut.ends, cut.size), cut))
    yield* refined(part, LEVELS, cut);
}

/**
 * A span, or where it has more invoices than a window should its parts: by the aggregates of its period alone, whose
 * buckets are finer, else evenly.
 */
async function* refined(span: Span, level: number, cut: Cut): AsyncGenerator<Span> {
  if (level === 0 || (span.count ?? 0) <= cut.size) return yield span;
  const parts = cutByBuckets(span, await aggregatesOf(span, cut), cut.ends, cut.size);
  const isFiner = parts.length > 1;
  const count = parts[0]?.count ?? span.count;
  for (const part of inOrder(isFiner ? parts : cutEvenly({ ...span, count }, cut.ends, cut.size), cut)) {
    yield* refined(part, isFiner ? level - 1 : 0, cut);
  }
}

/** The aggregates of a span. Closed at both ends: how fine the buckets are, the server chooses by the period's width. */
export async function aggregatesOf(span: Span, { list, ends, signal }: Cut): Promise<AggregatedInvoices | null> {
  const { oldest, newest } = ends;
  const closed = { from: Math.max(span.from, oldest), before: Math.min(span.before, newest + 1), count: null };
  const { aggregated } = await list.request({ span: closed, limit: 1, aggregated: true }, signal);
  return aggregated;
}

function inOrder(spans: Span[], { list }: Cut): Span[] {
  return list.direction === "ASC" ? spans : spans.reverse();
}
