/** What a limit says of a request. */
export interface Allowance {
  limited: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the minute is over. */
  resetSeconds: number;
}

const MINUTE_MS = 60_000;

/** What is shown as the limit where there is none: Txn's documented recommendation. */
const SHOWN_LIMIT = 120;

/** Lets so many requests through in each minute of real time. */
export class Limiter {
  readonly #perMinute: number;
  readonly #shown: number;
  #minute = Number.NaN;
  #taken = 0;

  constructor(perMinute: number | "none") {
    this.#perMinute = perMinute === "none" ? Number.POSITIVE_INFINITY : perMinute;
    this.#shown = perMinute === "none" ? SHOWN_LIMIT : perMinute;
  }

  /** Takes one request of the minute. */
  take(nowMs = Date.now()): Allowance {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) this.#taken = 0;
    this.#minute = minute;
    this.#taken += 1;
    return {
      limited: this.#taken > this.#perMinute,
      limit: this.#shown,
      remaining: Math.max(this.#shown - this.#taken, 0),
      resetSeconds: Math.ceil(((minute + 1) * MINUTE_MS - nowMs) / 1000),
    };
  }
}

/** The headers that NestJS's throttler and many others tell of a limit with. */
export function limitHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(resetSeconds),
  };
}
