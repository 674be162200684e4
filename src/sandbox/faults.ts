import type { Target } from "./messages.ts";

/** What can go wrong on demand. */
export type FaultKind =
  /** The answer comes `ms` later (1000). */
  | "latency"
  /** HTTP 429, with `retryAfter` as its `Retry-After`. */
  | "rate_limit"
  /** Reflex only: the throttler's error at HTTP 200, with `retryAfter` as `retry-after-short`. */
  | "throttled_200"
  /** HTTP 502 with a proxy's HTML page. */
  | "html_502"
  /** HTTP 500 without a body. */
  | "empty_500"
  /** The connection breaks before the work is done. */
  | "reset_before"
  /** The work is done (a pushed invoice is stored), then the connection breaks. */
  | "reset_after"
  /** Half the body comes, the rest after `ms`; without `ms`, never. */
  | "stall_body"
  /** Half the body comes, as if it were all. */
  | "truncate_body"
  /** The first documented enum field of the answer has a value that no document has. */
  | "unknown_enum"
  /** The first resource of the answer has a field that no document has. */
  | "unknown_field"
  /** The first `destination` (Reflex) or `networkName` (Txn) of the answer is null. */
  | "null_field"
  /** `count` new rows (1) are there just before the request is served. */
  | "insert_before";

/**
 * A fault, the requests it strikes, and how often.
 *
 * @example
 * sandbox.faults.add({ kind: "reset_after", operation: "pushInvoice" }); // stored, but the caller never hears of it
 * sandbox.faults.add({ kind: "rate_limit", api: "txn", times: 2, retryAfter: 1 });
 */
export interface Fault {
  kind: FaultKind;
  /** Both APIs unless given. */
  api?: "reflex" | "txn" | undefined;
  /** As in `requests`: `pushInvoice`, `listInvoices`, ...; every one unless given. */
  operation?: string | undefined;
  /** How many requests it strikes. Default 1. */
  times?: number | undefined;
  /** Matching requests let through first. Default 0. */
  skip?: number | undefined;
  /** Milliseconds, for `latency` and `stall_body`. */
  ms?: number | undefined;
  /** Sent as it stands, for `rate_limit` and `throttled_200`: seconds, or an HTTP date. */
  retryAfter?: number | string | undefined;
  /** Rows, for `insert_before`. */
  count?: number | undefined;
}

/** The faults that are still to come. */
export class FaultQueue {
  #pending: { fault: Fault; skip: number; times: number }[] = [];

  /** @throws TypeError for an unknown kind, RangeError for a number that cannot be meant. */
  add(fault: Fault): void {
    if (!KINDS.has(fault.kind)) throw new TypeError(`sandbox: unknown fault kind ${JSON.stringify(fault.kind)}`);
    for (const name of ["times", "skip", "ms", "count"] as const) {
      const value = fault[name] ?? 0;
      if (Number.isNaN(value) || value < 0) throw new RangeError(`sandbox: fault.${name} must not be below 0`);
    }
    this.#pending.push({ fault: { ...fault }, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /**
   * The faults that strike a request, in the order they were added. Of those that replace or break the answer only the
   * first strikes, and the rest wait: two added in a row strike two requests in a row.
   */
  take(target: Target): Fault[] {
    const struck: Fault[] = [];
    let answered = false;
    for (const entry of this.#pending) {
      if (!matches(entry.fault, target)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
      } else if (COMBINABLE.has(entry.fault.kind) || !answered) {
        entry.times -= 1;
        struck.push(entry.fault);
        answered ||= !COMBINABLE.has(entry.fault.kind);
      }
    }
    this.#pending = this.#pending.filter(({ times }) => times > 0);
    return struck;
  }
}

const COMBINABLE = new Set<FaultKind>(["latency", "insert_before"]);

const KINDS = new Set<FaultKind>([
  ...COMBINABLE,
  ...(["rate_limit", "throttled_200", "html_502", "empty_500", "reset_before", "reset_after"] as const),
  ...(["stall_body", "truncate_body", "unknown_enum", "unknown_field", "null_field"] as const),
]);

function matches(fault: Fault, { api, operation }: Target): boolean {
  if (fault.kind === "throttled_200" && api !== "reflex") return false;
  return (fault.api ?? api) === api && (fault.operation ?? operation) === operation;
}
