import type { Row } from "./row.ts";

/** What merging needs to know of a source. */
export interface Mergeable {
  rows: readonly Row[];
  times: readonly number[];
  /** How far back its rows reach, in ms. */
  reach: number;
  /** Whether more of its rows may come, which nothing older may get ahead of. */
  holdsBack: boolean;
}

/**
 * Merges lists by creation date, newest first. A row is only given once no source can come up with a newer one: then what
 * is shown never moves.
 *
 * @example
 * merge([reflex, txn]);
 */
export function merge(sources: readonly Mergeable[]): Row[] {
  const horizon = Math.max(
    Number.NEGATIVE_INFINITY,
    ...sources.filter((source) => source.holdsBack).map(({ reach }) => reach),
  );
  const next = sources.map(() => 0);
  const merged: Row[] = [];
  for (;;) {
    let newest = -1;
    let newestTime = Number.NEGATIVE_INFINITY;
    sources.forEach(({ times }, index) => {
      const time = times[next[index] ?? 0] ?? Number.NaN;
      if (time >= horizon && (newest === -1 || time > newestTime)) {
        newest = index;
        newestTime = time;
      }
    });
    const row = sources[newest]?.rows[next[newest] ?? 0];
    if (row === undefined) return merged;
    merged.push(row);
    next[newest] = (next[newest] ?? 0) + 1;
  }
}
