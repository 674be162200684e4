/** What a server does with a push before it did its work, instead of it. */
export const BEFORE = [
  "never_connected",
  "no_such_name",
  "tls_failed",
  "reset_before",
  "stall_before",
  "rate_limit",
  "rate_limit_broken_body",
  "throttled_200",
  "throttled_at_push",
  "throttled_400",
  "unauthenticated_200",
  "unauthorized_401",
  "unauthorized_broken_body",
  "bad_input",
  "refused_by_resolver",
  "gateway_502_before",
  "redirect_before",
  "request_timeout_before",
] as const;

/** What becomes of a push that the server saves. */
export const AFTER = [
  "ok",
  "reset_after",
  "gateway_502_after",
  "gateway_504_while_saving",
  "slow_save",
  "error_500_throttled",
  "redirect_after",
  "request_timeout_after",
  "truncated_body",
  "stalled_body",
  "empty_200",
  "html_200",
  "no_push_in_answer",
  "unusable_invoice",
  "error_below_push",
  "throttled_below_push",
  "forbidden_below_push",
  "checks_throttled",
  "checks_failed",
  "fetch_throws_words",
] as const;

/** What a server does with a look-up. */
export const LISTS = ["ok", "reset", "gateway_502", "stall", "unauthorized_401", "throttled_200", "html_200"] as const;

export type PushKind = (typeof BEFORE)[number] | (typeof AFTER)[number];
export type ListKind = (typeof LISTS)[number];

/** One life of a push: what the caller asks for, and what the server does. Times in milliseconds. */
export interface Schedule {
  seed: number;
  reconcile: boolean;
  localDecode: boolean;
  timeoutMs: number;
  totalTimeoutMs: number;
  maxRetries: number;
  description: string | null;
  tags: boolean;
  abortAt: number | null;
  /** What becomes of each push that arrives, in order; of further ones, `ok`. */
  pushes: PushKind[];
  lists: ListKind[];
  latencyMs: number;
  saveMs: number;
  lagMs: number;
  clockMs: number;
  tellsTime: boolean;
  pageSize: number;
  repeatsRows: boolean;
  upperCase: boolean;
  /** A row of the same invoice from before: of another push of it, or of one that said the very same. */
  older: "none" | "other" | "same";
  olderMs: number;
  /** Whether a look-up's `from` counts. */
  heedsFilter: boolean;
  /** Rows of other invoices that were pushed since. */
  others: number;
}

/** The schedule of a seed: always the same one. */
export function scheduleOf(seed: number): Schedule {
  const random = mulberry32(seed);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const chance = (share: number) => random() < share;
  const one = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T;
  const pushes = Array.from({ length: whole(1, 4) }, () =>
    chance(0.2) ? "ok" : chance(0.4) ? one(BEFORE) : one(AFTER),
  );
  const tellsTime = chance(0.85);
  const older = one(["none", "other", ...(tellsTime ? (["same"] as const) : [])] as const);
  return {
    seed,
    reconcile: chance(0.5),
    localDecode: chance(0.7),
    timeoutMs: whole(60, 500),
    totalTimeoutMs: whole(300, 6_000),
    maxRetries: whole(0, 3),
    description: one([null, "", "Withdrawal 7"]),
    tags: chance(0.6),
    abortAt: chance(0.15) ? whole(1, 400) : null,
    pushes,
    lists: Array.from({ length: whole(0, 4) }, () => (chance(0.5) ? "ok" : one(LISTS))),
    latencyMs: whole(0, 80),
    saveMs: chance(0.3) ? whole(50, 1_500) : whole(0, 20),
    lagMs: chance(0.4) ? whole(10, 3_000) : 0,
    // Without the time of a server, only its clock can tell its rows from older ones of the very same push.
    clockMs: chance(0.5) ? whole(-8, 8) * 60_000 + whole(-30_000, 30_000) : 0,
    tellsTime,
    pageSize: one([50, 50, 20, 1]),
    repeatsRows: chance(0.2),
    upperCase: chance(0.2),
    older,
    olderMs: older === "same" ? whole(75_000, 20 * 60_000) : whole(1_000, 120_000),
    heedsFilter: chance(0.8),
    others: one([0, 0, 3, 60]),
  };
}

/** Random numbers from 0 to 1 that a seed decides. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
