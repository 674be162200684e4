import { InputError } from "../errors/errors.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { decodeCursor, encodeCursor } from "../pagination/cursor.ts";
import { START } from "../pagination/mark.ts";
import { Pager } from "../pagination/pager.ts";
import type { PagerOptions } from "../pagination/types.ts";
import type { List } from "../pagination/walk.ts";
import type { ReflexClient } from "../reflex/client.ts";
import type { GetInvoicesParams, Invoice, InvoicePage } from "../reflex/types.ts";
import { isCount, type RequestOptions } from "../transport/options.ts";
import { createList, filterOf, type WindowedList } from "./list.ts";
import { type Span, WHOLE } from "./plan.ts";
import { endsOf, spansOf } from "./spans.ts";
import { WindowWalk, windowPlace } from "./walk.ts";

/** 20 pages: the half page that a window wastes at its end and its share of the planning stay below 5 %. */
const SIZE = 1000;

/** How a list is cut into windows. */
export interface WindowOptions {
  /** The invoices that a window should hold, as far as the aggregates tell. Default 1,000. */
  windowSize?: number | undefined;
}

/**
 * A part of a list of invoices: those created from `from` up to, not including, `before`. Plain JSON, to be handed to
 * another process.
 */
export interface InvoiceWindow {
  /**
   * What `getInvoices` asks for. Its answer may have the invoices of a second more at either end, which belong to
   * the windows next to this one: `walkWindow` leaves them out.
   */
  params: GetInvoicesParams;
  /** ISO 8601; `null` where the list begins. */
  from: string | null;
  /** ISO 8601; `null` where the list ends. */
  before: string | null;
  /** How many invoices the aggregates announce, `null` where they do not: for a progress bar, not for a decision. */
  count: number | null;
}

/**
 * Lists invoices as `getInvoices` does, in windows of `created_at`: with offsets, page n costs the server n pages, so a
 * long list is paged window by window, each from offset 0. Same pager, same order, nothing lost or given twice.
 *
 * The sizes come from the aggregates, which only choose where to cut: wrong or missing ones cost requests, not invoices.
 * An invoice without a readable `created_at` is given where the server answers it. Where the list begins or ends with
 * one, it is not cut at all, since a filter by date would lose those without; such a list's cursor may repeat some.
 *
 * A function of its own, not an option of `getInvoices`, so bundlers drop it when unused.
 *
 * @param reflex A client; `client.reflex` of `createClient`.
 * @param params As for `getInvoices`, sorted by `created_at`, without an offset.
 * @param options As for `getInvoices`; `prefetch` counts pages of one window, as windows are read one after the other. A
 * cursor is one of `walkWindows`.
 * @throws InputError at once for a wrong parameter; when iterated, what the transport throws, and PaginationError where
 * the server filters or sorts by another date than `created_at`.
 * @see docs/windows.md
 * @example
 * for await (const invoice of walkWindows(client.reflex, { filter: { from: "2020-01-01" } }, { prefetch: 4 })) save(invoice);
 */
export function walkWindows(
  reflex: ReflexClient,
  params: GetInvoicesParams = {},
  options: RequestOptions & PagerOptions & WindowOptions = {},
): Pager<Invoice, InvoicePage> {
  const operation = "walkWindows";
  return pagerOf(
    createList(reflex, params, options, { operation, window: null, size: sizeOf(options, operation) }),
    options,
  );
}

/**
 * Cuts a list of invoices into windows, in the list's order: pieces of work for `walkWindow`, in other processes too. The
 * windows together are the list as it is now, up to the newest invoice, each invoice in exactly one of them.
 *
 * Invoices without a readable `created_at`: as for {@link walkWindows}; at a seam two windows may give the same one.
 *
 * @param params As for `getInvoices`, sorted by `created_at`, without an offset.
 * @returns an empty array for an empty list
 * @throws (as the rejection) InputError for a wrong parameter, PaginationError, what the transport throws.
 * @see docs/windows.md
 * @example
 * const windows = await planWindows(client.reflex, { filter: { from: "2020-01-01" } });
 * await queue.addBulk(windows.map((window) => ({ name: "backfill", data: window }))); // BullMQ
 */
