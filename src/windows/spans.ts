import type { AggregatedInvoices } from "../reflex/types.ts";
import type { WindowedList } from "./list.ts";
import { cutByBuckets, cutEvenly, type Ends, type Span } from "./plan.ts";

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
