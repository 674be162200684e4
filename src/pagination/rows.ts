import type { ListSource } from "./source.ts";

/** An item on its way through the pager. */
export interface Row<T> {
  readonly item: T;
  readonly id: string;
  /**
   * Grows along the list whichever way it is sorted: the item's time, negated where the list is descending. `NaN` where
   * it has none: whatever it is compared with, the answer is no.
   */
  readonly rank: number;
}

/** Less than any rank. */
export const NO_RANK = -Infinity;

/**
 * A page's items as rows. One without a time stands where it stands: it has the rank of the one before it, or else of
 * the next that has one.
 *
 * @example toRows(page.items, source)[0].rank
 */
export function toRows<T>(items: readonly T[], source: Pick<ListSource<T>, "direction" | "key" | "time">): Row<T>[] {
  const sign = source.direction === "desc" ? -1 : 1;
  const ranks = items.map((item) => sign * Math.trunc(source.time(item) ?? NaN));
  let latest = ranks.find(Number.isFinite) ?? NaN;
  return items.map((item, index) => {
    const rank = ranks[index] as number; // there is one for each item
    if (Number.isFinite(rank)) latest = rank;
    return { item, id: source.key(item), rank: latest };
  });
}
