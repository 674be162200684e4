import { type ErrorContext, PaginationError } from "../errors/errors.ts";
import { eachItem, Loop, toIterator, type Unpack } from "./loop.ts";
import type { Page } from "./types.ts";
import type { Batch, Walk } from "./walk.ts";

/** What the pages of a list have in common: a context for errors, and what the caller asked for. */
export interface PageContext extends ErrorContext {
  readonly prefetch: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes a loop hand out pages: those with new items, and an empty one where the list ends before there was any.
 *
 * @example new Loop({ walk, cursor, signal, unpack: eachPage(context) })
 */
export function eachPage<T, P extends Page<T>>(context: PageContext): Unpack<T, P, P> {
  let isFirst = true;
  return {
    values(batch) {
      if (batch.items.length === 0 && !(isFirst && batch.ended)) return [];
      isFirst = false;
      return [pageOf(batch, context)];
    },
    size: (page) => page.items.length,
  };
}

/** A loop over the pages of a walk, which begins at a cursor. */
export function pageLoop<T, P extends Page<T>>(walk: Walk<T, P>, cursor: string, context: PageContext): Loop<T, P, P> {
  return new Loop({ walk, cursor, signal: context.signal, unpack: eachPage<T, P>(context) });
}

/**
 * The one page that a loop is made for. Rejects with PaginationError where the list had ended before.
 *
 * @example const page = await onePage(pageLoop(list.walk({ ...limits, prefetch: 0 }), list.cursor, context), context);
 */
export async function onePage<T, P extends Page<T>>(loop: Loop<T, P, P>, context: PageContext): Promise<P> {
  const { value: page } = await loop.next();
  if (!page) throw new PaginationError("There is no page after this one.", context);
  loop.finish();
  return page;
}

/** The caller's page. Its methods need no `this`, so that they also work behind a proxy, as Vue and MobX make them. */
function pageOf<T, P extends Page<T>>(batch: Batch<T, P>, context: PageContext): P {
  let pending: Promise<P> | null = null;
  /** Weak: else a first page that is kept would keep all those that were reached from it. */
  let latest: WeakRef<P> | null = null;

  async function request(): Promise<P> {
    try {
      const next = await onePage(pageLoop(batch.rest({ prefetch: 0 }), page.cursor, context), context);
      latest = new WeakRef(next);
      return next;
    } finally {
      // A page that failed may be asked for again.
      pending = null;
    }
  }

  const methods = {
    hasNextPage: () => batch.ended === null,
    nextPage(): Promise<P> {
      const next = latest?.deref();
      if (next) return Promise.resolve(next);
      pending ??= request();
      return pending;
    },
    [Symbol.asyncIterator]() {
      const settings = {
        walk: batch.rest({ prefetch: context.prefetch }),
        cursor: page.cursor,
        signal: context.signal,
        own: page.items,
      };
      return toIterator(new Loop({ ...settings, unpack: eachItem<T, P>() }));
    },
    toJSON(this: P) {
      return { items: this.items, cursor: this.cursor };
    },
  };
  const fields = { items: [...batch.items], cursor: batch.cursor(batch.items.length) };
  // What the API adds to a page, as it was defined, and the two fields that each has.
  const page = Object.defineProperties({}, Object.getOwnPropertyDescriptors(batch.content)) as unknown as P;
  Object.assign(page, fields);
  for (const name of Reflect.ownKeys(methods) as (keyof typeof methods)[]) {
    Object.defineProperty(page, name, { value: methods[name], writable: true, configurable: true });
  }
  return page;
}
