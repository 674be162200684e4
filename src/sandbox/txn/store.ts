import type { Clock } from "../clock.ts";
import { type Random, randomStream } from "../random.ts";
import { type Course, unpaidCourse } from "./lifecycle.ts";
import { drawLifetime, PENDING, scenario } from "./scenarios.ts";
import { drawOrder, type Order, settle, type Terms } from "./terms.ts";

/** An invoice as it is stored. What changes with time is reckoned from its course when it is shown. */
export interface TxnRecord {
  readonly id: string;
  readonly createdAtMs: number;
  /** When its course began, by the sandbox's clock: rows of one moment are shown a millisecond apart. */
  readonly startedAtMs: number;
  course: Course;
  readonly terms: Terms;
}

/** How long ago a record's course began, in milliseconds. */
export function ageOf({ startedAtMs }: TxnRecord, nowMs: number): number {
  return nowMs - startedAtMs;
}

/** All invoices, oldest first. */
export class TxnStore {
  readonly #clock: Clock;
  readonly #serverMs: () => number;
  readonly #streams: Streams;
  readonly #records: TxnRecord[];
  #byId: Map<string, TxnRecord> | undefined;
  #references: Set<string> | undefined;
  #made = 0;

  constructor(seed: number, clock: Clock, serverMs: () => number, count: number) {
    this.#clock = clock;
    this.#serverMs = serverMs;
    this.#streams = {
      id: randomStream(seed, "txn.id"),
      scenario: randomStream(seed, "txn.scenario"),
      terms: randomStream(seed, "txn.terms"),
      ties: randomStream(seed, "txn.ties"),
      accountId: randomStream(seed, "txn.account")(0).uuid(),
    };
    this.#records = Array.from({ length: count }, () => this.#seeded(this.#made++));
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

  /** Adds pending invoices a millisecond apart, the first at the sandbox's time or just after the newest. */
  insert(count: number): void {
    const startedAtMs = this.#clock.nowMs;
    for (let i = 0; i < count; i++) {
      this.#add(new SeededRecord(this.#streams, this.#made++, { createdAtMs: this.#nextMs(), startedAtMs }, PENDING));
    }
  }

  /** Adds the invoice of an order, created now. */
  create(order: Order): TxnRecord {
    const index = this.#made++;
    const { accountId, ...streams } = this.#streams;
    const record = {
      id: streams.id(index).uuid(),
      createdAtMs: this.#nextMs(),
      startedAtMs: this.#clock.nowMs,
      // Who creates one decides what becomes of it: nobody pays by itself.
      course: unpaidCourse(drawLifetime(streams.scenario(index))),
      terms: settle(order, accountId, streams.terms(index)),
    };
    this.#add(record);
    return record;
  }

  #add(record: TxnRecord): void {
    this.#records.push(record);
    this.#byId?.set(record.id, record);
    const reference = this.#references && record.terms.reference;
    if (reference != null) this.#references?.add(reference);
  }

  #nextMs(): number {
    return Math.max(this.#serverMs(), (this.#records.at(-1)?.createdAtMs ?? 0) + 1);
  }

  /** An invoice of an age that suits its scenario. */
  #seeded(index: number): TxnRecord {
    const random = this.#streams.scenario(index);
    const [youngest, oldest] = scenario(index, random).ageMs;
    // Some groups of three share a millisecond where their ages allow it: clients must bear ties.
    const group = this.#streams.ties(Math.floor(index / 3));
    const ageMs = (group.chance(0.3) ? group : random).integer(youngest, oldest);
    const createdAtMs = this.#clock.nowMs - ageMs;
    return new SeededRecord(this.#streams, index, { createdAtMs, startedAtMs: createdAtMs }, index);
  }
}

interface Streams extends Record<"id" | "scenario" | "terms" | "ties", (index: number) => Random> {
  accountId: string;
}

/** Nothing of it but its date exists before it is asked for: 100,000 of them start at once. */
class SeededRecord implements TxnRecord {
  readonly createdAtMs: number;
  readonly startedAtMs: number;
  readonly #streams: Streams;
  readonly #index: number;
  readonly #scenario: number;
  #terms: Terms | undefined;
  #course: Course | undefined;

  constructor(
    streams: Streams,
    index: number,
    times: Pick<TxnRecord, "createdAtMs" | "startedAtMs">,
    scenarioIndex: number,
  ) {
    this.createdAtMs = times.createdAtMs;
    this.startedAtMs = times.startedAtMs;
    this.#streams = streams;
    this.#index = index;
    this.#scenario = scenarioIndex;
  }

  get id(): string {
    return this.#streams.id(this.#index).uuid();
  }

  get course(): Course {
    this.#course ??= scenario(this.#scenario, this.#streams.scenario(this.#index)).course();
    return this.#course;
  }

  set course(course: Course) {
    this.#course = course;
  }

  get terms(): Terms {
    if (this.#terms === undefined) {
      const random = this.#streams.terms(this.#index);
      this.#terms = settle(drawOrder(random, this.#index), this.#streams.accountId, random);
    }
    return this.#terms;
  }
}
