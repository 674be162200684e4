import { decodeCursor, encodeCursor, START } from "../pagination/cursor.ts";
import { Pager } from "../pagination/pager.ts";
import type { PagerOptions, PagerStats } from "../pagination/strategy.ts";
import type { Invoice, InvoicePage } from "../reflex/types.ts";
import type { RequestOptions } from "../transport/options.ts";
import type { WindowedList } from "./list.ts";
import type { Span } from "./plan.ts";
import { createWalk } from "./walk.ts";

/** What a pager over windows is made of. */
export interface WindowPagerSettings {
  /** Makes the list of one loop. */
  list(): WindowedList;
  /** For errors. */
  operation: string;
  /** The one window to walk; `null` to plan windows over the whole list. */
  window: Span | null;
  /** The invoices that a window should hold. */
  size: number;
  options: PagerOptions & RequestOptions;
}

/** One loop over the list. */
interface Run {
  pager: Pager<Invoice, InvoicePage>;
  list: WindowedList;
}

/**
 * The pager over a list that is walked in windows. Each loop has a walk of its own, as each plans its windows afresh and
 * its pages' positions count within them.
 */
export class WindowPager extends Pager<Invoice, InvoicePage> {
  readonly #start: (maxItems?: number) => Run;
  #latest: Run | null = null;
  #first: Promise<InvoicePage> | null = null;

  constructor({ list, operation, window, size, options }: WindowPagerSettings) {
    const { filter, limit, direction } = list();
    const fingerprint = `${operation} ${JSON.stringify([filter, limit, direction, window])}`;
    const identity = { operation, fingerprint };
    const whole = {
      window,
      size,
      parallel: Math.max(1, options.prefetch ?? 1),
      maxItems: options.maxItems ?? Infinity,
    };
    const blank = createWalk(list(), identity, { ...whole, mark: START });
    super(blank, options);
    const mark = options.cursor === undefined ? START : decodeCursor(options.cursor, blank);
    // Positions of another loop say nothing, unless the list was paged as one: then its rows tell no time.
    const cursor =
      mark.rank > Number.NEGATIVE_INFINITY ? encodeCursor({ ...mark, position: 0 }, blank) : options.cursor;
    this.#start = (maxItems = whole.maxItems) => {
      const own = list();
      const walk = createWalk(own, identity, { ...whole, maxItems: Math.min(maxItems, whole.maxItems), mark });
      this.#latest = { pager: new Pager(walk, { ...options, ...(cursor !== undefined && { cursor }) }), list: own };
      return this.#latest;
    };
  }

  override get stats(): PagerStats {
    const run = this.#latest;
    return run ? { ...run.pager.stats, requests: run.list.requests } : super.stats;
  }

  override [Symbol.asyncIterator](): AsyncIterator<Invoice, undefined> {
    return this.#start().pager[Symbol.asyncIterator]();
  }

  override pages(): AsyncIterable<InvoicePage> {
    return { [Symbol.asyncIterator]: () => this.#start().pager.pages()[Symbol.asyncIterator]() };
  }

  override async toArray(options: { maxItems: number }): Promise<Invoice[]> {
    return this.#start(options?.maxItems).pager.toArray(options);
  }

  override cursor(): string {
    return this.#latest?.pager.cursor() ?? super.cursor();
  }

  // biome-ignore lint/suspicious/noThenProperty: a pager is a promise of its first page, by the contract.
  override then<A = InvoicePage, B = never>(
    onfulfilled?: ((page: InvoicePage) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#start().pager.then((page) => page);
    return this.#first.then(onfulfilled, onrejected);
  }
}
