import type { Clock } from "../clock.ts";
import { isDecimal } from "./decimal.ts";
import { paidAmount } from "./included.ts";
import {
  type Course,
  complete,
  contextOf,
  hold,
  isFinal,
  pay,
  refund,
  reject,
  type State,
  stateAt,
} from "./lifecycle.ts";
import { ageOf, type TxnRecord, type TxnStore } from "./store.ts";

/** What a payer, the chain and compliance do to an invoice: the part of Txn that has no endpoint. */
export interface TxnControls {
  /**
   * A payment is seen on the chain: the invoice is `processing`, and `completed` 6 minutes later.
   *
   * Paid again while it is in process, the amounts add up.
   */
  pay(id: string, payment?: { amount?: string | undefined; late?: boolean | undefined }): void;
  /** The payment is confirmed, or compliance lets it go: `completed` at once. */
  complete(id: string): void;
  /** Compliance holds it: `on_hold`, until it is completed or rejected. */
  hold(id: string): void;
  /** Compliance rejects it, after holding it where it is not held yet. */
  reject(id: string): void;
  /** The payment is not credited but goes back: `cancelled`, with a refund link. */
  refund(id: string): void;
}

/** Told of each state that an invoice enters, in the order of time. */
export type OnChange = (record: TxnRecord, state: State, atMs: number) => void;

/** The controls of a store. They throw RangeError for an unknown invoice, and for a step that the status flow does not have. */
export class TxnLife implements TxnControls {
  readonly #store: TxnStore;
  readonly #clock: Clock;
  readonly #onChange: OnChange | undefined;

  constructor(store: TxnStore, clock: Clock, onChange: OnChange | undefined) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  pay(id: string, { amount, late }: { amount?: string | undefined; late?: boolean | undefined } = {}): void {
    const { record, state, ageMs } = this.#find(id, "pay", ["pending", "expired", "processing"]);
    const { terms } = record;
    if (amount != null && !(typeof amount === "string" && isDecimal(amount) && Number(amount) > 0)) {
      throw new RangeError("sandbox: `amount` is decimal text above 0, in the charged currency");
    }
    const payment = { afterMs: ageMs, amount: amount ?? terms.amountCharged };
    const context = contextOf(paidAmount(terms, [...state.payments, payment]), terms.amountCharged);
    this.#change(record, pay(record.course, ageMs, { amount: payment.amount, context, late }));
  }

  complete(id: string): void {
    const { record, state, ageMs } = this.#find(id, "complete", ["processing", "on_hold"]);
    const { terms } = record;
    if (state.payments.length === 0) throw new RangeError(`sandbox: invoice ${id} was not paid`);
    const context = contextOf(paidAmount(terms, state.payments), terms.amountCharged);
    this.#change(record, complete(record.course, ageMs, context));
  }

  hold(id: string): void {
    const { record, ageMs } = this.#find(id, "hold", ["pending", "expired", "processing"]);
    this.#change(record, hold(record.course, ageMs));
  }

  reject(id: string): void {
    const { record, state, ageMs } = this.#find(id, "reject", ["pending", "expired", "processing", "on_hold"]);
    if (state.status !== "on_hold") this.#change(record, hold(record.course, ageMs));
    this.#change(record, reject(record.course, ageMs));
  }

  refund(id: string): void {
    const { record, state, ageMs } = this.#find(id, "refund", ["processing", "on_hold"]);
    if (state.payments.length === 0) throw new RangeError(`sandbox: invoice ${id} was not paid`);
    this.#change(record, refund(record.course, ageMs));
  }

  /** Tells of the states that began while the clock moved on from a time. */
  tellSince(fromMs: number): void {
    if (this.#onChange === undefined) return;
    const begun = this.#store.records
      .filter(({ course, startedAtMs }) => {
        return startedAtMs + (course.steps.at(-1)?.afterMs ?? 0) > fromMs;
      })
      .flatMap((record) =>
        record.course.steps
          .map(({ afterMs, state }) => ({ record, state, atMs: record.startedAtMs + afterMs }))
          .filter(({ atMs }) => atMs > fromMs && atMs <= this.#clock.nowMs),
      );
    for (const { record, state, atMs } of begun.sort((a, b) => a.atMs - b.atMs)) this.#onChange(record, state, atMs);
  }

  #find(id: string, deed: string, from: readonly State["status"][]) {
    const record = this.#store.find(id);
    if (record === undefined) throw new RangeError(`sandbox: there is no invoice ${id}`);
    const ageMs = ageOf(record, this.#clock.nowMs);
    const state = stateAt(record.course, ageMs);
    if (from.includes(state.status)) return { record, state, ageMs };
    const why = isFinal(state) ? ", which is final" : "";
    throw new RangeError(`sandbox: cannot ${deed} invoice ${id}: it is ${state.status}${why}`);
  }

  #change(record: TxnRecord, course: Course): void {
    record.course = course;
    const state = stateAt(course, ageOf(record, this.#clock.nowMs));
    this.#onChange?.(record, state, this.#clock.nowMs);
  }
}
