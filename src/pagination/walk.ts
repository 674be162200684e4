import { PaginationError } from "../errors/errors.ts";
import { follow, type Mark } from "./cursor.ts";
import { requestsLeave } from "./leave.ts";
import type { Place, State } from "./place.ts";
import { isSame, sight } from "./repeats.ts";
import { type Limits, Requests } from "./requests.ts";
import { NO_RANK, type Row, toRows } from "./rows.ts";
import type { Seen } from "./seen.ts";
import type { Page, PageContent, PagerStats, Strategy } from "./strategy.ts";

/** A page in its turn. */
export interface Turn<T, P extends Page<T>, Pin> {
  readonly content: PageContent<T, P>;
  /** Its rows that were not given before. */
  readonly rows: readonly Row<T>[];
  readonly position: number;
  /** False where the rows are not in the order of their ranks. */
  readonly ordered: boolean;
  /** What was given before this page. */
  readonly mark: Mark;
  /** Where another walk can go on behind this page. */
  readonly rest: Place<Pin>;
}

/**
 * Goes through a list page by page, in order, and requests pages ahead. A walk serves one consumer, which asks for a
 * page when it has used the one before.
 *
 * @example
 * const walk = new Walk(strategy, { prefetch: 1, maxItems: 1000, maxPages: 100 }, placeAt(START), stats);
 * for (let turn = await walk.next(); turn; turn = await walk.next()) use(turn.rows);
 */
export class Walk<T, P extends Page<T>, Raw, Pin> {
  readonly stats: PagerStats;
  readonly #strategy: Strategy<T, P, Raw, Pin>;
  readonly #limits: Limits;
  readonly #seen: Seen;
  readonly #requests: Requests<T, P, Raw, Pin>;
  #state: State<Pin>;
  /** How many pages may be requested ahead: none until the strategy has said whether more than one may. */
  #depth: number;
  #asking: Promise<void> | null = null;

  constructor(strategy: Strategy<T, P, Raw, Pin>, limits: Limits, place: Place<Pin>, stats: PagerStats) {
    this.stats = stats;
    this.#strategy = strategy;
    this.#limits = limits;
    this.#requests = new Requests(strategy, limits, stats);
    this.#seen = place.seen();
    this.#state = place.state;
    this.#depth = this.#mayAsk(place.state) ? 0 : this.#depthFor(place.state.pin);
  }

