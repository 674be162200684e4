import type { Clock } from "../clock.ts";
import { randomStream } from "../random.ts";
import { type InvoiceContext, SeededInvoice, type StoredInvoice } from "./invoice.ts";
import { type InvoiceTagInput, matchesTags } from "./tags.ts";

const YEAR_MS = 365 * 86_400_000;

/** Which invoices a query is about. Times are milliseconds since 1970; null leaves that side open. */
export interface Filter {
  fromMs: number | null;
  toMs: number | null;
  tags: readonly InvoiceTagInput[];
}

/** Invoices in ascending order: those of `invoices` from `start` up to, not including, `end`. */
export interface Selection {
  invoices: readonly StoredInvoice[];
  start: number;
  end: number;
}

/** All pushed invoices, oldest first. Rows only ever join at the newest end, so a position is found by bisection. */
export class InvoiceStore {
  readonly #context: InvoiceContext;
  readonly #clock: Clock;
  readonly #invoices: StoredInvoice[] = [];
  #byHash: Map<string, StoredInvoice> | undefined;
  #seeded = 0;

  constructor(context: InvoiceContext, clock: Clock, count: number) {
    this.#context = context;
    this.#clock = clock;
    for (const createdAtMs of seededTimes(context.seed, clock.nowMs, count)) this.#addSeeded(createdAtMs);
  }

  get invoices(): readonly StoredInvoice[] {
    return this.#invoices;
  }

  /** Milliseconds since 1970; 0 when there is no invoice. */
  get newestMs(): number {
    return this.#invoices.at(-1)?.createdAtMs ?? 0;
  }

  /** Adds seeded invoices a millisecond apart, the first at the sandbox's time or just after the newest row. */
  insert(count: number): void {
    for (let i = 0; i < count; i++) this.#addSeeded(Math.max(this.#clock.nowMs, this.newestMs + 1));
  }

  /** Adds an invoice that is not older than the newest. */
  add(invoice: StoredInvoice): void {
    this.#invoices.push(invoice);
    if (this.#byHash !== undefined) remember(this.#byHash, invoice);
  }

  findByPaymentHash(paymentHash: string): StoredInvoice | undefined {
    if (this.#byHash === undefined) {
      this.#byHash = new Map();
      for (const invoice of this.#invoices) remember(this.#byHash, invoice);
    }
    return this.#byHash.get(paymentHash);
  }

  select(filter: Filter): Selection {
    const { tagFilter, filterTo } = this.#context.guesses;
    const start = filter.fromMs === null ? 0 : this.#firstAt(filter.fromMs);
    const toMs = filter.toMs === null ? Infinity : filter.toMs + (filterTo === "inclusive" ? 1 : 0);
    const end = Math.max(start, this.#firstAt(toMs));
    if (filter.tags.length === 0) return { invoices: this.#invoices, start, end };
    const matching = this.#invoices.slice(start, end).filter(({ tags }) => matchesTags(tags, filter.tags, tagFilter));
    return { invoices: matching, start: 0, end: matching.length };
  }

  #addSeeded(createdAtMs: number): void {
    this.add(new SeededInvoice(this.#context, this.#seeded, createdAtMs));
    this.#seeded += 1;
  }

  /** The position of the first invoice at or after a time. */
  #firstAt(ms: number): number {
    let low = 0;
    let high = this.#invoices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#invoices[middle]?.createdAtMs ?? Infinity) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The first invoice of a hash stays the one that is found. */
function remember(byHash: Map<string, StoredInvoice>, invoice: StoredInvoice): void {
  if (!byHash.has(invoice.paymentHash)) byHash.set(invoice.paymentHash, invoice);
}

/** A page of a selection. Rows of the same millisecond keep one order: DESC is ASC backwards. */
export function page(selection: Selection, direction: "ASC" | "DESC", limit: number, offset: number): StoredInvoice[] {
  const { invoices, start, end } = selection;
  if (direction === "ASC") return invoices.slice(Math.min(start + offset, end), Math.min(start + offset + limit, end));
  const stop = Math.max(end - offset, start);
  return invoices.slice(Math.max(stop - limit, start), stop).reverse();
}

/** Ascending over the year before `nowMs`. Every ninth or so is of its predecessor's very millisecond: clients must bear ties. */
function* seededTimes(seed: number, nowMs: number, count: number): Generator<number> {
  const random = randomStream(seed, "invoice.times")(0);
  let previous = nowMs - YEAR_MS;
  for (let i = 0; i < count; i++) {
    const tied = random.chance(0.11) && i > 0;
    const drawn = nowMs - Math.ceil(YEAR_MS * (1 - (i + random.fraction()) / count));
    previous = tied ? previous : Math.max(previous, drawn);
    yield previous;
  }
}
