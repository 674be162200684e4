import { PaginationError } from "../errors/errors.ts";
import type { Mark } from "../pagination/cursor.ts";
import { isSame } from "../pagination/repeats.ts";
import type { Strategy } from "../pagination/strategy.ts";
import type { Invoice, InvoicePage } from "../reflex/types.ts";
import { type FirstPage, planChain, single, undated, type Window } from "./chain.ts";
import { lastTime, timeOf, type WindowedList } from "./list.ts";
import { remainder, type Span, WHOLE } from "./plan.ts";
import { type Chunk, createReader, type Place } from "./reader.ts";

/** How a list is walked in windows. */
export interface WalkSettings {
  /** The one window to walk; `null` to plan windows over the whole list. */
  window: Span | null;
  /** The invoices that a window should hold. */
  size: number;
  /** How many windows are read at a time. */
  parallel: number;
  /** More than so many invoices are not needed. */
  maxItems: number;
  /** What was given before. */
  mark: Mark;
}

/** A page for the pager. */
interface Raw extends Pick<Chunk, "items" | "aggregated"> {
  isLast: boolean;
}

/** Where a page is, found when it is asked for, and what was handed out before it. */
interface Step {
  find(signal: AbortSignal): Promise<Place>;
  /** How many invoices. */
  given: number;
  latest: Latest;
}

/** The invoices of the latest millisecond handed out: those that come again behind a cut. */
interface Latest {
  time: number | null;
  ids: ReadonlySet<string>;
}

const NONE: Latest = { time: null, ids: new Set() };

/**
 * The strategy of a pager that walks a list in windows. It serves one loop over the list, and the pages that come of it.
 *
 * Windows only choose which requests are made. What is still owed is known by `created_at`: behind the first page, behind
 * a cursor and where a window is cut, the walk goes on with the invoices from the last one's millisecond on, and leaves
 * out those of that millisecond that it gave.
 */
export function createWalk(
  list: WindowedList,
  identity: Pick<Strategy<Invoice, InvoicePage>, "operation" | "fingerprint">,
  { window, size, parallel, maxItems, mark }: WalkSettings,
): Strategy<Invoice, InvoicePage, Raw> {
  const reader = createReader(list, size, parallel);
  const isAscending = list.direction === "ASC";
  const isResumed = mark.rank > WHOLE.from;
  const begun = isAscending ? mark.rank : -mark.rank;
  const span = isResumed ? remainder(window ?? WHOLE, begun, list.direction) : (window ?? WHOLE);
  const steps: Step[] = [];
  if (window) steps[0] = { find: (signal) => reader.begin(single(span), signal), given: 0, latest: NONE };

  /** The first page is the whole list's. It comes with the aggregates by which the windows behind it are planned. */
  async function first(signal: AbortSignal): Promise<Raw> {
    const { items, aggregated, next } = await reader.load({ window: single(span), offset: 0 }, signal, true);
    let windows: Window | null = null;
    const find = async (stop: AbortSignal): Promise<Place> => {
      windows ??= await plan({ items, aggregated }, stop);
      return windows.isUndated ? { window: windows, offset: isResumed ? 0 : list.limit } : reader.begin(windows, stop);
    };
    steps[1] = { find, given: items.length, latest: latestOf(NONE, items) };
    // The filter of a cursor's page leaves out invoices without a date, which may stand behind all others.
    const isLast = !next && !(isResumed && (await find(signal)).window.isUndated);
    return { items, aggregated: isResumed ? null : aggregated, isLast };
  }

  async function plan(page: FirstPage, signal: AbortSignal): Promise<Window> {
    // Behind a cursor, the page is not the list's first: whether that has dates is yet to be seen.
    if (isResumed) {
      const { items } = await list.request({ span: WHOLE, limit: 1 }, signal);
      if (timeOf(items[0]) === null) return undated();
    }
    const time = lastTime(page.items);
    const rest = time === null ? span : remainder(span, time, list.direction);
    return (await planChain(list, page, { span: rest, leading: time, size, signal })) ?? undated();
  }

  return {
    ...identity,
    api: "reflex",
    direction: isAscending ? "asc" : "desc",
    pageSize: list.limit,
    repeatEnds: false,
    async fetch(position, { signal }) {
      if (position === 0 && !window) return first(signal);
      const step = steps[position] ?? { find: async () => plainPlace(list, position), given: 0, latest: NONE };
      const { given, latest } = step;
      let empty: { window: Window; ids: string[] } | null = null;
      for (let { find } = step; ; ) {
        const place = await find(signal);
        const chunk = await reader.take(place, signal, maxItems - given);
        const items = chunk.items.filter(({ id }) => !latest.ids.has(id));
        const next = following(chunk, place.window);
        // The pager takes pages without anything new for a server that repeats itself: those are looked at here.
        if (items.length > 0 || !next) {
          const after = { given: given + items.length, latest: latestOf(latest, items) };
          if (next) steps[position + 1] = { find: next, ...after };
          return { items, aggregated: chunk.aggregated, isLast: !next };
        }
        const ids = chunk.answered.map(({ id }) => id);
        if (ids.length > 0 && empty?.window === place.window && isSame(empty.ids, ids)) {
          const message = "The server repeats itself: it seems to ignore which page is asked for.";
          throw new PaginationError(message, { api: "reflex", operation: identity.operation });
        }
        empty = { window: place.window, ids };
        find = next;
      }
    },
    // How long a page is says nothing here: windows end where they end.
    count: ({ isLast }) => (isLast ? 0 : list.limit),
    parse: ({ items, aggregated }) => ({ items: [...items], aggregated }),
    key: ({ id }) => id,
    time: timeOf,
    // Windows are requested together, the pages of one in turn.
    steady: () => null,
  };

  function following({ next }: Chunk, { rest }: Window): Step["find"] | null {
    if (next) return async () => next;
    return rest && ((signal) => reader.begin(rest, signal));
  }
}

function latestOf(before: Latest, items: readonly Invoice[]): Latest {
  const time = lastTime(items) ?? before.time;
  const ids = items.filter((invoice) => (timeOf(invoice) ?? time) === time).map(({ id }) => id);
  return { time, ids: new Set(time !== null && time === before.time ? [...before.ids, ...ids] : ids) };
}

/** Of a cursor without a time: those come of lists that are paged as one, see `undated`. */
function plainPlace(list: WindowedList, position: number): Place {
  return { window: undated(), offset: position * list.limit };
}
