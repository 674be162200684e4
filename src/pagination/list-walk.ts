import { PaginationError } from "../errors/errors.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { follow, isStart, START } from "./mark.ts";
import { type Place, placeAt, type State } from "./place.ts";
import { Requests } from "./requests.ts";
import { NO_RANK, type Row, toRows } from "./rows.ts";
import { checkFirstPage } from "./rules/clamped-first-page.ts";
import { detectCycle, isSame } from "./rules/cycle.ts";
import { isLastPage } from "./rules/last-page.ts";
import { findCursor } from "./rules/moved-cursor.ts";
import type { Seen } from "./rules/seen.ts";
import type { ListSource, PageContent } from "./source.ts";
import type { Page } from "./types.ts";
import type { Batch, Counts, Limits, List, Walk } from "./walk.ts";

/**
 * The list of one source.
 *
 * @param cursor where it begins; its start where none is given
 * @throws InputError for a damaged cursor, and one of a list with other parameters
 * @example new Pager(listOf(source, options.cursor), options)
 */
export function listOf<T, P extends Page<T>>(source: ListSource<T, P>, cursor?: string | null): List<T, P> {
  const mark = cursor === undefined || cursor === null ? START : decodeCursor(cursor, source);
  const { api, operation } = source;
  return {
    api,
    operation,
    cursor: encodeCursor(mark, source),
    walk: (limits) => new ListWalk(limits, placeAt(source, mark)),
  };
}

/**
 * Goes through the list of a source page by page, in order, and requests pages ahead.
 *
 * @example
 * const walk = new ListWalk({ prefetch: 1, maxItems: 1000, maxPages: 100 }, placeAt(source, START));
 * for (let page = await walk.next(); page; page = await walk.next()) use(page.items);
 */
export class ListWalk<T, P extends Page<T>> implements Walk<T, P> {
  readonly counts: Counts = { pages: 0, duplicates: 0, requests: 0 };
  readonly #limits: Limits;
  readonly #place: Place<T, P>;
  readonly #seen: Seen;
  readonly #requests: Requests<T, P>;
  #state: State<T, P>;
  /** How many pages may be requested ahead: none until it is known whether the list can be held still. */
  #depth: number;
  #pinning: Promise<void> | null = null;

  constructor(limits: Limits, place: Place<T, P>) {
    this.#limits = limits;
    this.#place = place;
    this.#seen = place.seen();
    const budget = place.isResumed ? limits.maxPages - place.requests : Infinity;
    this.#requests = new Requests(limits, this.counts, budget);
    this.#state = place.state;
    this.#depth = this.#mayPin(place.state) ? 0 : this.#depthOf(place.state);
  }

  get ended(): Walk<T, P>["ended"] {
    return this.#requests.isExhausted ? "maxPages" : this.#state.ended;
  }

