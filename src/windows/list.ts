import { type Issue, PaginationError } from "../errors/errors.ts";
import { copyInput } from "../input/copy.ts";
import { toIsoString } from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { parseTime } from "../input/time.ts";
import type { ListSource } from "../pagination/source.ts";
import type { ReflexClient } from "../reflex/client.ts";
import type { GetInvoicesParams, Invoice, InvoicePage, InvoiceTagInput } from "../reflex/types.ts";
import { isCount, omitUndefined, type RequestOptions } from "../transport/options.ts";
import { type Ends, type Span, WHOLE } from "./plan.ts";

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

/** The API's own limit and default (apis/reflex.md, section 3). */
const PAGE = 50;

/** How far from the truth a server may read a filter or tell `created_at`: some do both to the second. */
const SECOND_MS = 1000;

/** What is walked, and how. */
export interface WindowSettings extends Pick<WindowedList, "window" | "size"> {
  /** For errors: the function's name. */
  operation: string;
}

/** Makes the list. Throws InputError for what `getInvoices` would refuse, and for what cannot be walked in windows. */
export function createList(
  reflex: ReflexClient,
  givenParams: GetInvoicesParams,
  { signal: caller, timeoutMs, totalTimeoutMs, maxRetries, headers }: RequestOptions,
  { operation, window, size }: WindowSettings,
): WindowedList {
  const params = copyInput(givenParams);
  const options: RequestOptions = omitUndefined({ timeoutMs, totalTimeoutMs, maxRetries, headers });
  // Checks both and asks nothing: a pager requests nothing before it is used.
  reflex.getInvoices(params, options);
  throwIfInvalid(windowIssues(params), "reflex", operation);
  const { from, to, tags } = params.filter ?? {};
  const filter = omitUndefined({ from: toIsoString(from), to: toIsoString(to), tags: tags ?? undefined });
  const limit = params.page?.limit ?? PAGE;
  const direction = params.sort?.direction === "ASC" ? "ASC" : "DESC";
  const stops = new WeakMap<AbortSignal, AbortSignal>();

  /** The signal of a walk and the caller's in one, made once a walk. */
  function either(signal: AbortSignal): AbortSignal {
    if (!caller || caller === signal) return signal;
    const both = stops.get(signal) ?? AbortSignal.any([caller, signal]);
    stops.set(signal, both);
    return both;
  }

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
    async request(
      { span, offset = 0, limit: rows = limit, direction: sorted = direction, aggregated = false },
      signal,
    ) {
      const part = {
        filter: filterOf(filter, span),
        page: { limit: rows, offset },
        sort: { column: "created_at", direction: sorted },
      };
      const page = await reflex.getInvoices(part, { ...options, aggregated, signal: either(signal) });
      const fault = faultOf(page.items, span, sorted);
      if (fault) throw new PaginationError(fault, { api: "reflex", operation });
      return page;
    },
  };
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
      return { count, parse: () => ({ items: page.items, aggregated: page.aggregated }) };
    },
  };
  // New invoices come at the list's end, or behind the window.
  if (direction === "ASC" || span.before < WHOLE.before) source.pinned = () => source;
  return source;
}

/**
 * When a list's oldest and newest invoices were created, with one request for its other end; `null` where an invoice at
 * either end does not tell. There databases put rows without a date, and a filter by date would lose them.
 *
 * @param items of the first page
 * @param leading where in the list it goes on, in ms since 1970
 */
export async function findEnds(
  list: WindowedList,
  items: readonly Invoice[],
  leading: number | null,
  signal: AbortSignal,
): Promise<Ends | null> {
  const direction = list.direction === "ASC" ? "DESC" : "ASC";
  const { items: end } = await list.request({ span: WHOLE, direction, limit: 1 }, signal);
  const trailing = timeOf(end[0]);
  if (leading === null || trailing === null || !items.every(isDated)) return null;
  return { oldest: Math.min(leading, trailing), newest: Math.max(leading, trailing) };
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
    ...(from > WHOLE.from && !(parseTime(filter.from) >= start) && { from: new Date(start).toISOString() }),
    ...(before < WHOLE.before && !(parseTime(filter.to) <= end) && { to: new Date(end).toISOString() }),
  };
}

/** When an invoice was created, in ms since 1970; `null` where that cannot be read. */
export function timeOf(invoice: Invoice | undefined): number | null {
  const time = parseTime(invoice?.created_at);
  return Number.isNaN(time) ? null : time;
}

/** Whether it can be read when an invoice was created. */
export function isDated(invoice: Invoice): boolean {
  return timeOf(invoice) !== null;
}

/** When the last of the invoices that tell was created. */
export function lastTime(invoices: readonly Invoice[]): number | null {
  return timeOf(invoices.findLast(isDated));
}

/** The invoices of a page that are the span's own. One that does not tell its time belongs where it is answered. */
export function own(invoices: readonly Invoice[], { from, before }: Span): Invoice[] {
  return invoices.filter((invoice) => {
    const time = timeOf(invoice);
    return time === null || (time >= from && time < before);
  });
}

/**
 * Why windows would lose invoices of a server that answers so. Which date it filters by is not documented: should it be
 * another than `created_at`, every invoice that a window leaves out shows up outside the period of another one.
 */
function faultOf(invoices: readonly Invoice[], { from, before }: Span, direction: "ASC" | "DESC"): string | null {
  const sign = direction === "ASC" ? 1 : -1;
  let previous = Number.NEGATIVE_INFINITY;
  for (const invoice of invoices) {
    const time = timeOf(invoice);
    if (time === null) continue;
    // A second is asked for beyond the period, and the server may cut off another.
    if (time < from - 2 * SECOND_MS || time >= before + 2 * SECOND_MS) {
      return "The server answers with invoices created outside the period asked for. List them without windows.";
    }
    if (sign * time < previous) return "The server does not sort by created_at as asked. List without windows.";
    previous = sign * time;
  }
  return null;
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
