import type { Invoice, InvoicePage } from "../reflex/types.ts";
import { enter, single, type Window } from "./chain.ts";
import { lastTime, own, type WindowedList } from "./list.ts";
import { remainder } from "./plan.ts";

/** Where in a list's windows a page is. */
export interface Place {
  readonly window: Window;
  readonly offset: number;
}

/** A page of a window, and the place behind it: `null` where the window ends. */
export interface Chunk {
  /** What the server answered. */
  readonly answered: readonly Invoice[];
  /** Of that, what is the window's own. */
  readonly items: readonly Invoice[];
  readonly aggregated: InvoicePage["aggregated"];
  readonly next: Place | null;
}

/** Reads windows page by page, several windows at a time. */
export interface Reader {
  /** The beginning of a window, or of the first one that it is refined to. */
  begin(window: Window, signal: AbortSignal): Promise<Place>;
  /**
   * The page at a place. Of further windows, the requests leave as well.
   *
   * @param room more than so many invoices from there on are not needed
   */
  take(place: Place, signal: AbortSignal, room: number): Promise<Chunk>;
  /** The page at a place and nothing else. */
  load(place: Place, signal: AbortSignal, aggregated?: boolean): Promise<Chunk>;
}

/**
 * Makes the reader of a list.
 *
 * @param size the invoices that a window should hold
 * @param parallel how many windows are read at a time, each page by page; what is read and not yet taken is bounded by both
 */
export function createReader(list: WindowedList, size: number, parallel: number): Reader {
  /** The first places of windows, so that what reads ahead and what takes mean the same. */
  const firsts = new WeakMap<Window, Place>();
  /** What was asked for ahead, and by whose walk; `null` once it is taken. */
  const ahead = new WeakMap<Place, { signal: AbortSignal; chunk: Promise<Chunk> | null }>();
  let entering: AbortSignal | null = null;

  function firstOf(window: Window): Place {
    const place = firsts.get(window) ?? { window, offset: 0 };
    firsts.set(window, place);
    return place;
  }

  const begin: Reader["begin"] = async (window, signal) => firstOf(await enter(list, window, size, signal));

  const load: Reader["load"] = async ({ window, offset }, signal, aggregated = false) => {
    const page = await list.request({ span: window.span, offset, aggregated }, signal);
    const items = own(page.items, window.span);
    const next = page.hasNextPage() ? behind(window, offset, items) : null;
    return { answered: page.items, items, aggregated: page.aggregated, next };
  };

  /** Offsets stay below `size`, however many invoices a window turns out to hold: it is cut at the last one's time. */
  function behind(window: Window, offset: number, items: readonly Invoice[]): Place {
    const next = { window, offset: offset + list.limit };
    const time = lastTime(items);
    if (window.isUndated || next.offset < size || time === null) return next;
    const span = remainder(window.span, time, list.direction);
    const isShorter = span.from > window.span.from || span.before < window.span.before;
    return isShorter ? firstOf(single(span, window.rest)) : next;
  }

  /** Requests a page; where windows are read at a time, then the rest of its window too. */
  async function read(place: Place, signal: AbortSignal, room: number): Promise<Chunk> {
    const chunk = await load(place, signal);
    const { next } = chunk;
    // A window with more than its size is read further when it is its turn.
    if (next && next.window === place.window && next.offset < size) readAhead(next, signal, room - chunk.items.length);
    return chunk;
  }

  function readAhead(place: Place, signal: AbortSignal, room: number): void {
    if (parallel < 2 || room <= 0 || ahead.get(place)?.signal === signal) return;
    const chunk = read(place, signal, room);
    // Nobody may come for it. Whoever does still gets the rejection.
    chunk.catch(() => {});
    ahead.set(place, { signal, chunk });
  }

  /** Begins to read the windows to come. */
  async function beginAhead(window: Window, signal: AbortSignal, room: number): Promise<void> {
    if (entering === signal) return;
    entering = signal;
    try {
      let left = room - (window.span.count ?? size);
      let next = window.rest;
      for (let count = 1; count < parallel && next && left > 0; count++) {
        const place = await begin(next, signal);
        readAhead(place, signal, left);
        left -= place.window.span.count ?? size;
        next = place.window.rest;
      }
    } catch {
      // What hinders it is reported when the walk gets there itself.
    } finally {
      entering = null;
    }
  }

  return {
    begin,
    load,
    take(place, signal, room) {
      void beginAhead(place.window, signal, room);
      const known = ahead.get(place);
      ahead.set(place, { signal, chunk: null });
      return (known?.signal === signal && known.chunk) || read(place, signal, room);
    },
  };
}
