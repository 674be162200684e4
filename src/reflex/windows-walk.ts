import type { Mark } from "../pagination/cursor.ts";
import type { PageContent, Strategy } from "../pagination/strategy.ts";
import type { Invoice, InvoicePage } from "./types.ts";
import { enter, planChain, single, type Window } from "./windows-chain.ts";
import { lastTime, own, timeOf, WHOLE, type WindowedList } from "./windows-list.ts";
import type { Span } from "./windows-plan.ts";

/** A page of a window, asked for and not yet handed out. */
export interface Chunk extends PageContent<Invoice, InvoicePage> {
  /** The page after it in the same window. */
  next: Place | null;
  hasNext: boolean;
}

/** Where in a list of windows a page is. */
interface Place {
  readonly window: Window;
  readonly offset: number;
}

/** A place, and the invoices before it at least. */
interface Step {
  find(signal: AbortSignal): Promise<Place>;
  readonly given: number;
}

/** How a list is walked in windows. */
export interface WalkSettings {
  /** The one window to walk; `null` to plan windows over the whole list. */
  window: Span | null;
  /** The invoices that a window should hold. */
  size: number;
  /** As many windows are read at a time. */
  parallel: number;
  /** More than so many invoices are not needed. */
  maxItems: number;
  /** What was given before. */
  mark: Mark;
}

/**
 * Walks a list in windows: one page after the other for the pager, whose strategy this is. A strategy serves one loop
 * over the list and the pages that come of it.
 *
 * Windows only choose which requests are made. What is owed is known by `created_at`: a walk goes on behind its first
 * page, behind a cursor, and where a window holds more than planned, with the invoices from the last one's millisecond
 * on. Those of that millisecond come again, and the pager drops them.
 */
export function createWalk(
  list: WindowedList,
  identity: Pick<Strategy, "operation" | "fingerprint">,
  { window: given, size, parallel, maxItems, mark }: WalkSettings,
): Strategy<Invoice, InvoicePage, Chunk> {
  const isAscending = list.direction === "ASC";
  const start =
    mark.rank > WHOLE.from ? behind(given ?? WHOLE, isAscending ? mark.rank : -mark.rank) : (given ?? WHOLE);
  const steps: Step[] = [];
  const ahead = new WeakMap<Place, { signal: AbortSignal; chunk: Promise<Chunk> }>();
  const firsts = new WeakMap<Window, Place>();
  /** Windows whose pages are not cut short by time: where some invoices have none. */
  const whole: Window | null = null;
  let planning: AbortSignal | null = null;

  /** What of a span the list still owes where its last invoice given is of that time. */
  function behind(span: Span, time: number): Span {
    return isAscending
      ? { ...span, from: Math.max(span.from, time), count: null }
      : { ...span, before: Math.min(span.before, time + 1), count: null };
  }

  function first(window: Window): Place {
    const place = firsts.get(window) ?? { window, offset: 0 };
    firsts.set(window, place);
    return place;
  }

  async function load({ window, offset }: Place, signal: AbortSignal, aggregated = false): Promise<Chunk> {
    const { span } = window;
    const page = await list.request({ span, offset, aggregated }, signal);
    const items = own(page.items, span);
    const hasNext = page.hasNextPage();
    return { items, aggregated: page.aggregated, next: hasNext ? after(window, offset, items) : null, hasNext };
  }

  /** Offsets stay below the size of a window, however many invoices it turns out to hold. */
  function after(window: Window, offset: number, items: readonly Invoice[]): Place {
    const next = { window, offset: offset + list.limit };
    const time = lastTime(items);
    if (window === whole || next.offset < size || time === null) return next;
    const span = behind(window.span, time);
    const isShorter = span.from > window.span.from || span.before < window.span.before;
    return isShorter ? first(single(span, window.rest)) : next;
  }

  /** Requests a page. With several windows at a time, the rest of its window at once behind it. */
  async function read(place: Place, signal: AbortSignal, room: number): Promise<Chunk> {
    const chunk = await load(place, signal);
    const left = room - chunk.items.length;
    if (parallel > 1 && chunk.next?.window === place.window && chunk.next.offset < size) {
      readAhead(chunk.next, signal, left);
    }
    return chunk;
  }

  function readAhead(place: Place, signal: AbortSignal, room: number): void {
    if (room <= 0 || ahead.get(place)?.signal === signal) return;
    const chunk = read(place, signal, room);
    // Nobody may ask for it. Whoever does still gets the rejection.
    chunk.catch(() => {});
    ahead.set(place, { signal, chunk });
  }

  /** Begins with the windows to come. What hinders it is reported when the walk gets there itself. */
  async function enterAhead(window: Window, signal: AbortSignal, room: number): Promise<void> {
    if (planning === signal) return;
    planning = signal;
    try {
      let left = room - (window.span.count ?? size);
      let next = window.rest;
      for (let count = 1; count < parallel && next && left > 0; count++) {
        const entered = await enter(list, next, size, signal);
        readAhead(first(entered), signal, left);
        left -= entered.span.count ?? size;
        next = entered.rest;
      }
    } catch {
    } finally {
      planning = null;
    }
  }

  function take(place: Place, signal: AbortSignal, room: number): Promise<Chunk> {
    const known = ahead.get(place);
    ahead.delete(place);
    return known?.signal === signal ? known.chunk : read(place, signal, room);
  }

  /** The first page is the whole list's, and comes with the aggregates that the windows after it are planned by. */
  async function head(signal: AbortSignal): Promise<Chunk> {
    const place = { window: single(start), offset: 0 };
    const chunk = await load(place, signal, true);
    const planned: Promise<Window> | null = null;
    const find = async (planSignal: AbortSignal) => first(await plan(chunk, planSignal));
    steps[1] = { find, given: chunk.items.length };
    return mark.rank > WHOLE.from ? { ...chunk, aggregated: null } : chunk;
  }

  return {} as never;
}
