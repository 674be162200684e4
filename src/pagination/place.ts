import type { Mark } from "./cursor.ts";
import { NOTHING_SEEN, type Sightings } from "./repeats.ts";
import { Seen } from "./seen.ts";

/** A place in a list: a walk's state there, and what had been given. */
export interface Place<Pin> {
  readonly state: State<Pin>;
  readonly seen: () => Seen;
}

/** How far a walk has come. It is replaced, never changed: a page keeps the one it was made with. */
export interface State<Pin> {
  /** The page to come. */
  readonly position: number;
  readonly pages: number;
  readonly items: number;
  /** The first page, until it is certain that the second followed it. */
  readonly first: number | null;
  /** Rows of the longest page. */
  readonly longest: number;
  /** How many pages to step back where a cursor's place is not on its page any more; 0 once it is found. */
  readonly step: number;
  readonly sightings: Sightings;
  readonly mark: Mark;
  readonly pin: Pin | undefined;
  readonly ended: "end" | "maxItems" | null;
}

/**
 * The place behind a mark: a list's start, or where a cursor says.
 *
 * @example new Walk(strategy, limits, placeAt(START), stats)
 */
export function placeAt<Pin>(mark: Mark, ended: State<Pin>["ended"] = null): Place<Pin> {
  const { position } = mark;
  const state: State<Pin> = {
    position,
    pages: 0,
    items: 0,
    first: position,
    longest: 0,
    step: Math.min(position, 1),
    sightings: NOTHING_SEEN,
    mark,
    pin: undefined,
    ended,
  };
  return { state, seen: () => new Seen(mark) };
}
