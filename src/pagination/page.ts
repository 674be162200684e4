import { PaginationError } from "../errors/errors.ts";
import { encodeCursor } from "./cursor.ts";
import { eachItem, type List, Loop, type Unpack } from "./loop.ts";
import type { Place } from "./place.ts";
import type { Page, Strategy } from "./strategy.ts";
import type { Turn } from "./walk.ts";

/**
 * Makes a loop hand out pages: those with new items, and an empty one where the list ends before there was any.
 *
 * @example new Loop(list, place, eachPage(list))
 */
export function eachPage<T, P extends Page<T>, Raw, Pin>(list: List<T, P, Raw, Pin>): Unpack<T, P, Pin, P> {
  let isFirst = true;
  return {
    values(turn) {
      if (turn.rows.length === 0 && !(isFirst && turn.rest.state.ended)) return [];
      isFirst = false;
      return [pageOf(list, turn)];
    },
    size: (page) => page.items.length,
  };
}

/**
 * A loop for a single page, which requests nothing ahead.
 *
 * @example const page = await onePage(onePageLoop(list, place));
 */
export function onePageLoop<T, P extends Page<T>, Raw, Pin>(
  list: List<T, P, Raw, Pin>,
  place: Place<Pin>,
): Loop<T, P, Raw, Pin, P> {
  return new Loop({ ...list, limits: { ...list.limits, prefetch: 0 } }, place, eachPage(list));
}

/**
 * The page of {@link onePageLoop}. Rejects with PaginationError where the list had ended before.
 *
 * @param strategy the loop's, for the error
 * @example const page = await onePage(onePageLoop(list, place), list.strategy);
 */
export async function onePage<T, P extends Page<T>, Raw, Pin>(
  loop: Loop<T, P, Raw, Pin, P>,
  strategy: Strategy<T, P, Raw, Pin>,
): Promise<P> {
  const { value: page } = await loop.next();
  if (!page) throw new PaginationError("There is no page after this one.", strategy);
  loop.finish();
  return page;
}

class ListPage<T, P extends Page<T>, Raw, Pin> implements Page<T> {
  readonly items: T[];
  readonly cursor: string;
  readonly #list: List<T, P, Raw, Pin>;
  readonly #rest: Place<Pin>;
  #pending: Promise<P> | null = null;
  /** Weak: else a first page that is kept would keep all those that were reached from it. */
  #next: WeakRef<P> | null = null;

  constructor(list: List<T, P, Raw, Pin>, turn: Turn<T, P, Pin>) {
    // What the API adds to a page; the two fields after it are the page's own.
    Object.assign(this, turn.content);
    this.items = turn.rows.map(({ item }) => item);
    this.cursor = encodeCursor(turn.rest.state.mark, list.strategy);
    this.#list = list;
    this.#rest = turn.rest;
  }

  hasNextPage(): boolean {
    return this.#rest.state.ended === null;
  }

  nextPage(): Promise<P> {
    const next = this.#next?.deref();
    if (next) return Promise.resolve(next);
    this.#pending ??= this.#request();
    return this.#pending;
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return new Loop(this.#list, this.#rest, eachItem(), this.items);
  }

  async #request(): Promise<P> {
    try {
      const page = await onePage(onePageLoop(this.#list, this.#rest), this.#list.strategy);
      this.#next = new WeakRef(page);
      return page;
    } finally {
      // A page that failed may be asked for again.
      this.#pending = null;
    }
  }
}

function pageOf<T, P extends Page<T>, Raw, Pin>(list: List<T, P, Raw, Pin>, turn: Turn<T, P, Pin>): P {
  // The strategy's content is what P has beyond Page, as PageContent says.
  return new ListPage(list, turn) as unknown as P;
}
