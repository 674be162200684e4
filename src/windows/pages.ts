import { ListWalk } from "../pagination/list-walk.ts";
import { isStart, type Mark, START } from "../pagination/mark.ts";
import { placeAt } from "../pagination/place.ts";
import { NO_RANK } from "../pagination/rows.ts";
import type { Seen } from "../pagination/rules/seen.ts";
import type { Batch, Limits, Walk } from "../pagination/walk.ts";
import type { Invoice, InvoicePage } from "../reflex/types.ts";
import { lastTime, own } from "./dates.ts";
import { sourceOf, type WindowedList } from "./list.ts";
import { type Ends, remainder, type Span, WHOLE } from "./plan.ts";
import { aggregatesOf, endsOf, spansOf } from "./spans.ts";

/** A page of a list that is read in windows. */
export interface Found {
  batch: Batch<Invoice, InvoicePage>;
  /** What of the page is the window's own. */
  span: Span;
  /** Whether the page to come is another window's: nobody has requested that yet. */
  isSeam: boolean;
  isLast: boolean;
  /** Whether the list is paged as one: the batch is the list's. */
  isPlain: boolean;
}

/** One reading of a list. */
export interface Reading {
  list: WindowedList;
  /** Where it begins. */
  mark: Mark;
  limits: Limits;
  /** For the requests that plan. */
  signal: AbortSignal;
  /** How many items are wanted still. */
  room(): number;
  /** What was given so far. */
  seen(): Seen;
  /** Called with the walk of each window, so that it can be stopped. */
  onOpen(walk: InvoiceWalk): void;
}

type InvoiceWalk = Walk<Invoice, InvoicePage>;

/**
 * The pages of a list, window after window: each is an ordinary list from offset 0, with `prefetch` inside it. What a
 * page begins with may have been given, by the window before it or before the mark.
 *
 * @example for await (const { batch, span } of pagesOf(reading)) use(own(batch.items, span));
 */
export async function* pagesOf(reading: Reading): AsyncGenerator<Found, undefined> {
  const { list, mark, limits, signal } = reading;
  const isFresh = isStart(mark);
  const whole = list.window ?? WHOLE;
  // A cursor without a time comes of a list that was paged as one.
  if (!isFresh && mark.rank === NO_RANK) {
    return yield* plainPages(new ListWalk(limits, placeAt(sourceOf(list, whole), mark)), reading);
  }
  const span = isFresh ? whole : remainder(whole, timeOfMark(reading), list.direction);
  if (list.window) return yield* pagesOfWindow(span, reading);

  // The first page is the whole list's. It comes with the aggregates by which the windows behind it are planned.
  const maxItems = isFresh ? limits.maxItems : Number.POSITIVE_INFINITY;
  const first = new ListWalk({ ...limits, prefetch: 0, maxItems }, placeAt(sourceOf(list, span, isFresh), START));
  reading.onOpen(first);
  const batch = await first.next();
  if (!batch) return;
  let ends: Ends | null | undefined;
  // A cursor's filter leaves out invoices without a date, which may stand behind all others.
  if (batch.ended === "end" && !isFresh) ends = await endsOf(list, batch.items, isFresh, signal);
  const isLast = batch.ended === "end" && (isFresh || ends !== null);
  yield { batch, span, isSeam: true, isLast, isPlain: false };
  if (isLast) return;
  ends ??= await endsOf(list, batch.items, isFresh, signal);
  if (ends === null) {
    return yield* plainPages(isFresh ? batch.rest({ prefetch: limits.prefetch }) : fromStart(reading), reading);
  }
  const cut = { list, ends, size: list.size, signal };
  const rest = remainder(span, lastTime(batch.items) ?? timeOfMark(reading), list.direction);
  const aggregated = isFresh ? batch.content.aggregated : await aggregatesOf(rest, cut);
  for await (const window of spansOf(rest, aggregated, cut)) yield* pagesOfWindow(window, reading);
}

/**
 * Offsets stay below the window's size, however many invoices a window turns out to hold: then it goes on as a window of
 * its own from the last one's millisecond on.
 */
async function* pagesOfWindow(span: Span, reading: Reading): AsyncGenerator<Found, undefined> {
  const { list, limits, room } = reading;
  const { limit, size, direction, window } = list;
  const { from, before } = window ?? WHOLE;
  const isLastWindow = direction === "ASC" ? span.before === before : span.from === from;
  let left = span;
  let least = 1;
  for (;;) {
    const pages = Math.max(least, Math.ceil(Math.min(size, room()) / limit));
    const bounds = { ...limits, maxItems: pages * limit, maxPages: Number.POSITIVE_INFINITY };
    const walk = new ListWalk(bounds, placeAt(sourceOf(list, left), START));
    reading.onOpen(walk);
    let last: number | null = null;
    for (let batch = await walk.next(); batch; batch = await walk.next()) {
      last = lastTime(own(batch.items, left)) ?? last;
      const isLast = isLastWindow && batch.ended === "end";
      yield { batch, span: left, isSeam: batch.ended !== null, isLast, isPlain: false };
    }
    if (walk.ended === "end") return;
    const rest = last === null ? left : remainder(left, last, direction);
    const isShorter = rest.from > left.from || rest.before < left.before;
    left = rest;
    // One millisecond alone fills the window: it is read again, and further.
    least = isShorter ? 1 : 2 * pages;
  }
}

/** The pages of a list that is not cut. */
async function* plainPages(walk: InvoiceWalk, reading: Reading): AsyncGenerator<Found, undefined> {
  reading.onOpen(walk);
  for (let batch = await walk.next(); batch; batch = await walk.next()) {
    yield { batch, span: WHOLE, isSeam: false, isLast: batch.ended === "end", isPlain: true };
  }
}

/** The whole list from its start, without what was given. */
function fromStart({ list, limits, seen, room }: Reading): InvoiceWalk {
  return new ListWalk({ ...limits, maxItems: room() }, { ...placeAt(sourceOf(list, WHOLE), START), seen });
}

/** When the last item before a mark was created, in ms since 1970. */
function timeOfMark({ list, mark }: Reading): number {
  return list.direction === "ASC" ? mark.rank : -mark.rank;
}
