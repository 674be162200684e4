import type { Random } from "../random.ts";
import { type Course, complete, hold, type Paying, pay, refund, reject, unpaidCourse } from "./lifecycle.ts";

/** The lives of seeded invoices. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What will become of a seeded invoice. Times are ms after its creation. */
interface Fate {
  /** How long it can be paid in time. */
  lifetimeMs: number;
  /** When the payer pays; null for never. */
  paidAfterMs: number | null;
  /** From the payment to its confirmation. */
  confirmedAfterMs: number;
  outcome: "full" | "underpaid" | "overpaid" | "refunded" | "held_then_completed" | "held_then_rejected";
  /** How long compliance holds it. */
  heldForMs: number;
}

/** A seeded invoice's course, and the ages at which it is to be shown, in ms. */
export interface Scenario {
  course(): Course;
  ageMs: [number, number];
}

/**
 * Every row of the status table once, then mostly invoices that ended long ago. A scenario shows its row when the
 * invoice is of an age within `ageMs`.
 */
export function scenario(index: number, random: Random): Scenario {
  const fate: Fate = {
    lifetimeMs: drawLifetime(random),
    paidAfterMs: random.integer(2, 9) * MINUTE_MS,
    confirmedAfterMs: random.integer(3, 10) * MINUTE_MS,
    outcome: "full",
    heldForMs: random.integer(20, 48) * HOUR_MS,
  };
  const row = table[index < table.length ? index : drawRow(random)] ?? table[0];
  return { course: () => courseOf({ ...fate, ...row.fate }), ageMs: row.ageMs };
}

/** The number of the scenario that begins as pending. */
export const PENDING = 0;

/** 20 minutes by the documents, 3 hours in a later example, and never round: `createdAt` is stamped a little later. */
export function drawLifetime(random: Random): number {
  return (random.chance(0.8) ? 20 * MINUTE_MS : 3 * HOUR_MS) - random.integer(20, 220);
}

const SHARES = { underpaid: "0.95", overpaid: "1.1", full: "1" };

function courseOf({ lifetimeMs, paidAfterMs, confirmedAfterMs, outcome, heldForMs }: Fate): Course {
  const unpaid = unpaidCourse(lifetimeMs);
  if (paidAfterMs === null) return unpaid;
  const context = outcome === "underpaid" || outcome === "overpaid" ? outcome : "full";
  const payment: Paying = { amount: { share: SHARES[context] }, context, confirmedAfterMs };
  if (outcome === context) return pay(unpaid, paidAfterMs, payment);
  const paid = pay(unpaid, paidAfterMs, { ...payment, confirmedAfterMs: Number.POSITIVE_INFINITY });
  const confirmedMs = paidAfterMs + confirmedAfterMs;
  if (outcome === "refunded") return refund(paid, confirmedMs);
  const held = hold(paid, confirmedMs);
  const decidedMs = confirmedMs + heldForMs;
  return outcome === "held_then_rejected" ? reject(held, decidedMs) : complete(held, decidedMs, "full");
}

/** Recent invoices are rare, and most of the others were paid in full and in time. */
function drawRow(random: Random): number {
  if (random.chance(0.03)) return random.integer(0, PAID_IN_FULL - 1);
  return random.chance(0.6) ? PAID_IN_FULL : random.integer(PAID_IN_FULL, table.length - 1);
}

const PAST: [number, number] = [8 * DAY_MS, 365 * DAY_MS];
const LATE = { paidAfterMs: 4 * HOUR_MS };
const SLOW = { confirmedAfterMs: 2 * HOUR_MS };
const NEVER = { paidAfterMs: null };

/** What differs from an invoice paid in full within 9 minutes and confirmed within another 10. */
const table: [{ fate: Partial<Fate>; ageMs: [number, number] }, ...{ fate: Partial<Fate>; ageMs: [number, number] }[]] =
  [
    { fate: { paidAfterMs: 10 * MINUTE_MS }, ageMs: [0, 8 * MINUTE_MS] }, // pending
    { fate: NEVER, ageMs: [4 * HOUR_MS, 6 * DAY_MS] }, // expired
    { fate: SLOW, ageMs: [10 * MINUTE_MS, 2 * HOUR_MS] }, // processing, in time
    { fate: { ...LATE, ...SLOW }, ageMs: [4 * HOUR_MS, 6 * HOUR_MS - 1] }, // processing, late
    { fate: { outcome: "held_then_completed" }, ageMs: [HOUR_MS, 20 * HOUR_MS] }, // on hold
    { fate: {}, ageMs: PAST },
    { fate: { outcome: "underpaid" }, ageMs: PAST },
    { fate: { outcome: "overpaid" }, ageMs: PAST },
    { fate: LATE, ageMs: PAST },
    { fate: { ...LATE, outcome: "underpaid" }, ageMs: PAST },
    { fate: { ...LATE, outcome: "overpaid" }, ageMs: PAST },
    { fate: { outcome: "held_then_completed" }, ageMs: PAST },
    { fate: { outcome: "held_then_rejected" }, ageMs: PAST },
    { fate: NEVER, ageMs: PAST }, // cancelled unpaid
    { fate: { outcome: "refunded" }, ageMs: PAST }, // cancelled, paid in time
    { fate: { ...LATE, outcome: "refunded" }, ageMs: PAST }, // cancelled, paid late
  ];
const PAID_IN_FULL = 5;
