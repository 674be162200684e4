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

/** A loop over a list. It can itself be iterated, which goes on, and disposed of, which stops its requests. */
export interface PagerIterator<V> extends AsyncGenerator<V, undefined, undefined> {
  /** Ends the loop and stops its requests. */
  return(value?: undefined): Promise<IteratorResult<V, undefined>>;
}

/** How a list is walked. */
export interface PagerOptions {
  /** How many pages are requested ahead: 0 to 8, default 1. More than 1 only over a list that cannot shift. */
  prefetch?: number | undefined;
  /** At most so many items, over all pages. */
  maxItems?: number | undefined;
  /** A fuse: a list that goes on after so many pages ends in PaginationError. Behind a cursor, so many requests. */
  maxPages?: number | undefined;
  /** Goes on where an earlier call with the same parameters stopped. */
  cursor?: string | undefined;
}

/** The names of {@link PagerOptions}. */
export const PAGER_OPTIONS = ["prefetch", "maxItems", "maxPages", "cursor"] as const;

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
