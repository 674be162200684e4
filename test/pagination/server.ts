import type { ListSource } from "../../src/pagination/source.ts";
import type { Page } from "../../src/pagination/types.ts";

/** A row as a server keeps it. */
export interface Item {
  id: string;
  createdAt: string | null;
}

/** A page with something of the API's own. */
export interface ItemPage extends Page<Item> {
  total: number;
}

/** An answer, not yet validated. */
export interface Raw {
  rows: Item[];
  total: number;
}

export interface Behaviour {
  direction?: "asc" | "desc";
  /** What the client asks for. */
  limit?: number;
  /** The server gives at most so many. */
  cap?: number;
  /** Whether the client takes a page shorter than its limit as the last. */
  knowsPageSize?: boolean;
  repeatEnds?: boolean;
  /** What the server does with pages that are not there, or with all. */
  pages?: "honest" | "repeatLast" | "ignore" | "circle";
  steady?: boolean | "fails";
  /** Rows without a time of their own. */
  untimed?: boolean;
  /** What happens just before a request is served; the count is of requests served before. */
  beforeServing?: (request: number, server: Server) => void;
  /** Turns of the event loop that a request takes. */
  delay?: (request: number) => number;
  /** Requests that fail. */
  fails?: (request: number) => boolean;
}

/** A list in memory, paged by offset, to which rows are added at either end. */
export class Server {
  /** From old to new. */
  rows: Item[] = [];
  readonly behaviour: Behaviour;
  /** The positions requested, in order. */
  readonly requested: number[] = [];
  inFlight = 0;
  mostInFlight = 0;
  aborted = 0;
  #serial = 0;
  #served = 0;
  /** The lists by their pins, until rows are added. */
  #lists = new Map<number | undefined, Item[]>();

  /** @param count rows at the start, all at different times */
  constructor(count: number, behaviour: Behaviour = {}) {
    this.behaviour = behaviour;
    this.addNew(count);
  }

  /** Adds rows that are newer than all others, or with `tied` as new as the newest. */
  addNew(count: number, tied = false): void {
    for (let index = 0; index < count; index++) {
      const newest = timeOf(this.rows.at(-1)) ?? EPOCH;
      this.rows.push(this.#row(tied ? newest : newest + 1000));
    }
  }

  /** Adds rows that are older than all others. */
  addOld(count: number): void {
    const oldest = timeOf(this.rows[0]) ?? EPOCH;
    const rows = Array.from({ length: count }, (_, index) => this.#row(oldest - 1000 * (count - index)));
    this.rows.unshift(...rows);
  }

  delete(rows: readonly Item[]): void {
    const gone = new Set(rows);
    this.rows = this.rows.filter((row) => !gone.has(row));
    this.#lists.clear();
  }

  /** The list as a client sees it that has it all at once. */
  list(pin?: number): Item[] {
    let list = this.#lists.get(pin);
    if (!list) {
      list = this.rows.filter((row) => pin === undefined || (timeOf(row) ?? 0) < pin);
      if (this.behaviour.direction !== "asc") list.reverse();
      this.#lists.set(pin, list);
    }
    return list;
  }

  ids(): string[] {
    return this.list().map(({ id }) => id);
  }

  page(position: number, pin?: number): Item[] {
    const { limit = 50, cap = limit, pages = "honest" } = this.behaviour;
    const size = Math.min(limit, cap);
    const list = this.list(pin);
    const count = Math.max(1, Math.ceil(list.length / size));
    const given = {
      honest: position,
      repeatLast: Math.min(position, count - 1),
      ignore: 0,
      circle: position % count,
    }[pages];
    return list.slice(given * size, (given + 1) * size);
  }

  async fetch(position: number, signal: AbortSignal, pin?: number): Promise<Raw> {
    const { beforeServing, delay, fails } = this.behaviour;
    const request = this.requested.push(position) - 1;
    this.inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      for (let turns = delay?.(request) ?? 1; turns > 0; turns--) await turn(signal);
      beforeServing?.(this.#served++, this);
      const rows = this.page(position, pin);
      for (let turns = delay?.(request + 7) ?? 1; turns > 0; turns--) await turn(signal);
      if (fails?.(request)) throw new Error(`request ${request} failed`);
      return { rows, total: this.rows.length };
    } catch (error) {
      if (signal.aborted) this.aborted++;
      throw error;
    } finally {
      this.inFlight--;
    }
  }

  /** This list as a source; with a pin, without the rows from that time on. */
  source(changes: Partial<ListSource<Item, ItemPage>> = {}, pin?: number): ListSource<Item, ItemPage> {
    const { direction = "desc", limit = 50, knowsPageSize = false, untimed = false, steady = false } = this.behaviour;
    return {
      api: "txn",
      operation: "listItems",
      fingerprint: `listItems ${direction} ${limit}`,
      direction,
      pageSize: knowsPageSize ? limit : null,
      ...(knowsPageSize ? {} : { sizeAsked: limit }),
      repeatEnds: this.behaviour.repeatEnds ?? true,
      fetch: async (position, signal) => {
        const { rows, total } = await this.fetch(position, signal, pin);
        return { count: rows.length, parse: () => ({ items: rows, total }) };
      },
      key: ({ id }) => id,
      time: (row) => (untimed ? null : timeOf(row)),
      pinned: ({ items }) => {
        if (steady === "fails") throw new Error("no answer");
        const newest = timeOf(items[0]);
        if (!steady || newest === null) return null;
        return this.source(changes, direction === "asc" ? Number.POSITIVE_INFINITY : newest + 1);
      },
      ...changes,
    };
  }

  #row(time: number): Item {
    this.#lists.clear();
    this.#serial++;
    return { id: `item-${this.#serial}`, createdAt: new Date(time).toISOString() };
  }
}

const EPOCH = Date.parse("2026-01-01T00:00:00Z");

export function timeOf(row: Item | undefined): number | null {
  return typeof row?.createdAt === "string" ? Date.parse(row.createdAt) : null;
}

/** Lets everything go on that can, without waiting. */
async function turn(signal: AbortSignal): Promise<void> {
  await Promise.resolve();
  signal.throwIfAborted();
}
