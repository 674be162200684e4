import { parseTime } from "../input/time.ts";
import type { AggregatedInvoices } from "../reflex/types.ts";

/** A stretch of `created_at`, in ms since 1970: from `from` up to, not including, `before`; infinite where it is open. */
export interface Span {
  readonly from: number;
  readonly before: number;
  /** Its invoices as far as the aggregates tell; `null` where they do not. */
  readonly count: number | null;
}

/** All of time. */
export const WHOLE: Span = { from: Number.NEGATIVE_INFINITY, before: Number.POSITIVE_INFINITY, count: null };

/** When a list's oldest and newest invoices were created, in ms since 1970. */
export interface Ends {
  readonly oldest: number;
  readonly newest: number;
}

/** An even split goes by a count that may be wrong: a bound for what a wrong one can cost. */
const MOST_PARTS = 1000;

/**
 * Cuts a span where buckets of the aggregates begin, into spans of at most `size` invoices each. A bucket with more is a
 * span of its own. Together they are the whole span, whatever the aggregates say: those only choose where to cut.
 *
 * @returns oldest first; the span as it is where there is nothing to cut it by
 * @example cutByBuckets({ from: -Infinity, before: Infinity, count: null }, page.aggregated, ends, 1000)
 */
export function cutByBuckets(span: Span, aggregated: AggregatedInvoices | null, ends: Ends, size: number): Span[] {
  const { oldest, newest } = within(span, ends);
  const starts: { at: number; count: number }[] = [];
  let current = { at: span.from, count: 0 };
  for (const { start, end, count } of readBuckets(aggregated)) {
    // A server may answer for more than it was asked.
    if (end <= oldest || start > newest) continue;
    if (current.count > 0 && current.count + count > size && start > Math.max(oldest, current.at)) {
      starts.push(current);
      current = { at: start, count: 0 };
    }
    current.count += count;
  }
  const total = aggregated?.total?.count;
  if (current.count === 0 && starts.length === 0) return [{ ...span, count: isCount(total) ? total : span.count }];
  return toSpans(span, [...starts, current]);
}

/**
 * Cuts a span into parts of the same length, as many as its count asks for.
 *
 * @returns oldest first
 * @example cutEvenly({ from: 0, before: 4000, count: 4000 }, { oldest: 0, newest: 3999 }, 1000).length // 4
 */
export function cutEvenly(span: Span, ends: Ends, size: number): Span[] {
  const { oldest, newest } = within(span, ends);
  const length = newest - oldest + 1;
  const count = span.count ?? 0;
  const parts = Math.max(1, Math.min(Math.ceil(count / size), MOST_PARTS, length));
  const each = Math.round(count / parts);
  const starts = [{ at: span.from, count: each }];
  for (let part = 1; part < parts; part++) {
    starts.push({ at: oldest + Math.floor((part * length) / parts), count: each });
  }
  return toSpans(span, starts);
}

/**
 * What of a span a list has yet to give behind an invoice of that time, others of the same millisecond included.
 *
 * @example remainder(WHOLE, Date.parse(invoice.created_at), "DESC")
 */
export function remainder(span: Span, time: number, direction: "ASC" | "DESC"): Span {
  return direction === "ASC"
    ? { ...span, from: Math.max(span.from, time), count: null }
    : { ...span, before: Math.min(span.before, time + 1), count: null };
}

/** The part of a span that holds invoices. */
function within(span: Span, { oldest, newest }: Ends): Ends {
  return { oldest: Math.max(span.from, oldest), newest: Math.min(span.before - 1, newest) };
}

function toSpans(span: Span, starts: readonly { at: number; count: number }[]): Span[] {
  return starts.map(({ at, count }, index) => ({ from: at, before: starts[index + 1]?.at ?? span.before, count }));
}

/**
 * The buckets in order of time, each up to the beginning of the next: neither their order, nor whether empty ones are
 * there, nor the form of their dates is documented (docs/apis/reflex.md). Unreadable ones are left out.
 */
function readBuckets(aggregated: AggregatedInvoices | null) {
  const buckets = (aggregated?.list ?? [])
    .map(({ date, count }) => ({ start: parseTime(date), count: isCount(count) ? count : 0 }))
    .filter(({ start }) => !Number.isNaN(start))
    .sort((one, other) => one.start - other.start);
  return buckets.map((bucket, index) => ({ ...bucket, end: buckets[index + 1]?.start ?? Number.POSITIVE_INFINITY }));
}

function isCount(value: number | null | undefined): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}
