import type { Clock } from "../clock.ts";
import { type Random, randomStream } from "../random.ts";
import { createdFate, type Fate, scenario } from "./lifecycle.ts";
import { drawOrder, type Order, settle, type Terms } from "./terms.ts";

/** An invoice as it is stored. What changes with time is reckoned from its fate when it is shown. */
export interface TxnRecord {
  id: string;
  createdAtMs: number;
  fate: Fate;
  /** Made when they are first read. */
  readonly terms: Terms;
}

/** All invoices, oldest first. */
export class TxnStore {
  readonly #seed: number;
  readonly #clock: Clock;
  readonly #accountId: string;
  readonly #records: TxnRecord[];
  #byId: Map<string, TxnRecord> | undefined;
  #references: Set<string> | undefined;
  #made = 0;

  constructor(seed: number, clock: Clock, count: number) {
    this.#seed = seed;
    this.#clock = clock;
    this.#accountId = randomStream(seed, "txn.account")(0).uuid();
    this.#records = Array.from({ length: count }, () => this.#seeded());
    // Sorting is stable: invoices of one millisecond keep the order they were made in.
    this.#records.sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  get records(): readonly TxnRecord[] {
    return this.#records;
  }

  find(id: string): TxnRecord | undefined {
    this.#byId ??= new Map(this.#records.map((record) => [record.id, record]));
    return this.#byId.get(id);
  }

  hasReference(reference: string): boolean {
    this.#references ??= new Set(this.#records.flatMap(({ terms }) => terms.reference ?? []));
    return this.#references.has(reference);
  }

  /** Adds seeded invoices a millisecond apart, the first at the sandbox's time or just after the newest. */
  insert(count: number): void {
    for (let i = 0; i < count; i++) this.#add(this.#seeded(this.#nextMs()));
  }

  /** Adds the invoice of an order, created now. */
  create(order: Order): TxnRecord {
    const index = this.#made++;
    const random = this.#random(index);
    const id = random.uuid();
    const fate = createdFate(random);
    const record = { id, createdAtMs: this.#nextMs(), fate, terms: settle(order, this.#accountId, random) };
    this.#add(record);
    return record;
  }

  #add(record: TxnRecord): void {
    this.#records.push(record);
    this.#byId?.set(record.id, record);
    if (record.terms.reference !== null) this.#references?.add(record.terms.reference);
  }

  #nextMs(): number {
    return Math.max(this.#clock.nowMs, (this.#records.at(-1)?.createdAtMs ?? 0) + 1);
  }

  #random(index: number): Random {
    return randomStream(this.#seed, "txn.invoice")(index);
  }

  /** The next seeded invoice: of the age its scenario wants, or, when inserted later, as new as `createdAtMs`. */
  #seeded(createdAtMs?: number): TxnRecord {
    const index = this.#made++;
    const random = this.#random(index);
    const id = random.uuid();
    const { fate, ageMs } = scenario(createdAtMs === undefined ? index : 0, random);
    let terms: Terms | undefined;
    const seed = this.#seed;
    const accountId = this.#accountId;
    return {
      id,
      createdAtMs: createdAtMs ?? this.#clock.nowMs - drawAge(ageMs, index, random, seed),
      fate,
      get terms() {
        const detail = randomStream(seed, "txn.terms")(index);
        terms ??= settle(drawOrder(detail, index), accountId, detail);
        return terms;
      },
    };
  }
}

/** One group of three in ten shares its millisecond where its ages allow it: clients must bear ties. */
function drawAge([youngest, oldest]: [number, number], index: number, random: Random, seed: number): number {
  const group = randomStream(seed, "txn.ties")(Math.floor(index / 3));
  return (group.chance(0.3) ? group : random).integer(youngest, oldest);
}
