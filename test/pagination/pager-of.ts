import { listOf } from "../../src/pagination/list-walk.ts";
import { Pager } from "../../src/pagination/pager.ts";
import type { ListSource } from "../../src/pagination/source.ts";
import type { Page, PagerOptions } from "../../src/pagination/types.ts";

/** The pager over a source, as a client makes it. */
export function pagerOf<T, P extends Page<T>>(
  source: ListSource<T, P>,
  options: PagerOptions & { signal?: AbortSignal } = {},
): Pager<T, P> {
  return new Pager(listOf(source, options.cursor), options);
}
