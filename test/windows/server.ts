import { createReflexClient, type ReflexClient } from "../../src/reflex/index.ts";
import { reflexInvoice } from "../support/fixtures.ts";

/** A row as a server keeps it, with times in ms since 1970. */
export interface Row {
  id: string;
  at: number;
  /** What the answer says instead of the time. */
  created_at?: string | null;
  /** Where the server filters by another date. */
  filteredAt?: number;
}

/** What the documents leave open, and what may go wrong. */
export interface Behaviour {
  /** Whether `filter.to` itself belongs to the answer. */
  to?: "exclusive" | "inclusive";
  /** Whether `filter.from` itself does. */
  from?: "exclusive" | "inclusive";
  /** Of both, the server heeds no more than so many ms: what is finer it cuts off. */
  grain?: number;
  /** What the aggregates say instead, of the rows of the period asked for. */
  aggregated?: (rows: Row[]) => unknown;
  /** Which rows have a date that the server cannot filter by, and stand at the end of the list. */
  isUndated?: (row: Row) => boolean;
  ignoresSort?: boolean;
  ignoresOffset?: boolean;
  /** Called before each answer. */
  onRequest?: (request: Asked, server: WindowServer) => void | Promise<void>;
}

/** A request's variables. */
export interface Asked {
  from: number | null;
  to: number | null;
  offset: number;
  limit: number;
  direction: "ASC" | "DESC";
  aggregated: boolean;
  signal: AbortSignal;
}

interface Variables {
  filter: { from?: string; to?: string };
  page: { limit: number; offset: number };
  sort: { direction: "ASC" | "DESC" };
  aggregated: boolean;
}

/** Reflex's list in memory, oldest first, with a record of what was asked of it. */
export class WindowServer {
  readonly rows: Row[];
  readonly requests: Asked[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly #behaviour: Behaviour;

  constructor(rows: readonly Row[], behaviour: Behaviour = {}) {
    this.rows = [...rows];
    this.#behaviour = behaviour;
  }

  client(): ReflexClient {
    const fetch: typeof globalThis.fetch = async (input, init) => this.#serve(new Request(input, init));
    return createReflexClient({ url: "https://reflex.test/graphql", apiKey: "key", fetch, maxRetries: 0 });
  }

  /** The ids of the whole list as one who has it all at once sees it. */
  ids(direction: "ASC" | "DESC"): string[] {
    return this.#sorted(this.rows, direction).map(({ id }) => id);
  }

  get deepestOffset(): number {
    return Math.max(...this.requests.map(({ offset }) => offset));
  }

  async #serve(incoming: Request): Promise<Response> {
    const { signal } = incoming;
    const { variables } = (await incoming.json()) as { variables: Variables };
    const { filter, page, sort, aggregated } = variables;
    const { grain = 1 } = this.#behaviour;
    const epoch = (text?: string) => (text === undefined ? null : Math.floor(Date.parse(text) / grain) * grain);
    const request: Asked = {
      from: epoch(filter.from),
      to: epoch(filter.to),
      ...page,
      direction: sort.direction,
      aggregated,
      signal,
    };
    this.requests.push(request);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    try {
      // A turn of the event loop, as long as any network takes.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#behaviour.onRequest?.(request, this);
      signal.throwIfAborted();
      return Response.json({ data: { getInvoices: { find_many: this.#findMany(request) } } });
    } finally {
      this.inFlight--;
    }
  }

  #findMany({ from, to, offset, limit, direction, aggregated }: Asked) {
    const {
      aggregated: sums = monthly,
      to: atTo = "exclusive",
      from: atFrom = "inclusive",
      isUndated,
    } = this.#behaviour;
    const selected = this.rows.filter((row) => {
      if (isUndated?.(row)) return from === null && to === null;
      const at = row.filteredAt ?? row.at;
      const isLateEnough = from === null || at > from || (at === from && atFrom === "inclusive");
      return isLateEnough && (to === null || at < to || (at === to && atTo === "inclusive"));
    });
    const start = this.#behaviour.ignoresOffset ? 0 : offset;
    const list = this.#sorted(selected, this.#behaviour.ignoresSort ? "DESC" : direction)
      .slice(start, start + limit)
      .map(({ id, at, created_at = new Date(at).toISOString() }) => reflexInvoice({ id, created_at }));
    return { list, ...(aggregated && { aggregated: sums(selected) }) };
  }

  /** Rows of one millisecond in one order; those without a date last, or first where the order is reversed. */
  #sorted(rows: readonly Row[], direction: "ASC" | "DESC"): Row[] {
    const { isUndated } = this.#behaviour;
    const time = (row: Row) => (isUndated?.(row) ? Number.MAX_SAFE_INTEGER : row.at);
    const ascending = [...rows].sort((one, other) => time(one) - time(other));
    return direction === "ASC" ? ascending : ascending.reverse();
  }
}

const DAY = 86_400_000;

/** Sums per bucket of so many days; the buckets' dates are what `date` makes of their beginnings. */
export function buckets(days: number, date = (ms: number): string | null => new Date(ms).toISOString()) {
  return (rows: Row[]) => {
    const counts = new Map<number, number>();
    for (const { at } of rows) {
      const start = Math.floor(at / (days * DAY)) * days * DAY;
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
    const list = [...counts].map(([start, count]) => ({ date: date(start), count, amount_msat: "0" }));
    return sums(list, rows.length);
  };
}

/** Aggregates as the wire has them. */
export function sums<List>(list: List, total: number | null) {
  return {
    aggregation_interval: "MONTH",
    list,
    stats: { countries: [], destinations: [] },
    total: { count: total, amount_msat: "0" },
  };
}

/** What the server chooses: finer buckets where the period is shorter. */
function monthly(rows: Row[]): unknown {
  const width = (rows.at(-1)?.at ?? 0) - (rows[0]?.at ?? 0);
  return buckets(width > 31 * DAY ? 30 : width > 2 * DAY ? 1 : 1 / 24)(rows);
}

/**
 * Rows from 2025 on, at uneven distances of some minutes on average, every fifth or so of its predecessor's very
 * millisecond. Same seed, same rows.
 */
export function makeRows(count: number, { seed = 1, tied = 0.2, every = 5 * 60_000 } = {}): Row[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let at = Date.parse("2025-01-01T00:00:00.000Z");
  return Array.from({ length: count }, (_, index) => {
    if (random() >= tied) at += Math.ceil(random() ** 4 * 5 * every);
    return { id: `invoice-${index}`, at };
  });
}

/** The ids in the order they come. */
export async function idsOf(invoices: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of invoices) ids.push(id);
  return ids;
}
