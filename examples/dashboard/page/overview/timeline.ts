import type { AggregatedInvoices } from "unvoice";

/** Sums over time, ready to be drawn: in ascending order and without gaps. */
export interface Timeline {
  /** The server's word for a bucket's width, for example `MONTH`; null where it gave none. */
  interval: string | null;
  /** When each bucket begins, in seconds since 1970. */
  starts: number[];
  /** In sat, rounded: for drawing only. */
  sats: number[];
  counts: number[];
}

/** More would be no chart any more; such a list is drawn as it came. */
const MOST_BUCKETS = 2000;
const FIXED_MS: Record<string, number> = { HOUR: 3_600_000, DAY: 86_400_000, WEEK: 7 * 86_400_000 };
const MONTHS: Record<string, number> = { MONTH: 1, YEAR: 12 };

/**
 * The aggregates' buckets as a timeline. Neither their order nor the presence of empty ones is documented: they are
 * sorted, and empty ones are put in where the interval is known.
 *
 * @example
 * timelineOf(page.aggregated);
 */
export function timelineOf({
  aggregation_interval,
  list,
}: Pick<AggregatedInvoices, "aggregation_interval" | "list">): Timeline {
  const byStart = new Map<number, { sats: number; count: number }>();
  for (const { date, amount_msat, count } of list) {
    const start = Date.parse(date ?? "");
    if (Number.isNaN(start)) continue;
    const before = byStart.get(start) ?? { sats: 0, count: 0 };
    byStart.set(start, { sats: before.sats + Number(amount_msat ?? 0n) / 1000, count: before.count + (count ?? 0) });
  }
  const known = [...byStart.keys()].sort((a, b) => a - b);
  const starts = withoutGaps(known, aggregation_interval);
  return {
    interval: aggregation_interval,
    starts: starts.map((start) => start / 1000),
    sats: starts.map((start) => Math.round(byStart.get(start)?.sats ?? 0)),
    counts: starts.map((start) => byStart.get(start)?.count ?? 0),
  };
}

/** Fills in the starts of empty buckets between known ones. */
function withoutGaps(known: number[], interval: string | null): number[] {
  const filled: number[] = [];
  for (const start of known) {
    let next = step(filled.at(-1), interval);
    while (next !== null && next < start && filled.length < MOST_BUCKETS) {
      filled.push(next);
      next = step(next, interval);
    }
    filled.push(start);
  }
  return filled;
}

function step(start: number | undefined, interval: string | null): number | null {
  if (start === undefined || interval === null) return null;
  const fixed = FIXED_MS[interval];
  if (fixed !== undefined) return start + fixed;
  const months = MONTHS[interval];
  if (months === undefined) return null;
  const date = new Date(start);
  return date.setUTCMonth(date.getUTCMonth() + months);
}
