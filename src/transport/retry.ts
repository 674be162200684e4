import {
  ConnectionError,
  GraphQLResponseError,
  HttpError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "../errors/errors.ts";

const REPEATABLE_STATUS = new Set([408, 500, 502, 503, 504]);
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
const A_MINUTE_MS = 60_000;

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
 * it was never connected, or the server turned it away for its rate. At 5xx it may speak of another server's.
 */
export function wasNotProcessed(error: unknown): boolean {
  if (error instanceof RateLimitError) return error.status < 500;
  return error instanceof ConnectionError && error.code === "connection_failed";
}

/** Whether the error leaves open if the server carried the request out: all do that are no refusal. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (wasNotProcessed(error) || error instanceof GraphQLResponseError) return false;
  return !(error instanceof HttpError && isRefusal(error.status));
}

/** At 2xx it is GraphQL that refuses. A 408, a redirect and a fault of the server may come behind the work. */
function isRefusal(status: number): boolean {
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 408);
}

/** A random wait in milliseconds up to an exponentially growing bound ("full jitter"), so that clients spread out. */
export function backoffMs(failedAttempts: number): number {
  return Math.random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failedAttempts - 1));
}

/**
 * The wait in milliseconds after a refusal for the rate that does not say how long. Most limits are counted over a minute: the
 * last wait is a whole one, and those before it grow towards it.
 */
export function throttledMs(retriesLeft: number): number {
  if (retriesLeft <= 1) return A_MINUTE_MS;
  return (A_MINUTE_MS / 20 ** (retriesLeft - 1)) * (0.5 + Math.random() / 2);
}
