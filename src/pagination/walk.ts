import type { ErrorContext } from "../errors/errors.ts";
import type { PageContent } from "./source.ts";
import type { Page, PagerStats } from "./types.ts";

/** Bounds of a walk, all whole numbers. */
export interface Limits {
  /** How many pages may be requested ahead. */
  readonly prefetch: number;
  readonly maxItems: number;
  readonly maxPages: number;
}

/** What a walk counts. */
export type Counts = Pick<PagerStats, "pages" | "duplicates" | "requests">;

/**
 * One way through a list, batch by batch and in order: what a loop of a pager drives. A walk serves one consumer, which
 * asks for a batch when it has used the one before. It requests nothing before `next` or `ahead` is called.
 *
 * There is one over a single source (`ListWalk`). Another kind of list implements this and nothing else. A merge of two
 * lists, for example, keeps a walk of each (`walkOf(pager)`), their batches at hand and how much of each was used:
 *
 * - `next` asks a walk for its next batch where the one at hand is used up, merges up to the earlier end of the two, and
 *   gives a batch of that; it keeps to `maxItems` itself;
 * - a batch's `cursor(count)` holds both lists' `batch.cursor(used)`, `used` being how many of its items are among the
 *   first `count` merged ones; a cursor given later opens each list with its own;
 * - a batch's `rest` merges again, over `batch.rest()` of both, or over new walks from those two cursors;
 * - `ahead` calls both walks' `ahead`, `stop` both walks' `stop`; `counts` are the sums.
 *
 * @typeParam T an item
 * @typeParam P the page that a batch becomes for the caller
 */
export interface Walk<T, P extends Page<T> = Page<T>> {
  /** What was done so far. */
  readonly counts: Readonly<Counts>;
  /** Why there is no batch to come; `null` while there may be one. `maxPages` goes with a rejection of `next`. */
  readonly ended: "end" | "maxItems" | "maxPages" | null;
  /**
   * The next batch, `null` behind the last. One without items does not end the list. Rejects with what a request rejects
   * with, and with PaginationError where `maxPages` is used up or the server repeats itself.
   */
  next(): Promise<Batch<T, P> | null>;
  /** Requests as much ahead as `prefetch` allows: for a consumer that has items of its own to begin with. */
  ahead(): void;
  /** Aborts what is under way. Nothing is requested any more. */
  stop(): void;
}

/** What a walk hands out at a time: for one source, a page. */
export interface Batch<T, P extends Page<T> = Page<T>> {
  /** In the list's order, without those given before. */
  readonly items: readonly T[];
  /** Where the caller's page gets the fields from that its API adds; `items` in it is not used. */
  readonly content: PageContent<T, P>;
  /** Why nothing follows; `null` where something may. */
  readonly ended: "end" | "maxItems" | null;
  /** Where to go on behind the first so many of its items. */
  cursor(count: number): string;
  /**
   * A walk of its own from behind this batch on, however far the one that gave it has moved since. Items and pages count
   * on towards the limits.
   *
   * @param limits those that are to differ
   */
  rest(limits?: Partial<Limits>): Walk<T, P>;
}

/** A list that can be walked any number of times: what a pager is made of. Its context is for errors. */
export interface List<T, P extends Page<T> = Page<T>> extends ErrorContext {
  /** Where each walk begins: a cursor. */
  readonly cursor: string;
  /** Begins a walk. Nothing is requested yet. */
  walk(limits: Limits): Walk<T, P>;
}
