import { PaginationError } from "../errors/errors.ts";
import { encodeCursor } from "../pagination/cursor.ts";
import { follow, isStart, type Mark } from "../pagination/mark.ts";
import { type Row, toRows } from "../pagination/rows.ts";
import { Seen } from "../pagination/rules/seen.ts";
import type { Batch, Counts, Limits, Walk } from "../pagination/walk.ts";
import type { Invoice, InvoicePage } from "../reflex/types.ts";
import { own } from "./dates.ts";
import type { WindowedList } from "./list.ts";
import { type Found, pagesOf } from "./pages.ts";

type InvoiceBatch = Batch<Invoice, InvoicePage>;

/** Where a walk begins, and what was given and requested before. */
export interface WindowPlace {
  readonly mark: Mark;
  readonly seen: () => Seen;
  readonly pages: number;
  readonly items: number;
  readonly requests: number;
  /** Whether it goes on behind a cursor: then each request counts towards `maxPages`. */
  readonly isResumed: boolean;
}

/** The place behind a mark. */
export function windowPlace(mark: Mark): WindowPlace {
  return { mark, seen: () => new Seen(mark), pages: 0, items: 0, requests: 0, isResumed: !isStart(mark) };
}

/**
 * Walks a list in windows.
 *
 * Windows only choose which requests are made. What is still owed is known by `created_at`: behind the first page, behind
 * a cursor and where a window is cut, the walk goes on with the invoices from the last one's millisecond on, and leaves
 * out those of that millisecond that it gave.
 */
export class WindowWalk implements Walk<Invoice, InvoicePage> {
  readonly counts: Counts = { pages: 0, duplicates: 0, requests: 0 };
  readonly #list: WindowedList;
  readonly #limits: Limits;
  readonly #place: WindowPlace;
  readonly #seen: Seen;
  readonly #abort = new AbortController();
  readonly #pages: AsyncGenerator<Found, undefined>;
  #mark: Mark;
  #items: number;
  #ended: "end" | "maxItems" | null = null;
  #isExhausted = false;
  /** The walk of the window that is being read. */
  #window: Walk<Invoice, InvoicePage> | null = null;
  /** Whether nobody has requested the page to come yet. */
  #isAtSeam = true;
  /** The first page of the next window, where it is requested already. */
  #upcoming: Promise<IteratorResult<Found, undefined>> | null = null;

  constructor(list: WindowedList, limits: Limits, place: WindowPlace) {
    this.#list = list;
    this.#limits = limits;
    this.#place = place;
    this.#seen = place.seen();
    this.#mark = place.mark;
    this.#items = place.items;
    this.#pages = pagesOf({
      list: { ...list, request: (part, signal) => this.#request(part, signal) },
      mark: place.mark,
      limits,
      signal: this.#abort.signal,
      room: () => limits.maxItems - this.#items,
      seen: () => this.#seen.snapshot()(),
      onOpen: (walk) => {
        this.#window = walk;
      },
    });
  }

  get ended(): "end" | "maxItems" | "maxPages" | null {
    return this.#isExhausted ? "maxPages" : this.#ended;
  }

  async next(): Promise<InvoiceBatch | null> {
    if (this.#ended) return null;
    if (this.#pagesSoFar >= this.#limits.maxPages) throw this.#exhaust();
    const upcoming = this.#upcoming ?? this.#pages.next();
    this.#upcoming = null;
    const { value: found } = await upcoming;
    if (!found) return null;
    this.counts.pages++;
    const { batch, isLast, isPlain } = found;
    const rows = this.#admit(own(batch.items, found.span));
    const room = this.#limits.maxItems - this.#items;
    const given = rows.slice(0, room);
    this.#items += given.length;
    this.#ended = isLast && given.length === rows.length ? "end" : given.length === room ? "maxItems" : null;
    this.#isAtSeam = found.isSeam;
    this.ahead();
    return isPlain ? batch : this.#batchOf(given, batch.content);
  }

  ahead(): void {
    const { prefetch, maxPages } = this.#limits;
    if (!this.#isAtSeam || this.#ended || this.#upcoming || prefetch === 0 || this.#pagesSoFar >= maxPages) return;
    this.#upcoming = this.#pages.next();
    // Nobody may come for it. Whoever does still gets the rejection.
    this.#upcoming.catch(() => {});
  }

  stop(): void {
    this.#abort.abort();
    this.#window?.stop();
  }

  get #pagesSoFar(): number {
    return this.#place.pages + this.counts.pages;
  }

  /** The rows that are new. */
  #admit(invoices: readonly Invoice[]): Row<Invoice>[] {
    const list = toRows(invoices, this.#list.scope);
    this.#seen.watch(list);
    const rows = list.filter((row) => this.#seen.admit(row));
    this.counts.duplicates += list.length - rows.length;
    return rows;
  }

  #batchOf(rows: readonly Row<Invoice>[], content: InvoiceBatch["content"]): InvoiceBatch {
    const { scope } = this.#list;
    const { ordered } = this.#seen;
    const before = this.#mark;
    this.#mark = follow(before, 0, rows, ordered);
    const { requests, isResumed } = this.#place;
    const place: WindowPlace = {
      mark: this.#mark,
      seen: this.#seen.snapshot(),
      pages: this.#pagesSoFar,
      items: this.#items,
      requests: requests + this.counts.requests,
      isResumed,
    };
    return {
      items: rows.map(({ item }) => item),
      content,
      ended: this.#ended,
      cursor: (count) => encodeCursor(follow(before, 0, rows.slice(0, count), ordered), scope),
      rest: (limits) => new WindowWalk(this.#list, { ...this.#limits, ...limits }, place),
    };
  }

  async #request(...[part, signal]: Parameters<WindowedList["request"]>): Promise<InvoicePage> {
    this.#abort.signal.throwIfAborted();
    const { isResumed, requests } = this.#place;
    if (isResumed && requests + this.counts.requests >= this.#limits.maxPages) throw this.#exhaust();
    this.counts.requests++;
    return this.#list.request(part, signal);
  }

  #exhaust(): PaginationError {
    this.#isExhausted = true;
    return new PaginationError(`The list goes on after ${this.#limits.maxPages} pages (maxPages).`, this.#list.scope);
  }
}
