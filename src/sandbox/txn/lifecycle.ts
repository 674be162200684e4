import { compare } from "./decimal.ts";

/** The documented status flow: what may become of an invoice, as a course of steps. */

const MINUTE_MS = 60_000;

/** Unpaid so long, an invoice is cancelled: the documents' 168 hours. */
const CANCELLED_AFTER_MS = 7 * 24 * 60 * MINUTE_MS;

/** From a payment to its confirmation on the chain. */
const CONFIRMED_AFTER_MS = 6 * MINUTE_MS;

/** A status of the documented table. */
export type Status = "pending" | "expired" | "processing" | "completed" | "on_hold" | "cancelled" | "rejected";

/** What a payer paid. */
export interface Payment {
  /** Milliseconds after the invoice's creation. */
  afterMs: number;
  /** Decimal text in the charged currency, or a share of what was charged. */
  amount: string | { share: string };
}

/** One row of the documented status table, with the payments seen by then. */
export interface State {
  status: Status;
  statusContext: "unpaid" | "full" | "underpaid" | "overpaid";
  paymentStatus: "expecting" | "on_time" | "late";
  payments: readonly Payment[];
}

/** A state and the invoice's age, in milliseconds, at which it begins. */
export interface Step {
  afterMs: number;
  state: State;
}

/** An invoice's way through the status flow, steps still to come included; it always has its first. */
export interface Course {
  /** How long it can be paid in time: `expiresAt` less `createdAt`, in milliseconds. */
  readonly lifetimeMs: number;
  readonly steps: readonly [Step, ...Step[]];
}

/** The state of an invoice of the given age. */
export function stateAt({ steps }: Course, ageMs: number): State {
  return (steps.findLast(({ afterMs }) => afterMs <= ageMs) ?? steps[0]).state;
}

/** Whether nothing follows. */
export function isFinal({ status }: State): boolean {
  return status === "completed" || status === "cancelled" || status === "rejected";
}

/** The course of an invoice that nobody pays: expired after its lifetime, cancelled after 168 hours. */
export function unpaidCourse(lifetimeMs: number): Course {
  const state = (status: Status): State => ({
    status,
    statusContext: "unpaid",
    paymentStatus: "expecting",
    payments: [],
  });
  return {
    lifetimeMs,
    steps: [
      { afterMs: 0, state: state("pending") },
      { afterMs: lifetimeMs, state: state("expired") },
      { afterMs: CANCELLED_AFTER_MS, state: state("cancelled") },
    ],
  };
}

/** What becomes of a payment that is seen on the chain. */
export interface Paying {
  /** Decimal text in the charged currency, or a share of what was charged. */
  amount: Payment["amount"];
  /** What the context becomes once it is credited. */
  context: "full" | "underpaid" | "overpaid";
  /** Whether it counts as late; by the invoice's lifetime unless given. */
  late?: boolean | undefined;
  /** From the payment to its confirmation, in milliseconds. Default 6 minutes. */
  confirmedAfterMs?: number;
}

/** Adds a payment at an age: the invoice is in process, and credited once the payment is confirmed. */
export function pay(course: Course, ageMs: number, paying: Paying): Course {
  const before = stateAt(course, ageMs);
  const late = paying.late ?? ageMs >= course.lifetimeMs;
  const payments = [...before.payments, { afterMs: ageMs, amount: paying.amount }];
  // Paid in two parts, it is late if either part is.
  const paymentStatus = late || before.paymentStatus === "late" ? "late" : "on_time";
  const processing: State = { status: "processing", statusContext: "unpaid", paymentStatus, payments };
  const confirmedMs = ageMs + (paying.confirmedAfterMs ?? CONFIRMED_AFTER_MS);
  const credited: State = { ...processing, status: "completed", statusContext: paying.context };
  return then(then(course, ageMs, processing), confirmedMs, credited);
}

/** Compliance holds it from an age on. The table has a held invoice as "expecting", though it was paid. */
export function hold(course: Course, ageMs: number): Course {
  const { payments } = stateAt(course, ageMs);
  return then(course, ageMs, { status: "on_hold", statusContext: "unpaid", paymentStatus: "expecting", payments });
}

/** Compliance rejects it. */
export function reject(course: Course, ageMs: number): Course {
  return then(course, ageMs, { ...stateAt(course, ageMs), status: "rejected" });
}

/** The payment is credited. */
export function complete(course: Course, ageMs: number, context: Paying["context"]): Course {
  const { payments } = stateAt(course, ageMs);
  const paymentStatus = wasLate(course, ageMs) ? "late" : "on_time";
  return then(course, ageMs, { status: "completed", statusContext: context, paymentStatus, payments });
}

/**
 * The payment goes back by a refund link. Cancelled with a payment is in the status table without a cause; a refund setting
 * is the likely one.
 */
export function refund(course: Course, ageMs: number): Course {
  const { payments } = stateAt(course, ageMs);
  const paymentStatus = wasLate(course, ageMs) ? "late" : "on_time";
  return then(course, ageMs, { status: "cancelled", statusContext: "unpaid", paymentStatus, payments });
}

/** What was paid against what was charged, in the table's words. */
export function contextOf(paid: string, charged: string): Paying["context"] {
  const difference = compare(paid, charged);
  return difference < 0 ? "underpaid" : difference > 0 ? "overpaid" : "full";
}

/** Whether a refund link belongs to it. */
export function isRefunded({ status, payments }: State): boolean {
  return status === "cancelled" && payments.length > 0;
}

/** The course up to an age, and from there another state. */
function then(course: Course, ageMs: number, state: State): Course {
  const [first, ...later] = course.steps;
  return { ...course, steps: [first, ...later.filter(({ afterMs }) => afterMs <= ageMs), { afterMs: ageMs, state }] };
}

function wasLate({ steps }: Course, ageMs: number): boolean {
  return steps.some(({ afterMs, state }) => afterMs <= ageMs && state.paymentStatus === "late");
}
