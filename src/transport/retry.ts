import {
  ConnectionError,
  HttpError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
} from "../errors/errors.ts";

const REPEATABLE_STATUS = new Set([408, 500, 502, 503, 504]);
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;

/** Whether a read may be sent again after this error. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof RateLimitError) return true;
  if (error instanceof TimeoutError) return error.phase !== "total";
  // By class too, not by status alone: a key refused with HTTP 500 will be refused again.
  return (
    error instanceof HttpError &&
    REPEATABLE_STATUS.has(error.status) &&
    (error instanceof ServerError || error.status === 408)
  );
}

/**
 * Whether the server provably did nothing with the request, so that even a push that saves may be sent again:
 * it was never connected, or the server turned it away for its rate.
 */
export function wasNotProcessed(error: unknown): boolean {
  return error instanceof RateLimitError || (error instanceof ConnectionError && error.code === "connection_failed");
}

/** Whether the error leaves open if the server carried the request out. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof ServerError || error instanceof TimeoutError || error instanceof ResponseValidationError)
    return true;
  return error instanceof ConnectionError && !wasNotProcessed(error);
}

/** A random wait in milliseconds up to an exponentially growing bound ("full jitter"), so that clients spread out. */
export function backoffMs(failedAttempts: number): number {
  return Math.random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failedAttempts - 1));
}

/**
 * How long the server asks to wait, in milliseconds; `null` where it does not say.
 *
 * Seconds or a date (RFC 9110, section 10.2.3). A NestJS throttler with a name sends `retry-after-<name>`
 * (apis/reflex.md, section 4): the longest of all counts.
 */
export function retryAfterMs(headers: Headers): number | null {
  let longest: number | null = null;
  for (const [name, value] of headers) {
    if (!/^retry-after(-|$)/.test(name)) continue;
    const milliseconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : untilDate(value, headers.get("date"));
    if (!Number.isNaN(milliseconds)) longest = Math.max(longest ?? 0, milliseconds);
  }
  return longest;
}

/** Counted from the server's own clock where it tells the time: the two clocks may differ by minutes. */
function untilDate(value: string, serverDate: string | null): number {
  // Date.parse takes much that is no date, "-5" for May 2001 for example: each of RFC 9110's forms has a time.
  if (!/\d:\d\d:\d\d/.test(value)) return Number.NaN;
  const now = Date.parse(serverDate ?? "");
  return Date.parse(value) - (Number.isNaN(now) ? Date.now() : now);
}
