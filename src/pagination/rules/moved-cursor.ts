/**
 * Quirk: an offset counts rows, so where rows were deleted, the page that a cursor points to has moved on: it no longer
 * reaches back to the last row given, and those between would be lost. Then earlier pages are looked at, 1, 2, 4, 8, …
 * pages back, until one begins with a row that was given.
 *
 * @param step how many pages to step back next; 0 once the place is found
 * @param position the page that came
 * @param head whether its first row was given before, `null` where it has none
 * @returns the position to go back to, `null` where the page reaches back far enough, and the step after that
 * @example findCursor(2, 7, "new") // { back: 5, step: 4 }
 */
export function findCursor(
  step: number,
  position: number,
  head: "given" | "new" | null,
): { back: number | null; step: number } {
  if (step === 0 || position === 0 || head === "given") return { back: null, step: 0 };
  return { back: Math.max(0, position - step), step: step * 2 };
}
