import { hash } from "./hash.ts";
import { NO_RANK, type Row } from "./rows.ts";

/** How far items were handed out: what a cursor holds. */
export interface Mark {
  /** The page of the last item. It may have moved to a later page since, as rows were inserted before it. */
  readonly position: number;
  /** The furthest rank given; `-Infinity` where the rows have none, or are not in its order. */
  readonly rank: number;
  /** Hashes of the ids given at that rank, which alone does not tell its rows apart; without a rank, of the last ids. */
  readonly hashes: readonly string[];
}

/** Before the first item. */
export const START: Mark = { position: 0, rank: NO_RANK, hashes: [] };

/** Whether a mark is a list's start: nothing was given. */
export function isStart({ position, rank, hashes }: Mark): boolean {
  return position === 0 && rank === NO_RANK && hashes.length === 0;
}

/** Rows of one millisecond that a cursor can tell apart, and rows without a time: bounds for its length. */
const MOST_TIES = 1000;
const MOST_UNTIMED = 100;

/**
 * The mark behind further rows of one page.
 *
 * @param ordered false where the rows are known not to be in the order of their ranks
 * @example follow(START, 0, rows, true).rank // the last row's
 */
export function follow(mark: Mark, position: number, rows: readonly Row<unknown>[], ordered: boolean): Mark {
  if (rows.length === 0) return mark;
  let furthest = ordered ? mark.rank : NO_RANK;
  for (const { rank } of rows) if (ordered && rank > furthest) furthest = rank;
  const hashes = furthest === mark.rank ? [...mark.hashes] : [];
  for (const { id, rank } of rows) if (!(rank < furthest)) hashes.push(hash(id));
  return { position, rank: furthest, hashes: hashes.slice(furthest === NO_RANK ? -MOST_UNTIMED : -MOST_TIES) };
}
