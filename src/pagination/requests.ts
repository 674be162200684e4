import { PaginationError } from "../errors/errors.ts";
import { flushRequests } from "./flush-requests.ts";
import type { ListSource, RawPage } from "./source.ts";
import type { Page } from "./types.ts";
import type { Counts, Limits } from "./walk.ts";

/** Why a request is aborted; nobody is told. Without a reason the platform makes an exception each time: 30 µs a list. */
const NOT_WANTED = "The page is not wanted any more.";

/** What of a walk's state the requests depend on. */
export interface Demand<T, P extends Page<T>> {
  readonly source: ListSource<T, P>;
  /** The page to come. */
  readonly position: number;
  /** Pages and items so far. */
  readonly pages: number;
  readonly items: number;
  /** Rows of the longest page. */
  readonly longest: number;
  readonly ended: unknown;
}

/**
 * The requests of one walk: for the page to come, for pages ahead of it, and those that only look.
 *
 * @example
 * const requests = new Requests(limits, counts, Infinity);
 * const first = await requests.take(state, 1);
 */
export class Requests<T, P extends Page<T>> {
  readonly #limits: Limits;
  readonly #counts: Counts;
  /** So many requests may be made in all. */
  readonly #budget: number;
  /** For the pages to come, in order. */
  #queue: Promise<RawPage<T, P>>[] = [];
  #abort = new AbortController();
  #isExhausted = false;

  /**
   * @param counts where the requests are counted
   * @param budget a bound for all of them, those that only look included; `maxPages` bounds the pages anyway
   */
  constructor(limits: Limits, counts: Counts, budget: number) {
    this.#limits = limits;
    this.#counts = counts;
    this.#budget = budget;
  }

  /** Whether `maxPages` was used up and more was wanted. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /** How many pages are requested and not yet taken. */
  get ahead(): number {
    return this.#queue.length;
  }

  /**
   * The page to come. Rejects with what the source's `fetch` rejects with, and with PaginationError behind `maxPages`.
   *
   * @param depth how many pages may be requested ahead
   */
  async take(demand: Demand<T, P>, depth: number): Promise<RawPage<T, P>> {
    if (demand.pages >= this.#limits.maxPages) throw this.#exhaust(demand.source);
    // A pinned list may have the page awaited under way and `depth` more; else each request waits for the one before.
    if (depth > 1) this.fill(demand, depth + 1);
    if (this.#queue.length === 0) this.#request(demand);
    const page = await (this.#queue[0] as Promise<RawPage<T, P>>); // there is one now
    this.#queue.shift();
    return page;
  }

  /**
   * Requests pages until `depth` are under way, unless they cannot be needed.
   *
   * @param count rows at hand and not yet given
   */
  fill(demand: Demand<T, P>, depth: number, count = 0): void {
    const { pages, items, longest, ended } = demand;
    const { maxItems, maxPages } = this.#limits;
    const queue = this.#queue;
    while (
      !ended &&
      queue.length < depth &&
      pages + queue.length < maxPages &&
      this.#counts.requests < this.#budget &&
      items + count + queue.length * longest < maxItems
    ) {
      this.#request(demand);
    }
  }

  /** A request beside the queue: to look at a page. */
  async fetch(source: ListSource<T, P>, position: number): Promise<RawPage<T, P>> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    if (this.#counts.requests >= this.#budget) throw this.#exhaust(source);
    this.#counts.requests++;
    return source.fetch(position, signal);
  }

  /** Waits until what was requested ahead is on its way. */
  async flush(): Promise<void> {
    const latest = this.#queue.at(-1);
    if (latest) await flushRequests(latest);
  }

  /** Aborts what is under way. */
  drop(): void {
    if (this.#queue.length === 0) return;
    this.#abort.abort(NOT_WANTED);
    this.#abort = new AbortController();
    this.#queue = [];
  }

  /** Aborts what is under way, and what is still to come. */
  stop(): void {
    this.#abort.abort(NOT_WANTED);
  }

  #request({ source, position }: Demand<T, P>): void {
    const page = this.fetch(source, position + this.#queue.length);
    // A page requested ahead may fail without anybody asking for it. Whoever does still gets the rejection.
    page.catch(() => {});
    this.#queue.push(page);
  }

  #exhaust(source: ListSource<T, P>): PaginationError {
    this.#isExhausted = true;
    return new PaginationError(`The list goes on after ${this.#limits.maxPages} pages (maxPages).`, source);
  }
}
