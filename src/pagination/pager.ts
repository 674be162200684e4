import { type ErrorContext, InputError } from "../errors/errors.ts";
import { eachItem, Loop, NO_STATS, toIterator, type Unpack } from "./loop.ts";
import { eachPage, onePage, type PageContext, pageLoop } from "./page.ts";
import type { Page, PagerIterator, PagerOptions, PagerStats } from "./types.ts";
import type { Limits, List, Walk } from "./walk.ts";

/** As many pages may be requested ahead, at most. */
const MOST_AHEAD = 8;
const NO_BOUND = Number.MAX_SAFE_INTEGER;

/** Where nothing may be handed out, nothing is requested. */
const NOTHING: Walk<never, never> = {
  counts: { pages: 0, duplicates: 0, requests: 0 },
  ended: "maxItems",
  next: async () => null,
  ahead() {},
  stop() {},
};

/** What a pager is made of, and what became of it. */
interface Inside<T, P extends Page<T>> {
  readonly list: List<T, P>;
  readonly limits: Limits;
  readonly context: PageContext;
  latest: Pick<Loop<T, P, unknown>, "stats" | "cursor"> | null;
  first: Promise<P> | null;
}

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
  /** A function, and no private field: a proxy that stands for the pager hands it through as it is. */
  declare private readonly inside: () => Inside<T, P>;

  /**
   * @param list what is listed; each loop begins a walk of its own
   * @param options bounds, and the caller's `signal`, which the list's requests heed as well; `null` is left out. The
   * cursor is the list's affair
   * @throws InputError for an option out of its range
   */
  constructor(list: List<T, P>, options: Omit<PagerOptions, "cursor"> & { signal?: AbortSignal | undefined } = {}) {
    const { prefetch, maxItems, maxPages, signal } = options;
    const { api = null, operation = null } = list;
    const limits = {
      prefetch: whole(list, "prefetch", prefetch ?? 1, 0, MOST_AHEAD),
      maxItems: whole(list, "maxItems", maxItems ?? NO_BOUND, 0),
      maxPages: whole(list, "maxPages", maxPages ?? NO_BOUND, 1),
    };
    const context = { api, operation, prefetch: limits.prefetch, signal: signal ?? undefined };
    const inside: Inside<T, P> = { list, limits, context, latest: null, first: null };
    Object.defineProperty(this, "inside", { value: () => inside, writable: true, configurable: true });
  }

  /** What the latest loop did, awaiting the first page included. */
  get stats(): PagerStats {
    return { ...(this.inside().latest?.stats ?? NO_STATS) };
  }

  /** Every item, page after page. The iterator can itself be iterated and disposed of. */
  [Symbol.asyncIterator](): PagerIterator<T> {
    return begin<T, P, T>(this.inside(), eachItem);
  }

  /** Page after page: those with new items, and an empty one for an empty list. */
  pages(): AsyncIterable<P> {
    const inside = this.inside();
    return { [Symbol.asyncIterator]: () => begin<T, P, P>(inside, () => eachPage(inside.context)) };
  }

  /**
   * The items as an array.
   *
   * @param options `maxItems`: at most so many, a whole number. There is no default: a list can be of any length.
   * @throws InputError (as the rejection) without `maxItems`
   * @example const newest = await reflex.getInvoices().toArray({ maxItems: 100 });
   */
  async toArray(options: { maxItems: number }): Promise<T[]> {
    const inside = this.inside();
    const { list, limits } = inside;
    const cap = whole(list, "maxItems", (options as typeof options | undefined)?.maxItems ?? NaN, 0);
    const maxItems = Math.min(cap, limits.maxItems);
    const items: T[] = [];
    const loop = begin<T, P, T>(inside, eachItem, { ...limits, maxItems });
    for await (const item of loop) items.push(item);
    return items;
  }

  /**
   * Where to go on behind the last item handed out: an option for the same call, in another process too. Before the
   * first loop, where this pager itself starts.
   *
   * @example localStorage.setItem("position", pager.cursor());
   */
  cursor(): string {
    const { latest, list } = this.inside();
    return latest?.cursor() ?? list.cursor;
  }

  /** `await pager` gives the first page: always the same one, however often, unless it failed. */
  // biome-ignore lint/suspicious/noThenProperty: a pager is a promise of its first page, by the contract.
  then<A = P, B = never>(
    onfulfilled?: ((page: P) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return firstPage(this.inside()).then(onfulfilled, onrejected);
  }

  /** As a promise's: for the failure of the first page. */
  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<P | B> {
    return this.then(null, onrejected);
  }

  /** As a promise's: called once the first page has come or failed. */
  finally(onfinally?: (() => void) | null): Promise<P> {
    return firstPage(this.inside()).finally(onfinally);
  }
}

/**
 * A walk through a pager's list, for a list that is made of others; see {@link Walk}.
 *
 * @param limits those that are to differ from the pager's
 * @example const walk = walkOf(txn.listInvoices({}, { cursor, prefetch }));
 */
export function walkOf<T, P extends Page<T>>(pager: Pager<T, P>, limits: Partial<Limits> = {}): Walk<T, P> {
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets a private member be reached only so.
  const { list, limits: own } = pager["inside"]();
  return list.walk({ ...own, ...limits });
}

function firstPage<T, P extends Page<T>>(inside: Inside<T, P>): Promise<P> {
  inside.first ??= requestFirst(inside);
  return inside.first;
}

async function requestFirst<T, P extends Page<T>>(inside: Inside<T, P>): Promise<P> {
  const { list, limits, context } = inside;
  const loop = pageLoop(list.walk({ ...limits, prefetch: 0 }), list.cursor, context);
  inside.latest = loop;
  try {
    return await onePage(loop, context);
  } catch (error) {
    // It is asked for again when it is awaited again.
    inside.first = null;
    throw error;
  }
}

function begin<T, P extends Page<T>, V>(
  inside: Inside<T, P>,
  unpack: () => Unpack<T, P, V>,
  limits = inside.limits,
): PagerIterator<V> {
  const { list, context } = inside;
  const walk = limits.maxItems === 0 ? NOTHING : list.walk(limits);
  const loop = new Loop({ walk, cursor: list.cursor, signal: context.signal, unpack: unpack() });
  inside.latest = loop;
  return toIterator(loop);
}

function whole(list: ErrorContext, name: string, value: number, from: number, to = NO_BOUND): number {
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  const range = to < NO_BOUND ? `from ${from} to ${to}` : `from ${from}`;
  throw new InputError([{ path: `options.${name}`, message: `must be a whole number ${range}` }], list);
}
