/** Lets a request go: resolves when it may be sent, or rejects when the signal aborts first. */
export type Limiter = (signal: AbortSignal) => Promise<void>;

/**
 * At most `requests` in any span of `perMs` milliseconds; further ones wait, first come first served.
 *
 * @example
 * const turn = createLimiter({ requests: 120, perMs: 60_000 }); // what Txn's documents recommend per key
 * await turn(signal);
 */
export function createLimiter({ requests, perMs }: { requests: number; perMs: number }): Limiter {
  const waiting: (() => void)[] = [];
  const sent: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function release(): void {
    timer = undefined;
    while (waiting.length > 0) {
      const now = performance.now();
      while (sent[0] !== undefined && now - sent[0] >= perMs) sent.shift();
      const oldest = sent[0];
      if (oldest !== undefined && sent.length >= requests) {
        // Timers may fire a millisecond early: the span is checked again then.
        timer = setTimeout(release, Math.ceil(oldest + perMs - now));
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
          clearTimeout(timer);
          timer = undefined;
        }
        reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.push(go);
      if (timer === undefined) release();
    });
}
