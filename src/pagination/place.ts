import { isStart, type Mark } from "./mark.ts";
import { type CycleState, NO_CYCLE } from "./rules/cycle.ts";
import { Seen } from "./rules/seen.ts";
import type { ListSource } from "./source.ts";
import type { Page } from "./types.ts";

/** How far a walk has come. It is replaced, never changed: a batch keeps the one it was made with. */
export interface State<T, P extends Page<T>> {
  readonly source: ListSource<T, P>;
  /** Whether the source is one that holds the list still. */
  readonly isPinned: boolean;
  /** The page to come. */
  readonly position: number;
  readonly pages: number;
  readonly items: number;
  readonly mark: Mark;
  readonly ended: "end" | "maxItems" | null;
  /** Rows of the longest page. */
  readonly longest: number;
  /** What the rules remember; each of its own. */
  readonly first: number | null;
  readonly step: number;
  readonly cycle: CycleState;
}

/** Where a walk begins, and what was given and requested before. */
export interface Place<T, P extends Page<T>> {
  readonly state: State<T, P>;
  readonly seen: () => Seen;
  /** Whether it goes on behind a cursor. Who made that is not known: each request counts towards `maxPages`. */
  readonly isResumed: boolean;
  readonly requests: number;
}

/**
 * The place behind a mark: a list's start, or where a cursor says.
 *
 * @example new ListWalk(limits, placeAt(source, START))
 */
export function placeAt<T, P extends Page<T>>(source: ListSource<T, P>, mark: Mark): Place<T, P> {
  const { position } = mark;
  return {
    state: {
      source,
      isPinned: false,
      position,
      pages: 0,
      items: 0,
      mark,
      ended: null,
      longest: 0,
      first: position,
      step: Math.min(position, 1),
      cycle: NO_CYCLE,
    },
    seen: () => new Seen(mark),
    isResumed: !isStart(mark),
    requests: 0,
  };
}