  /**
   * The next page, `null` behind the last. Rejects with what the strategy's `fetch` and `parse` reject with, and with
   * PaginationError where `maxPages` is used up or the server repeats itself.
   */
  async next(): Promise<Turn<T, P, Pin> | null> {
    await this.#asking;
    const before = this.#state;
    if (before.ended) {
      this.stats.stoppedBecause = before.ended;
      return null;
    }
    if (before.pages >= this.#limits.maxPages) {
      this.stats.stoppedBecause = "maxPages";
      throw new PaginationError(`The list goes on after ${before.pages} pages (maxPages).`, this.#strategy);
    }

    const raw = await this.#requests.take(before, this.#depth);
    this.stats.pages++;
    const count = this.#strategy.count(raw);
    const { position, longest, first } = before;
    const isLast = count === 0 || count < (this.#strategy.pageSize ?? longest);
    this.#state = { ...before, position: position + 1, pages: before.pages + 1, longest: Math.max(longest, count) };
    // Behind a page without anything new, the next request waits until it is clear that the list goes on.
    if (!isLast && before.step === 0 && before.sightings.run === 0) this.ahead(count);
    if (this.#requests.ahead > 0) await requestsLeave();

    // Fewer rows on the first page than asked for: the server clamps, or the list ended there and has grown since.
    if (first !== null && position > first && count > 0 && longest < (this.#strategy.sizeAsked ?? 0)) {
      const again = this.#strategy.count(await this.#requests.fetch(first, before.pin));
      if (again > longest) {
        this.#requests.drop();
        return this.#goBack({ ...before, position: first, first: null });
      }
      this.#state = { ...this.#state, first: null };
    }

    const content = this.#strategy.parse(raw);
    const list = toRows(content.items, this.#strategy);
    if (before.step > 0 && position > 0 && this.#isBeyond(list[0])) {
      const earlier = Math.max(0, position - before.step);
      return this.#goBack({ ...before, position: earlier, first: earlier, step: before.step * 2 });
    }
    return this.#judge(before, content, list, isLast);
  }

  #goBack(state: State<Pin>): Promise<Turn<T, P, Pin> | null> {
    this.#state = state;
    return this.next();
  }

  /** What of a page is new, and whether it was the last. */
  async #judge(
    before: State<Pin>,
    content: PageContent<T, P>,
    list: readonly Row<T>[],
    isLast: boolean,
  ): Promise<Turn<T, P, Pin>> {
    const { position, mark } = before;
    const rows = this.#admit(list);
    const page = { position, ids: list.map(({ id }) => id) };
    const { sightings, suspect } = sight(before.sightings, page, rows.length > 0);
    const repeats = !isLast && suspect !== null && isSame(page.ids, await this.#look(suspect));
    if (repeats && !this.#strategy.repeatEnds) {
      const message = "The server repeats itself: it seems to ignore which page is asked for.";
      throw new PaginationError(message, this.#strategy);
    }

    const room = this.#limits.maxItems - before.items;
    const given = rows.slice(0, room);
    const isWhole = given.length === rows.length;
    const { ordered } = this.#seen;
    const state: State<Pin> = {
      ...this.#state,
      items: before.items + given.length,
      step: 0,
      sightings: suspect === null ? sightings : { ...sightings, period: 0 },
      mark: follow(mark, position, given, ordered),
      ended: isWhole && (isLast || repeats) ? "end" : given.length === room ? "maxItems" : null,
    };
    this.#state = state;
    if (state.ended) this.#requests.drop();
    else if (this.#mayAsk(before)) this.#asking = this.#ask(content, ordered);
    else this.ahead();
    return { content, rows: given, position, ordered, mark, rest: { state, seen: this.#seen.snapshot() } };
  }

  /**
   * Requests the pages to come as far as they may be requested ahead, while the consumer works on one that it has.
   *
   * @param count rows at hand and not yet given
   */
  ahead(count = 0): void {
    this.#requests.fill(this.#state, this.#depth, count);
  }

  /** Why there is no page to come; `null` while there may be one. */
  get ended(): State<Pin>["ended"] {
    return this.#state.ended;
  }

  /** Aborts what is under way. Nothing is requested any more. */
  stop(): void {
    this.#requests.stop();
  }

  /** Whether the strategy is to be asked about several requests at once: at a list's start, before any item is given. */
  #mayAsk({ mark }: State<Pin>): boolean {
    return this.#limits.prefetch > 1 && mark.hashes.length === 0;
  }

  async #ask(first: PageContent<T, P>, ordered: boolean): Promise<void> {
    let pin: Pin | null | undefined;
    try {
      if (ordered) pin = await this.#strategy.steady(first, (position, tried) => this.#requests.fetch(position, tried));
    } catch {
      // What hinders this request will hinder the next as well, and is reported there.
    }
    this.#state = { ...this.#state, pin: pin ?? undefined };
    this.#depth = this.#depthFor(this.#state.pin);
    this.ahead();
  }

  #depthFor(pin: Pin | undefined): number {
    return pin === undefined ? Math.min(this.#limits.prefetch, 1) : this.#limits.prefetch;
  }

  /** Whether rows were deleted, so that the page a cursor points to no longer reaches back to the last row given. */
  #isBeyond(head: Row<T> | undefined): boolean {
    return head === undefined || (this.#state.mark.rank > NO_RANK && !this.#seen.has(head));
  }

  /** The rows that are new. */
  #admit(list: readonly Row<T>[]): Row<T>[] {
    const isBehind = this.#seen.watch(list);
    const rows = list.filter((row) => this.#seen.admit(row));
    this.stats.duplicates += list.length - rows.length;
    // The list shifts after all: pages requested together may have a gap between them and are requested again, in turn.
    if (this.#depth > 1 && (isBehind || rows.length < list.length)) {
      this.#requests.drop();
      this.#depth = 1;
    }
    return rows;
  }

  /** The ids that a page has now. */
  async #look(position: number): Promise<string[]> {
    const { items } = this.#strategy.parse(await this.#requests.fetch(position, this.#state.pin));
    return items.map((item) => this.#strategy.key(item));
  }
}
