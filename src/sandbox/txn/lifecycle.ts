import type { Random } from "../random.ts";

/** The documented status flow, as a function of an invoice's age. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Unpaid so long, an invoice is cancelled: the documents' 168 hours. */
const CANCELLED_AFTER_MS = 7 * DAY_MS;

type Status = "pending" | "expired" | "processing" | "completed" | "on_hold" | "cancelled" | "rejected";

/** One row of the documented status table. */
export interface State {
  status: Status;
  statusContext: "unpaid" | "full" | "underpaid" | "overpaid";
  paymentStatus: "expecting" | "on_time" | "late";
}

/** What will become of an invoice. Times are ms after its creation. */
export interface Fate {
  /** How long it can be paid in time: `expiresAt` less `createdAt`. */
  lifetimeMs: number;
  /** When the payer pays; null for never. */
  paidAfterMs: number | null;
  /** From the payment to its confirmation. */
  confirmedAfterMs: number;
  outcome: "full" | "underpaid" | "overpaid" | "refunded" | "held_then_completed" | "held_then_rejected";
  /** How long compliance holds it. */
  heldForMs: number;
}

/** The state of an invoice of the given age. */
export function stateAt(fate: Fate, ageMs: number): State {
  const { lifetimeMs, paidAfterMs, confirmedAfterMs, heldForMs, outcome } = fate;
  if (paidAfterMs === null || ageMs < paidAfterMs) {
    if (ageMs < lifetimeMs) return unpaid("pending", "expecting");
    return unpaid(ageMs < CANCELLED_AFTER_MS ? "expired" : "cancelled", "expecting");
  }
  const paymentStatus = paidAfterMs < lifetimeMs ? "on_time" : "late";
  const confirmed = paidAfterMs + confirmedAfterMs;
  if (ageMs < confirmed) return unpaid("processing", paymentStatus);
  // Cancelled with a payment is in the status table without a cause; a refund setting is the likely one.
  if (outcome === "refunded") return unpaid("cancelled", paymentStatus);
  const held = outcome === "held_then_completed" || outcome === "held_then_rejected";
  if (!held) return { status: "completed", statusContext: outcome, paymentStatus };
  // The table has a held invoice as "expecting", though it was paid.
  if (ageMs < confirmed + heldForMs) return unpaid("on_hold", "expecting");
  if (outcome === "held_then_rejected") return unpaid("rejected", "expecting");
  return { status: "completed", statusContext: "full", paymentStatus };
}

function unpaid(status: Status, paymentStatus: State["paymentStatus"]): State {
  return { status, statusContext: "unpaid", paymentStatus };
}

/** A seeded invoice's fate, and the ages at which it is to be shown, in ms. */
export interface Scenario {
  fate: Fate;
  ageMs: [number, number];
}

/**
 * Every row of the status table once, then mostly invoices that ended long ago. A scenario shows its row when the
 * invoice is of an age within `ageMs`.
 */
export function scenario(index: number, random: Random): Scenario {
  const fate: Fate = {
    lifetimeMs: lifetime(random),
    paidAfterMs: random.integer(2, 9) * MINUTE_MS,
    confirmedAfterMs: random.integer(3, 10) * MINUTE_MS,
    outcome: "full",
    heldForMs: random.integer(20, 48) * HOUR_MS,
  };
  const row = table[index < table.length ? index : drawRow(random)] ?? table[0];
  return { fate: { ...fate, ...row.fate }, ageMs: row.ageMs };
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

/** A created invoice is paid in full after 4 minutes and confirmed 6 minutes later, once the clock is moved. */
export function createdFate(random: Random): Fate {
  return {
    lifetimeMs: lifetime(random),
    paidAfterMs: 4 * MINUTE_MS,
    confirmedAfterMs: 6 * MINUTE_MS,
    outcome: "full",
    heldForMs: 0,
  };
}

/** 20 minutes by the documents, 3 hours in a later example, and never round: `createdAt` is stamped a little later. */
function lifetime(random: Random): number {
  return (random.chance(0.8) ? 20 * MINUTE_MS : 3 * HOUR_MS) - random.integer(20, 220);
}
