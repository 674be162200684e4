import { encodeCursor, follow } from "./cursor.ts";
import type { Place } from "./place.ts";
import type { Limits } from "./requests.ts";
import type { Page, PagerStats, Strategy } from "./strategy.ts";
import { type Turn, Walk } from "./walk.ts";

/** What all loops over one list share. */
export interface List<T, P extends Page<T>, Raw, Pin> {
  readonly strategy: Strategy<T, P, Raw, Pin>;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
}

/** What a loop makes of a page: the values it hands out for it, and the items that each stands for. */
export interface Unpack<T, P extends Page<T>, Pin, V> {
  values(turn: Turn<T, P, Pin>): readonly V[];
  size(value: V): number;
}

/** Hands out items one by one. */
export function eachItem<T, P extends Page<T>, Pin>(): Unpack<T, P, Pin, T> {
  return { values: (turn) => turn.rows.map(({ item }) => item), size: () => 1 };
}

/** Statistics of a loop that has not begun. */
export function newStats(): PagerStats {
  return { pages: 0, items: 0, duplicates: 0, requests: 0, stoppedBecause: null };
}

/**
 * A loop's iterator. Written by hand: an async generator keeps `return()` waiting behind a pending `next()`, whose
 * request would go on though nobody waits for it.
 *
 * @example
 * const loop = new Loop(list, placeAt(START), eachItem());
 * const { value, done } = await loop.next();
 */
export class Loop<T, P extends Page<T>, Raw, Pin, V> implements AsyncIterator<V, undefined> {
  readonly stats: PagerStats;
  readonly #list: List<T, P, Raw, Pin>;
  readonly #walk: Walk<T, P, Raw, Pin>;
  readonly #unpack: Unpack<T, P, Pin, V>;
  #own: readonly V[] | null;
  #turn: Pick<Turn<T, P, Pin>, "mark" | "position" | "rows" | "ordered">;
  #values: readonly V[] = [];
  #index = 0;
  /** Items of the turn that were handed out. */
  #handed = 0;
  #isClosed = false;
  /** Calls of `next` that are not answered yet, and the last of them. */
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param own values that come before those of the list from `place` on */
  constructor(
    list: List<T, P, Raw, Pin>,
    place: Place<Pin>,
    unpack: Unpack<T, P, Pin, V>,
    own: readonly V[] | null = null,
  ) {
    this.stats = newStats();
    this.#list = list;
    const { mark, position } = place.state;
    this.#turn = { mark, position, rows: [], ordered: true };
    this.#walk = new Walk(list.strategy, list.limits, place, this.stats);
    this.#unpack = unpack;
    this.#own = own;
  }

  next(): Promise<IteratorResult<V, undefined>> {
    if (this.#waiting === 0 && this.#index < this.#values.length && !this.#list.signal?.aborted) {
      return Promise.resolve(this.#hand());
    }
    const result = this.#waiting++ === 0 ? this.#pull() : this.#last.then(() => this.#pull());
    this.#last = result.catch(() => {});
    return result;
  }

  return(): Promise<IteratorResult<V, undefined>> {
    this.#close("stopped");
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Closes a loop whose values handed out so far are all that was wanted of it. */
  finish(): void {
    this.#close(this.#walk.ended ?? "stopped");
  }

  /** Where to go on behind the last item handed out. */
  cursor(): string {
    const { mark, position, rows, ordered } = this.#turn;
    return encodeCursor(follow(mark, position, rows.slice(0, this.#handed), ordered), this.#list.strategy);
  }

  async #pull(): Promise<IteratorResult<V, undefined>> {
    const { signal } = this.#list;
    try {
      while (!this.#isClosed) {
        signal?.throwIfAborted();
        if (this.#index < this.#values.length) return this.#hand();
        await this.#turnOver();
      }
    } catch (error) {
      // What a request says that return() aborted is of no interest.
      if (!this.#isClosed) {
        this.#close("error");
        throw signal?.aborted ? signal.reason : error;
      }
    } finally {
      this.#waiting--;
    }
    return { done: true, value: undefined };
  }

  async #turnOver(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    if (own) {
      this.#values = own;
      this.#walk.ahead();
      return;
    }
    const turn = await this.#walk.next();
    if (this.#isClosed) return;
    if (!turn) return this.#close("end");
    this.#turn = turn;
    this.#values = this.#unpack.values(turn);
    this.#index = 0;
    this.#handed = 0;
  }

  #hand(): IteratorResult<V, undefined> {
    const value = this.#values[this.#index++] as V; // the caller looked that there is one
    const size = this.#unpack.size(value);
    this.#handed += size;
    this.stats.items += size;
    return { done: false, value };
  }

  #close(reason: NonNullable<PagerStats["stoppedBecause"]>): void {
    this.#isClosed = true;
    this.stats.stoppedBecause ??= reason;
    this.#values = [];
    this.#walk.stop();
  }
}
