import { type Api, ConfigError } from "../errors/errors.ts";
import { cleanCause } from "./clean-cause.ts";
import type { Redact } from "./redact.ts";
import { startTimer } from "./timer.ts";

/** Lets a request go: resolves when it may be sent, or rejects when the signal aborts first. */
export type Limiter = (signal: AbortSignal) => Promise<void>;

/** How often requests may leave: so many in a span, or a function that waits until one more may, shared between machines for example. */
export type RateLimit = { requests: number; perMs: number } | ((signal: AbortSignal) => Promise<void>);

/**
 * Makes the queue of one API's requests.
 *
 * The limiter throws a ConfigError where a function of the user's fails.
 */
export function createLimiter(rateLimit: RateLimit, api: Api, redact: Redact): Limiter {
  if (typeof rateLimit !== "function") return createQueue(rateLimit);
  return async (signal) => {
    try {
      await rateLimit(signal);
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw new ConfigError("rateLimit: the function that waits for a slot failed.", {
        api,
        cause: cleanCause(cause, redact),
      });
    }
  };
}

/**
 * At most `requests` in any span of `perMs` milliseconds; further ones wait, first come first served.
 *
 * @example
 * const slot = createQueue({ requests: 120, perMs: 60_000 }); // what Txn's documents recommend per key
 * await slot(signal);
 */
function createQueue({ requests, perMs }: { requests: number; perMs: number }): Limiter {
  const waiting: (() => void)[] = [];
  const sent: number[] = [];
  let stopTimer: (() => void) | null = null;

  function release(): void {
    stopTimer = null;
    while (waiting.length > 0) {
      const now = performance.now();
      while (sent[0] !== undefined && now - sent[0] >= perMs) sent.shift();
      const oldest = sent[0];
      if (oldest !== undefined && sent.length >= requests) {
        // Timers may fire a millisecond early: the span is checked again then.
        stopTimer = startTimer(Math.ceil(oldest + perMs - now), release);
        return;
      }
      sent.push(now);
      waiting.shift()?.();
    }
  }

  return (signal) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(go), 1);
        if (waiting.length === 0) {
          stopTimer?.();
          stopTimer = null;
        }
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.push(go);
      if (!stopTimer) release();
    });
}
