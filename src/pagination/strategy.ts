import type { Api } from "../errors/errors.ts";

/**
 * How one list of one API is paged: all that the pager knows of it. One object serves one list call and closes over
 * that call's parameters, its transport and its options, the caller's signal among them.
 *
 * Positions count pages from 0: `offset = start + position * limit` for one API, `page = start + position` for another.
 *
 * @typeParam T an item
 * @typeParam P the page that the caller sees: {@link Page} and whatever the API adds to it
 * @typeParam Raw an answer as it came, parsed from JSON and not yet validated
 * @typeParam Pin what holds the list still while several pages are requested at once, see {@link Strategy.steady}
 *
 * @example
 * const strategy: Strategy<Row, Page<Row>, { rows: unknown[] }> = {
 *   api: "txn", operation: "listRows", fingerprint: "listRows {\"per_page\":50}",
 *   direction: "asc", pageSize: null, repeatEnds: true,
 *   fetch: (position, { signal }) => get(`/rows?page=${position + 1}&per_page=50`, signal),
 *   count: (raw) => raw.rows.length,
 *   parse: (raw) => ({ items: rowsSchema.parse(raw.rows) }),
 *   key: (row) => row.id,
 *   time: (row) => Date.parse(row.createdAt),
 *   steady: () => null,
 * };
 */
export interface Strategy<T, P extends Page<T> = Page<T>, Raw = unknown, Pin = unknown> {
  /** For errors. */
  readonly api: Api;
  /** For errors: the method's name, for example `listInvoices`. */
  readonly operation: string;
  /** The operation and its normalised wire parameters as a stable text. A cursor serves only lists with the same one. */
  readonly fingerprint: string;
  /** How the list is sorted by {@link Strategy.time}. */
  readonly direction: "asc" | "desc";
  /**
   * The rows of a full page, where the server is known to give as many as it is asked for: a shorter page is the last.
   * `null` where it may clamp the size: the list then ends with an empty page, or one shorter than an earlier page.
   */
  readonly pageSize: number | null;
  /**
   * The rows asked for, where the server may clamp the size. A first page with fewer may be clamped or be the last; if
   * the next one has rows nevertheless, the first is looked at again: were rows added to it, the next would not follow it.
   */
  readonly sizeAsked?: number;
  /** What it means that the server gives the same rows again and again: the list's end, or else a PaginationError. */
  readonly repeatEnds: boolean;

  /** Requests a page. `pin` is what `steady` answered, `undefined` before. */
  fetch(position: number, context: FetchContext<Pin>): Promise<Raw>;
  /** The rows of an answer, without validating it, 0 where it is unreadable: the next request leaves on its word. */
  count(raw: Raw): number;
  /** Validates an answer. Throws ResponseValidationError. */
  parse(raw: Raw): PageContent<T, P>;
  /** What tells two items apart. */
  key(item: T): string;
  /** Epoch milliseconds of the date that the list is sorted by; `null` where it is sorted otherwise or has none. */
  time(item: T): number | null;
  /**
   * Whether the list cannot shift under several requests at once, asked once the first page is there and only where
   * more than one page may be requested ahead: a pin for every request from now on (any value but `null` and
   * `undefined`; one that pins nothing serves for a list that only grows at its end), or `null`.
   *
   * `probe` makes a request of its own, for strategies that must try whether the server heeds the pin. A rejection
   * counts as `null`.
   */
  steady(first: PageContent<T, P>, probe: (position: number, pin: Pin) => Promise<Raw>): Awaitable<Pin | null>;
}

/** What goes with a request for a page. */
export interface FetchContext<Pin = unknown> {
  /** Aborted once nobody waits for the page any more. The caller's own signal is the strategy's affair. */
  readonly signal: AbortSignal;
  readonly pin: Pin | undefined;
}

/** A validated answer: its items, and what the API's own page type adds to {@link Page}. */
export type PageContent<T, P extends Page<T>> = { items: T[] } & Omit<P, keyof Page<T>>;

/** A value or a promise of it. */
export type Awaitable<V> = V | Promise<V>;

/** One page of a list. Iterating it gives its own items, then those of the pages after it. */
export interface Page<T> extends AsyncIterable<T> {
  /** The page's items, without those that an earlier page gave already. */
  items: T[];
  /** False once the end is known. It may be true before an empty last page. */
  hasNextPage(): boolean;
  /** The page after this one. Rejects with PaginationError where there is none. */
  nextPage(): Promise<Page<T>>;
  /** Where to go on behind the page's last item: an option for the same call, in another process too. */
  cursor: string;
}

/** How a list is walked. */
export interface PagerOptions {
  /** How many pages are requested ahead: 0 to 8, default 1. More than 1 only over a list that cannot shift. */
  prefetch?: number | undefined;
  /** At most so many items, over all pages. */
  maxItems?: number | undefined;
  /** A fuse: a list that goes on after so many pages ends in PaginationError. */
  maxPages?: number | undefined;
  /** Goes on where an earlier call with the same parameters stopped. */
  cursor?: string | undefined;
}

/** What the latest loop over a list did. */
export interface PagerStats {
  /** Pages that came. */
  pages: number;
  /** Items handed out. */
  items: number;
  /** Rows left out: given before, or inserted since before the list's first. */
  duplicates: number;
  /** Requests made, those that only looked among them. A transport's retries are not counted. */
  requests: number;
  /** `null` before the first loop and while it runs. `stopped`: the caller left it. */
  stoppedBecause: "end" | "maxItems" | "maxPages" | "stopped" | "error" | null;
}