  async next(): Promise<Batch<T, P> | null> {
    await this.#pinning;
    const before = this.#state;
    if (before.ended) return null;

    const raw = await this.#requests.take(before, this.#depth);
    this.counts.pages++;
    const { position, source, longest } = before;
    const { count } = raw;
    const isLast = isLastPage(count, source.pageSize, longest);
    this.#state = { ...before, position: position + 1, pages: before.pages + 1, longest: Math.max(longest, count) };
    // Behind a page without anything new, the next request waits until it is clear that the list goes on.
    if (!isLast && before.step === 0 && before.cycle.run === 0) this.ahead(count);
    await this.#requests.flush();

    const countAt = async (first: number) => (await this.#requests.fetch(source, first)).count;
    const { first, back } = await checkFirstPage(before, { position, count }, source.sizeAsked, countAt);
    if (back !== null) return this.#goBack({ ...before, position: back, first });

    const content = raw.parse();
    const rows = toRows(content.items, source);
    const moved = findCursor(before.step, position, this.#headOf(rows));
    if (moved.back !== null) {
      return this.#goBack({ ...before, position: moved.back, first: moved.back, step: moved.step });
    }
    this.#state = { ...this.#state, first, step: 0 };
    return this.#judge(before, content, rows, isLast);
  }

  ahead(count = 0): void {
    this.#requests.fill(this.#state, this.#depth, count);
  }

  stop(): void {
    this.#requests.stop();
  }

  #goBack(state: State<T, P>): Promise<Batch<T, P> | null> {
    this.#requests.drop();
    this.#state = state;
    return this.next();
  }

  /** What of a page is new, and whether it was the last. */
  async #judge(
    before: State<T, P>,
    content: PageContent<T, P>,
    list: readonly Row<T>[],
    isLast: boolean,
  ): Promise<Batch<T, P>> {
    const { position, mark, source } = before;
    const rows = this.#admit(list);
    const page = { position, ids: list.map(({ id }) => id) };
    const { state: cycle, recheckPosition } = detectCycle(before.cycle, page, rows.length > 0);
    const repeats = !isLast && recheckPosition !== null && isSame(page.ids, await this.#idsAt(source, recheckPosition));
    if (repeats && !source.repeatEnds) {
      throw new PaginationError("The server repeats itself: it seems to ignore which page is asked for.", source);
    }

    const room = this.#limits.maxItems - before.items;
    const given = rows.slice(0, room);
    const isWhole = given.length === rows.length;
    const { ordered } = this.#seen;
    const state: State<T, P> = {
      ...this.#state,
      items: before.items + given.length,
      cycle: recheckPosition === null ? cycle : { ...cycle, period: 0 },
      mark: follow(mark, position, given, ordered),
      ended: isWhole && (isLast || repeats) ? "end" : given.length === room ? "maxItems" : null,
    };
    this.#state = state;
    if (state.ended) this.#requests.drop();
    else if (this.#mayPin(before)) this.#pinning = this.#pin(content, ordered);
    else this.ahead();

    const seen = this.#seen.snapshot();
    const { isResumed } = this.#place;
    const requests = this.#place.requests + this.counts.requests - this.#requests.ahead;
    return {
      items: given.map(({ item }) => item),
      content,
      ended: state.ended,
      cursor: (count) => encodeCursor(follow(mark, position, given.slice(0, count), ordered), source),
      rest: (limits) => new ListWalk({ ...this.#limits, ...limits }, { state, seen, isResumed, requests }),
    };
  }

  /** Whether the source is to be asked for a pinned one: at a list's start, before any item is given. */
  #mayPin({ mark }: State<T, P>): boolean {
    return this.#limits.prefetch > 1 && isStart(mark);
  }

  async #pin(first: PageContent<T, P>, ordered: boolean): Promise<void> {
    const { source } = this.#state;
    let pinned: ListSource<T, P> | null | undefined;
    try {
      const look = async (tried: ListSource<T, P>, position: number) =>
        (await this.#requests.fetch(tried, position)).parse();
      if (ordered) pinned = await source.pinned?.(first, look);
    } catch {
      // What hinders this request will hinder the next as well, and is reported there.
    }
    if (pinned) this.#state = { ...this.#state, source: pinned, isPinned: true };
    this.#depth = this.#depthOf(this.#state);
    this.ahead();
  }

  #depthOf({ isPinned }: State<T, P>): number {
    return isPinned ? this.#limits.prefetch : Math.min(this.#limits.prefetch, 1);
  }

  /** Whether the first row of a page at a cursor's place was given: then no row is missing before it. */
  #headOf([head]: readonly Row<T>[]): "given" | "new" | null {
    if (!head) return null;
    // Rows without a time do not tell where they belong.
    return this.#state.mark.rank === NO_RANK || this.#seen.has(head) ? "given" : "new";
  }

  /** The rows that are new. */
  #admit(list: readonly Row<T>[]): Row<T>[] {
    const isBehind = this.#seen.watch(list);
    const rows = list.filter((row) => this.#seen.admit(row));
    this.counts.duplicates += list.length - rows.length;
    // The list shifts after all: pages requested together may have a gap between them and are requested again, in turn.
    if (this.#depth > 1 && (isBehind || rows.length < list.length)) {
      this.#requests.drop();
      this.#depth = 1;
    }
    return rows;
  }

  async #idsAt(source: ListSource<T, P>, position: number): Promise<string[]> {
    const { items } = (await this.#requests.fetch(source, position)).parse();
    return items.map((item) => source.key(item));
  }
}
