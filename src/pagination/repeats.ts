/** A page that was seen: its position and its rows' ids. */
export interface Sighting {
  readonly position: number;
  readonly ids: readonly string[];
}

/** What of the pages seen is remembered to tell whether the server repeats itself. */
export interface Sightings {
  /** How many pages running had nothing new. */
  readonly run: number;
  readonly previous: Sighting | null;
  /** A page further back: the first, later one of those without anything new. */
  readonly landmark: Sighting | null;
  /** How many pages back the page was seen that this one seems to repeat; 0 where it seems new. */
  readonly period: number;
}

/** Before the first page. */
export const NOTHING_SEEN: Sightings = { run: 0, previous: null, landmark: null, period: 0 };

/**
 * Takes note of a page.
 *
 * A page without anything new means one of two things. Others inserted rows, which pushed known ones to this page: the
 * list goes on. Or the server repeats itself: its last page, the first where it ignores the page asked for, or all of
 * them in a circle. What looks like a repeat may still be a shift by whole pages, so the answer is a suspicion only. To
 * settle it, `suspect` is requested again. Inserts push rows to later pages and never back: where an earlier page now
 * has the very rows of this one, the server repeats itself.
 *
 * @returns what is remembered from now on, and the position to compare with from the second such page running on
 * @example
 * const { sightings, suspect } = sight(NOTHING_SEEN, { position: 0, ids: ["a", "b"] }, true); // suspect: null
 */
export function sight(
  before: Sightings,
  page: Sighting,
  isNew: boolean,
): { sightings: Sightings; suspect: number | null } {
  const { previous, landmark } = before;
  const { position } = page;
  // A cursor's page is known: it says nothing about the one after it.
  if (isNew || !previous) {
    return { sightings: { run: 0, previous: page, landmark: landmark ?? page, period: 0 }, suspect: null };
  }
  const run = before.run + 1;
  const twin = [previous, landmark].find((seen) => seen && isSame(seen.ids, page.ids));
  // A circle's next page is like that many pages back; a page that repeats the one before it would have shown as its twin.
  const period = twin ? position - twin.position : before.period > 1 ? before.period : 0;
  // Brent's way of finding a circle of any length: a landmark that moves on after 1, 2, 4, 8, … pages.
  const moves = period === 0 && (run & (run - 1)) === 0;
  return {
    sightings: { run, previous: page, landmark: moves ? page : landmark, period },
    suspect: period > 0 && run > 1 ? position - period : null,
  };
}

/** Whether two pages have the same rows. */
export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
