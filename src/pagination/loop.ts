import type { Page, PagerIterator, PagerStats } from "./types.ts";
import type { Batch, Walk } from "./walk.ts";

/** What a loop makes of a batch: the values it hands out for it, and the items that each stands for. */
export interface Unpack<T, P extends Page<T>, V> {
  values(batch: Batch<T, P>): readonly V[];
  size(value: V): number;
}

/** What a loop goes through. */
export interface LoopSettings<T, P extends Page<T>, V> {
  walk: Walk<T, P>;
  /** Where the walk begins. */
  cursor: string;
  /** The caller's. */
  signal: AbortSignal | undefined;
  unpack: Unpack<T, P, V>;
  /** Values that come before those of the walk. */
  own?: readonly V[];
}

/** Hands out items one by one. */
export function eachItem<T, P extends Page<T>>(): Unpack<T, P, T> {
  return { values: ({ items }) => items, size: () => 1 };
}

/** Statistics of a loop that has not begun. */
export const NO_STATS: PagerStats = { pages: 0, items: 0, duplicates: 0, requests: 0, stoppedBecause: null };

/**
 * A loop over a list. Written by hand: an async generator keeps `return()` waiting behind a pending `next()`, whose
 * request would go on though nobody waits for it.
 *
 * @example
 * const loop = new Loop({ walk, cursor, signal, unpack: eachItem() });
 * const { value, done } = await loop.next();
 */
export class Loop<T, P extends Page<T>, V> {
  readonly #walk: Walk<T, P>;
  readonly #start: string;
  readonly #signal: AbortSignal | undefined;
  readonly #unpack: Unpack<T, P, V>;
  #own: readonly V[] | null;
  #batch: Batch<T, P> | null = null;
  #values: readonly V[] = [];
  #index = 0;
  /** Items that were handed out: of the batch, and of all. */
  #handed = 0;
  #items = 0;
  #closed: PagerStats["stoppedBecause"] = null;
  /** Calls of `next` that are not answered yet, and the last of them. */
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ walk, cursor, signal, unpack, own }: LoopSettings<T, P, V>) {
    this.#walk = walk;
    this.#start = cursor;
    this.#signal = signal;
    this.#unpack = unpack;
    this.#own = own ?? null;
  }

  /** The next value. Calls that are made before an earlier one is answered are answered in their order. */
  next(): Promise<IteratorResult<V, undefined>> {
    if (this.#waiting === 0 && this.#index < this.#values.length && !this.#signal?.aborted) {
      return Promise.resolve(this.#hand());
    }
    const result = this.#waiting++ === 0 ? this.#pull() : this.#last.then(() => this.#pull());
    this.#last = result.catch(() => {});
    return result;
  }

  /** Ends the loop at once, a pending `next` too. */
  stop(): void {
    this.#close("stopped");
  }

  /** Ends a loop whose values handed out so far are all that was wanted of it. */
  finish(): void {
    this.#close(this.#walk.ended ?? "stopped");
  }

  /** Where to go on behind the last item handed out. */
  cursor(): string {
    return this.#batch?.cursor(this.#handed) ?? this.#start;
  }

  /** What it did so far. */
  get stats(): PagerStats {
    const { pages, duplicates, requests } = this.#walk.counts;
    return { pages, items: this.#items, duplicates, requests, stoppedBecause: this.#closed };
  }

  async #pull(): Promise<IteratorResult<V, undefined>> {
    try {
      while (!this.#closed) {
        this.#signal?.throwIfAborted();
        if (this.#index < this.#values.length) return this.#hand();
        await this.#turnOver();
      }
    } catch (error) {
      // What a request says that stop() aborted is of no interest.
      if (!this.#closed) {
        this.#close(this.#walk.ended === "maxPages" ? "maxPages" : "error");
        throw this.#signal?.aborted ? this.#signal.reason : error;
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
    const batch = await this.#walk.next();
    if (this.#closed) return;
    if (!batch) return this.#close(this.#walk.ended ?? "end");
    this.#batch = batch;
    this.#values = this.#unpack.values(batch);
    this.#index = 0;
    this.#handed = 0;
  }

  #hand(): IteratorResult<V, undefined> {
    const value = this.#values[this.#index++] as V; // the caller looked that there is one
    const size = this.#unpack.size(value);
    this.#handed += size;
    this.#items += size;
    return { done: false, value };
  }

  #close(reason: NonNullable<PagerStats["stoppedBecause"]>): void {
    this.#closed ??= reason;
    this.#values = [];
    this.#walk.stop();
  }
}

/**
 * A loop as `for await` and `await using` take it. Its methods need no `this`: they also work behind a proxy, and taken
 * off the object.
 *
 * @example for await (const item of toIterator(loop)) use(item);
 */
export function toIterator<V>(loop: { next(): Promise<IteratorResult<V, undefined>>; stop(): void }): PagerIterator<V> {
  const end = () => {
    loop.stop();
    return Promise.resolve<IteratorReturnResult<undefined>>({ done: true, value: undefined });
  };
  const iterator: PagerIterator<V> = {
    next: () => loop.next(),
    return: end,
    throw(error) {
      loop.stop();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  // Not every browser has the symbol yet.
  if (Symbol.asyncDispose) Object.assign(iterator, { [Symbol.asyncDispose]: async () => loop.stop() });
  return iterator;
}
