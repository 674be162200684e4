import { type ErrorContext, InputError } from "../errors/errors.ts";
import { decodeCursor, encodeCursor, type Mark, START } from "./cursor.ts";
import { eachItem, type List, Loop, newStats, type Unpack } from "./loop.ts";
import { eachPage, onePage, onePageLoop } from "./page.ts";
import { placeAt } from "./place.ts";
import type { Page, PagerOptions, PagerStats, Strategy } from "./strategy.ts";

/** As many pages may be requested ahead, at most. */
const MOST_AHEAD = 8;
const NO_BOUND = Number.MAX_SAFE_INTEGER;

/**
 * A list that is fetched page by page while it is used. Nothing is requested until it is iterated or awaited; each loop
 * over it starts afresh.
 *
 * No item is lost and none is given twice while others insert rows. It goes by the items' ids and the list's order;
 * what it remembers stays within some thousands of ids however long the list is.
 *
 * @typeParam T an item
 * @typeParam P the list's page
 * @example
 * for await (const invoice of txn.listInvoices()) console.log(invoice.id); // every item
 * for await (const page of txn.listInvoices().pages()) save(page.items, page.cursor); // page by page
 * const page = await txn.listInvoices(); // the first page
 */
export class Pager<T, P extends Page<T> = Page<T>> implements AsyncIterable<T>, PromiseLike<P> {
  readonly #list: List<T, P, unknown, unknown>;
  readonly #mark: Mark;
  #latest: { stats: PagerStats; cursor(): string } | null = null;
  #first: Promise<P> | null = null;

  /**
   * @param strategy how the list is paged
   * @param options bounds and start; `signal` is the caller's, which the strategy's requests heed as well
   * @throws InputError for an option out of its range, and for a cursor of a list with other parameters
   */
  constructor(strategy: Strategy<T, P>, options: PagerOptions & { signal?: AbortSignal | undefined } = {}) {
    const { prefetch, maxItems, maxPages, cursor, signal } = options;
    const limits = {
      prefetch: whole(strategy, "prefetch", prefetch ?? 1, 0, MOST_AHEAD),
      maxItems: whole(strategy, "maxItems", maxItems ?? NO_BOUND, 0),
      maxPages: whole(strategy, "maxPages", maxPages ?? NO_BOUND, 1),
    };
    this.#list = { strategy, limits, signal };
    this.#mark = cursor === undefined ? START : decodeCursor(cursor, strategy);
  }

  /** What the latest loop did, awaiting the first page included. */
  get stats(): PagerStats {
    return { ...(this.#latest?.stats ?? newStats()) };
  }

  /** Every item, page after page. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return this.#each<T>(eachItem)[Symbol.asyncIterator]();
  }

  /** Page after page: those with new items, and an empty one for an empty list. */
  pages(): AsyncIterable<P> {
    return this.#each(() => eachPage(this.#list));
  }

  /**
   * The items as an array.
   *
   * @param options `maxItems`: at most so many, a whole number. There is no default: a list can be of any length.
   * @throws InputError (as the rejection) without `maxItems`
   * @example const newest = await reflex.getInvoices().toArray({ maxItems: 100 });
   */
  async toArray(options: { maxItems: number }): Promise<T[]> {
    const { strategy, limits } = this.#list;
    const cap = whole(strategy, "maxItems", (options as typeof options | undefined)?.maxItems ?? NaN, 0);
    const maxItems = Math.min(cap, limits.maxItems);
    const items: T[] = [];
    for await (const item of this.#each<T>(eachItem, { ...limits, maxItems })) items.push(item);
    return items;
  }

  /**
   * Where to go on behind the last item handed out: an option for the same call, in another process too. Before the
   * first loop, where this pager itself starts.
   *
   * @example localStorage.setItem("position", pager.cursor());
   */
  cursor(): string {
    return this.#latest?.cursor() ?? encodeCursor(this.#mark, this.#list.strategy);
  }

  /** `await pager` gives the first page: always the same one, however often. */
  // biome-ignore lint/suspicious/noThenProperty: a pager is a promise of its first page, by the contract.
  then<A = P, B = never>(
    onfulfilled?: ((page: P) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#firstPage();
    return this.#first.then(onfulfilled, onrejected);
  }

  #firstPage(): Promise<P> {
    const loop = onePageLoop(this.#list, placeAt(this.#mark));
    this.#latest = loop;
    return onePage(loop, this.#list.strategy);
  }

  #each<V>(unpack: () => Unpack<T, P, unknown, V>, limits = this.#list.limits): AsyncIterable<V, undefined> {
    // Where nothing may be handed out, nothing is requested.
    const ended = limits.maxItems === 0 ? "maxItems" : null;
    return {
      [Symbol.asyncIterator]: () => {
        const loop = new Loop({ ...this.#list, limits }, placeAt<unknown>(this.#mark, ended), unpack());
        this.#latest = loop;
        return loop;
      },
    };
  }
}

function whole(list: ErrorContext, name: string, value: number, from: number, to = NO_BOUND): number {
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  const range = to < NO_BOUND ? `from ${from} to ${to}` : `from ${from}`;
  throw new InputError([{ path: `options.${name}`, message: `must be a whole number ${range}` }], list);
}
