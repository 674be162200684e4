import type { State } from "./place.ts";
import type { Page, PagerStats, Strategy } from "./strategy.ts";

/** Why a request is aborted; nobody is told. Without a reason the platform makes an exception each time: 30 µs a list. */
const NOT_WANTED = "The page is not wanted any more.";

/** Bounds of a walk, all whole numbers. */
export interface Limits {
  readonly prefetch: number;
  readonly maxItems: number;
  readonly maxPages: number;
}

/**
 * The requests of one walk: for the page to come, for pages ahead of it, and those that only look.
 *
 * @example
 * const requests = new Requests(strategy, limits, stats);
 * const first = await requests.take(state, 1);
 */
export class Requests<T, P extends Page<T>, Raw, Pin> {
  readonly #strategy: Strategy<T, P, Raw, Pin>;
  readonly #limits: Limits;
  readonly #stats: PagerStats;
  /** For the pages to come, in order. */
  #queue: Promise<Raw>[] = [];
  #abort = new AbortController();

  /** @param stats where the requests are counted */
  constructor(strategy: Strategy<T, P, Raw, Pin>, limits: Limits, stats: PagerStats) {
    this.#strategy = strategy;
    this.#limits = limits;
    this.#stats = stats;
  }

  /** How many pages are requested and not yet taken. */
  get ahead(): number {
    return this.#queue.length;
  }

  /**
   * The page to come. Rejects with what the strategy's `fetch` rejects with.
   *
   * @param depth how many pages may be requested ahead
   */
  async take(state: State<Pin>, depth: number): Promise<Raw> {
    // A steady list may have the page awaited under way and `depth` more; else each request waits for the one before.
    if (depth > 1) this.fill(state, depth + 1);
    if (this.#queue.length === 0) this.#request(state);
    const raw = await (this.#queue[0] as Promise<Raw>); // there is one now
    this.#queue.shift();
    return raw;
  }

  /**
   * Requests pages until `depth` are under way, unless they cannot be needed.
   *
   * @param count rows at hand and not yet given
   */
  fill(state: State<Pin>, depth: number, count = 0): void {
    const { pages, items, longest, ended } = state;
    const { maxItems, maxPages } = this.#limits;
    const queue = this.#queue;
    while (
      !ended &&
      queue.length < depth &&
      pages + queue.length < maxPages &&
      items + count + queue.length * longest < maxItems
    ) {
      this.#request(state);
    }
  }

  /** A request beside the queue: to look at a page. */
  async fetch(position: number, pin: Pin | undefined): Promise<Raw> {
    const { signal } = this.#abort;
    signal.throwIfAborted();
    this.#stats.requests++;
    return this.#strategy.fetch(position, { signal, pin });
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

  #request({ position, pin }: State<Pin>): void {
    const page = this.fetch(position + this.#queue.length, pin);
    // A page requested ahead may fail without anybody asking for it. Whoever does still gets the rejection.
    page.catch(() => {});
    this.#queue.push(page);
  }
}
