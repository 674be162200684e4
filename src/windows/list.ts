import { withResponse } from "../answers/with-response.ts";
import { type Issue, PaginationError } from "../errors/errors.ts";
import { copyInput, copyOptions } from "../input/copy.ts";
import { toIsoString } from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { parseTime } from "../input/time.ts";
import type { Pager } from "../pagination/pager.ts";
import type { ListSource } from "../pagination/source.ts";
import type { ReflexClient } from "../reflex/client.ts";
import type { GetInvoicesParams, Invoice, InvoicePage, InvoiceTagInput } from "../reflex/types.ts";
import { isCount, omitUndefined, type RequestOptions } from "../transport/options.ts";
import { faultOf, SECOND_MS, timeOf } from "./dates.ts";
import { type Span, WHOLE } from "./plan.ts";

/** A list of invoices that can be asked for in parts. Its parameters are checked and as they go over the wire. */
export interface WindowedList {
  readonly filter: { from?: string; to?: string; tags?: readonly InvoiceTagInput[] };
  readonly limit: number;
  readonly direction: "ASC" | "DESC";
  /** The one window to walk; `null` to plan windows over the whole list. */
  readonly window: Span | null;
  /** The invoices that a window should hold. */
  readonly size: number;
  /** What the list is, for errors and cursors, and how its invoices are told apart and ordered. */
  readonly scope: Omit<ListSource<Invoice, InvoicePage>, "fetch">;
  /** The invoices created within a span. Its page also has those of a second more at either end. */
  request(part: Part, signal: AbortSignal): Promise<InvoicePage>;
}

/** What of a list is asked for; where nothing is said, as the list is. */
export interface Part {
  span: Span;
  offset?: number;
  limit?: number;
  direction?: "ASC" | "DESC";
  aggregated?: boolean;
}

/** The API's own limit and default (docs/apis/reflex.md). */
const PAGE = 50;

/** What is walked, and how. */
export interface WindowSettings extends Pick<WindowedList, "window" | "size"> {
  /** For errors: the function's name. */
  operation: string;
}

/** Makes the list. Throws InputError for what `getInvoices` would refuse, and for what cannot be walked in windows. */
export function createList(
  reflex: ReflexClient,
  givenParams: GetInvoicesParams,
  givenOptions: RequestOptions,
  { operation, window, size }: WindowSettings,
): WindowedList {
  const params = copyInput(givenParams) ?? {};
  const { signal, timeoutMs, totalTimeoutMs, maxRetries, headers } = copyOptions(givenOptions);
  const options = { ...omitUndefined({ signal, timeoutMs, totalTimeoutMs, maxRetries, headers }), prefetch: 0 };
  // Checks both and asks nothing: a pager requests nothing before it is used.
  reflex.getInvoices(params, options);
  throwIfInvalid(windowIssues(params), "reflex", operation);
  const { from, to, tags } = params.filter ?? {};
  const filter = omitUndefined({ from: toIsoString(from), to: toIsoString(to), tags: tags ?? undefined });
  const limit = params.page?.limit ?? PAGE;
  const direction = params.sort?.direction === "ASC" ? "ASC" : "DESC";
  return {
    filter,
    limit,
    direction,
    window,
    size,
    scope: {
      api: "reflex",
      operation,
      fingerprint: `${operation} ${JSON.stringify([filter, limit, direction, window])}`,
      direction: direction === "ASC" ? "asc" : "desc",
      pageSize: limit,
      repeatEnds: false,
      key: ({ id }) => id,
      time: timeOf,
    },
    async request({ span, offset = 0, limit: rows = limit, direction: sorted = direction, aggregated = false }, stop) {
      const part = {
        filter: filterOf(filter, span),
        page: { limit: rows, offset },
        sort: { column: "created_at", direction: sorted },
      };
      const page = await firstPage(reflex.getInvoices(part, { ...options, aggregated }), stop);
      const fault = faultOf(page.items, span, sorted);
      if (fault) throw new PaginationError(fault, { api: "reflex", operation });
      return page;
    },
  };
}

/** A list's first page; its request is aborted with `stop`, which is not the caller's signal. */
async function firstPage(list: Pager<Invoice, InvoicePage>, stop: AbortSignal): Promise<InvoicePage> {
  const pages = list.pages()[Symbol.asyncIterator]();
  const leave = () => void pages.return?.();
  stop.addEventListener("abort", leave, { once: true });
  try {
    const { value: page } = await pages.next();
    if (!page) throw stop.reason;
    return page;
  } finally {
    stop.removeEventListener("abort", leave);
  }
}

/**
 * A span of a list as an ordinary source.
 *
 * @param aggregated whether the aggregates are asked for with its first page
 */
export function sourceOf(list: WindowedList, span: Span, aggregated = false): ListSource<Invoice, InvoicePage> {
  const { limit, direction, scope } = list;
  const source: ListSource<Invoice, InvoicePage> = {
    ...scope,
    async fetch(position, signal) {
      const part = { span, offset: position * limit, aggregated: aggregated && position === 0 };
      const page = await list.request(part, signal);
      // A row that came twice on it was left out: the page was full all the same.
      const count = page.hasNextPage() ? limit : page.items.length;
      return { count, parse: () => withResponse({ items: page.items, aggregated: page.aggregated }, page.response) };
    },
  };
  // New invoices come at the list's end, or behind the window.
  if (direction === "ASC" || span.before < WHOLE.before) source.pinned = () => source;
  return source;
}

/**
 * A part of a list as a filter. It asks for the seconds around it as well, and the caller of `request` leaves out what is
 * not the span's: `to` itself may belong to the answer or not, and a server may cut off what is finer than a second. It
 * never asks for more than the list has.
 */
export function filterOf(filter: WindowedList["filter"], { from, before }: Span): WindowedList["filter"] {
  const start = from - SECOND_MS;
  const end = before - 1 + SECOND_MS;
  // Where the list has no bound of its own, the comparison is with NaN.
  return {
    ...filter,
    ...(from > WHOLE.from && !(parseTime(filter.from) >= start) && { from: isoOf(start) }),
    ...(before < WHOLE.before && !(parseTime(filter.to) <= end) && { to: isoOf(end) }),
  };
}

/** The last moment of a year with four digits: no server expects another, and no invoice is later. */
const LAST_MS = 253_402_300_799_999;

/** A moment as it is sent; before 1970 is all the same. */
function isoOf(time: number): string {
  return new Date(Math.max(0, Math.min(time, LAST_MS))).toISOString();
}

function windowIssues({ page, sort }: GetInvoicesParams): Issue[] {
  const issues: Issue[] = [];
  if (isCount(page?.offset, 1)) issues.push({ path: "page.offset", message: "must be 0: each window has its own" });
  if ((sort?.column ?? "created_at") !== "created_at") {
    issues.push({ path: "sort.column", message: "must be created_at, which windows are periods of" });
  }
  if (!["ASC", "DESC"].includes(sort?.direction ?? "DESC")) {
    issues.push({ path: "sort.direction", message: "must be ASC or DESC" });
  }
  return issues;
}
