import type { ReadInvoice } from "../bolt11/read.ts";
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
  #pushed: Map<string, StoredInvoice> | undefined;
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
    if (this.#pushed !== undefined) remember(this.#pushed, invoice);
  }

  /** The stored invoice of the same payment hash; of the same text, where there is no hash. */
  findPushed({ paymentHash, paymentRequest }: ReadInvoice): StoredInvoice | undefined {
    if (this.#pushed === undefined) {
      this.#pushed = new Map();
      for (const invoice of this.#invoices) remember(this.#pushed, invoice);
    }
    return this.#pushed.get(paymentHash || paymentRequest);
  }

  select(filter: Filter): Selection {
    const { tagFilter, tagWithoutValue, filterTo, filterPrecision, filterColumn } = this.#context.guesses;
    const unit = filterPrecision === "second" ? 1000 : 1;
    const floor = (ms: number) => Math.floor(ms / unit) * unit;
    const fromMs = filter.fromMs === null ? -Infinity : floor(filter.fromMs);
    const beforeMs = filter.toMs === null ? Infinity : floor(filter.toMs) + (filterTo === "inclusive" ? unit : 0);
    const hasTags = ({ tags }: StoredInvoice) => matchesTags(tags, filter.tags, { tagFilter, tagWithoutValue });
    if (filterColumn === "invoice_created_at") {
      const within = ({ invoiceCreatedAtMs: ms }: StoredInvoice) => ms >= fromMs && ms < beforeMs;
      return whole(this.#invoices.filter((invoice) => within(invoice) && hasTags(invoice)));
    }
    const start = this.#firstAt(fromMs);
    const end = Math.max(start, this.#firstAt(beforeMs));
    if (filter.tags.length === 0) return { invoices: this.#invoices, start, end };
    return whole(this.#invoices.slice(start, end).filter(hasTags));
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

/** The first of those that are the same stays the one that is found. */
function remember(pushed: Map<string, StoredInvoice>, invoice: StoredInvoice): void {
  const key = invoice.paymentHash || invoice.row.payment_request;
  if (!pushed.has(key)) pushed.set(key, invoice);
}

/** All of some rows. */
export function whole(invoices: readonly StoredInvoice[]): Selection {
  return { invoices, start: 0, end: invoices.length };
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