export async function planWindows(
  reflex: ReflexClient,
  params: GetInvoicesParams = {},
  options: RequestOptions & WindowOptions = {},
): Promise<InvoiceWindow[]> {
  const operation = "planWindows";
  const size = sizeOf(options, operation);
  const list = createList(reflex, params, options, { operation, window: null, size });
  const { signal } = new AbortController();
  const { limit, direction } = list;
  const toWindow = (span: Span): InvoiceWindow => ({
    params: { filter: filterOf(list.filter, span), page: { limit }, sort: { column: "created_at", direction } },
    from: isoOf(span.from),
    before: isoOf(span.before),
    count: span.count,
  });

  const { items, aggregated } = await list.request({ span: WHOLE, aggregated: true }, signal);
  if (items.length === 0) return [];
  const ends = await endsOf(list, items, true, signal);
  if (!ends) return [toWindow({ ...WHOLE, count: aggregated?.total?.count ?? null })];
  const windows: InvoiceWindow[] = [];
  for await (const span of spansOf(WHOLE, aggregated, { list, ends, size, signal })) {
    // What comes later than the plan is for a later plan.
    windows.push(toWindow({ ...span, before: Math.min(span.before, ends.newest + 1) }));
  }
  return windows;
}

/**
 * Lists the invoices of one window of {@link planWindows}.
 *
 * @param window As planned, or what JSON made of it.
 * @param options As for `getInvoices`. A cursor is one of `walkWindow` over the same window.
 * @throws InputError at once where it is no window; when iterated, as {@link walkWindows}.
 * @example
 * new Worker("backfill", async (job) => { // BullMQ
 *   for await (const invoice of walkWindow(client.reflex, job.data)) await save(invoice);
 * });
 */
export function walkWindow(
  reflex: ReflexClient,
  window: InvoiceWindow,
  options: RequestOptions & PagerOptions = {},
): Pager<Invoice, InvoicePage> {
  const operation = "walkWindow";
  // What comes from a queue may be anything.
  const { params, from, before } = (window as InvoiceWindow | null | undefined) ?? ({} as InvoiceWindow);
  const span = { from: time(from, WHOLE.from), before: time(before, WHOLE.before), count: null };
  const issues = [
    ...(typeof params === "object" && params ? [] : [{ path: "window.params", message: "must be an object" }]),
    ...(Number.isNaN(span.from) ? [{ path: "window.from", message: "must be ISO 8601 text or null" }] : []),
    ...(Number.isNaN(span.before) ? [{ path: "window.before", message: "must be ISO 8601 text or null" }] : []),
  ];
  throwIfInvalid(issues, "reflex", operation);
  // The whole of a list that is not to be cut by date.
  if (from === null && before === null) return reflex.getInvoices(params, { ...options, aggregated: false });
  return pagerOf(createList(reflex, params, options, { operation, window: span, size: SIZE }), options);
}

/** The pager over a list that is walked in windows, each loop anew. */
function pagerOf(list: WindowedList, options: RequestOptions & PagerOptions): Pager<Invoice, InvoicePage> {
  const { cursor } = options;
  const mark = cursor === undefined || cursor === null ? START : decodeCursor(cursor, list.scope);
  const walked: List<Invoice, InvoicePage> = {
    api: "reflex",
    operation: list.scope.operation,
    cursor: encodeCursor(mark, list.scope),
    walk: (limits) => new WindowWalk(list, limits, windowPlace(mark)),
  };
  return new Pager(walked, options);
}

function sizeOf({ windowSize: given }: WindowOptions, operation: string): number {
  const windowSize = given ?? SIZE;
  if (isCount(windowSize, 1)) return windowSize;
  const issue = { path: "options.windowSize", message: "must be a whole number from 1" };
  throw new InputError([issue], { api: "reflex", operation });
}

function isoOf(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

function time(text: string | null, open: number): number {
  return text === null ? open : Date.parse(text);
}
