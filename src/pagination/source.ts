import type { Api } from "../errors/errors.ts";
import type { Page } from "./types.ts";

/**
 * How one list of one API is paged: all that the pager knows of it. One object serves one list call and closes over
 * that call's parameters, its transport and its options, the caller's signal among them.
 *
 * Positions count pages from 0: `offset = start + position * limit` for one API, `page = start + position` for another.
 *
 * @typeParam T an item
 * @typeParam P the page that the caller sees: {@link Page} and whatever the API adds to it
 * @example
 * const source: ListSource<Row> = {
 *   api: "txn", operation: "listRows", fingerprint: "listRows {\"per_page\":50}",
 *   direction: "asc", pageSize: null, repeatEnds: true,
 *   async fetch(position, signal) {
 *     const { rows } = await get(`/rows?page=${position + 1}&per_page=50`, signal);
 *     return { count: rows.length, parse: () => ({ items: rowsSchema.parse(rows) }) };
 *   },
 *   key: (row) => row.id,
 *   time: (row) => Date.parse(row.createdAt),
 * };
 */
export interface ListSource<T, P extends Page<T> = Page<T>> {
  /** For errors. */
  readonly api: Api;
  /** For errors: the method's name, for example `listInvoices`. */
  readonly operation: string;
  /** The operation and its normalised wire parameters as a stable text. A cursor serves only lists with the same one. */
  readonly fingerprint: string;
  /** How the list is sorted by {@link ListSource.time}. */
  readonly direction: "asc" | "desc";
  /**
   * The rows of a full page, where the server is known to give as many as it is asked for: a shorter page is the last.
   * `null` where it may clamp the size: the list then ends with an empty page, or one shorter than an earlier page.
   */
  readonly pageSize: number | null;
  /** The rows asked for, where the server may clamp the size: see `rules/clamped-first-page.ts`. */
  readonly sizeAsked?: number;
  /** What it means that the server gives the same rows again and again: the list's end, or else a PaginationError. */
  readonly repeatEnds: boolean;

  /**
   * Requests a page. A page behind the last is one without rows.
   *
   * @param signal aborted once nobody waits for the page any more; the caller's own signal is the source's affair
   */
  fetch(position: number, signal: AbortSignal): Promise<RawPage<T, P>>;
  /** What tells two items apart. */
  key(item: T): string;
  /** Epoch milliseconds of the date that the list is sorted by; `null` where it is sorted otherwise or has none. */
  time(item: T): number | null;
  /**
   * The same list held still while several pages are requested at once: this source where it cannot shift anyway, or one
   * with a further filter; `null` where it cannot be held. Asked once the first page is there, and only where more than
   * one page may be requested ahead. A rejection counts as `null`.
   *
   * @param look requests a page of a source that is to be tried: whether the server heeds its filter
   */
  pinned?(first: PageContent<T, P>, look: Look<T, P>): ListSource<T, P> | null | Promise<ListSource<T, P> | null>;
}

/** An answer: counted at once, as that decides whether the next page is prefetched, and validated in its turn. */
export interface RawPage<T, P extends Page<T> = Page<T>> {
  /** Its rows; 0 where it is unreadable. */
  readonly count: number;
  /** Validates it. Throws ResponseValidationError. */
  parse(): PageContent<T, P>;
}

/** A validated answer: its items, and what the API's own page type adds to {@link Page}. */
export type PageContent<T, P extends Page<T>> = { items: T[] } & Omit<P, keyof Page<T>>;

/** Requests a page only to look at it. */
export type Look<T, P extends Page<T>> = (source: ListSource<T, P>, position: number) => Promise<PageContent<T, P>>;
