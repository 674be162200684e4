/** A page that was seen: its position and its rows' ids. */
export interface SeenPage {
  readonly position: number;
  readonly ids: readonly string[];
}

/** What of the pages seen is remembered to tell whether the server repeats itself. */
export interface CycleState {
  /** How many pages running had nothing new. */
  readonly run: number;
  readonly previous: SeenPage | null;
  /** A page further back: the first, later one of those without anything new. */
  readonly anchor: SeenPage | null;
  /** How many pages back the page was seen that this one seems to repeat; 0 where it seems new. */
  readonly period: number;
}

/** Before the first page. */
export const NO_CYCLE: CycleState = { run: 0, previous: null, anchor: null, period: 0 };

/**
 * Quirk: behind the end some servers repeat their last page, or begin again from the first; some ignore which page is
 * asked for and give the first one for ever.
 *
 * A page without anything new means one of two things. Others inserted rows, which pushed known ones to this page: the
 * list goes on. Or the server repeats itself. What looks like a repeat may still be a shift by whole pages, so the answer
 * is a suspicion only. To settle it, the page at `recheckPosition` is requested again. Inserts push rows to later pages
 * and never back: where an earlier page now has the very rows of this one, the server repeats itself.
 *
 * @returns what is remembered from now on, and the position to compare with from the second such page running on
 * @example
 * const { state, recheckPosition } = detectCycle(NO_CYCLE, { position: 0, ids: ["a", "b"] }, true); // null
 */
export function detectCycle(
  before: CycleState,
  page: SeenPage,
  isNew: boolean,
): { state: CycleState; recheckPosition: number | null } {
  const { previous, anchor } = before;
  const { position } = page;
  // A cursor's page is known: it says nothing about the one after it.
  if (isNew || !previous) {
    return { state: { run: 0, previous: page, anchor: anchor ?? page, period: 0 }, recheckPosition: null };
  }
  const run = before.run + 1;
  const twin = [previous, anchor].find((seen) => seen && isSame(seen.ids, page.ids));
  // A circle's next page is like that many pages back; a page that repeats the one before it would have shown as its twin.
  const period = twin ? position - twin.position : before.period > 1 ? before.period : 0;
  // Brent's way of finding a circle of any length: an anchor that moves on after 1, 2, 4, 8, … pages.
  const moves = period === 0 && (run & (run - 1)) === 0;
  return {
    state: { run, previous: page, anchor: moves ? page : anchor, period },
    recheckPosition: period > 0 && run > 1 ? position - period : null,
  };
}

/** Whether two pages have the same rows. */
export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
