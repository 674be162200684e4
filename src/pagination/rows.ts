import type { Page, Strategy } from "./strategy.ts";

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
 * @example toRows(page.items, strategy)[0].rank
 */
export function toRows<T, P extends Page<T>, Raw, Pin>(
  items: readonly T[],
  strategy: Strategy<T, P, Raw, Pin>,
): Row<T>[] {
  const sign = strategy.direction === "desc" ? -1 : 1;
  const ranks = items.map((item) => sign * Math.trunc(strategy.time(item) ?? NaN));
  let latest = ranks.find(Number.isFinite) ?? NaN;
  return items.map((item, index) => {
    const rank = ranks[index] as number; // there is one for each item
    if (Number.isFinite(rank)) latest = rank;
    return { item, id: strategy.key(item), rank: latest };
  });
}
