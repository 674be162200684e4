import { startTimer } from "./timer.ts";

/**
 * Waits so many milliseconds, and leaves neither a timer nor a listener behind.
 *
 * The promise rejects with the signal's reason where that aborts first.
 *
 * @example await sleep(60_000, signal);
 */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stop();
      reject(signal?.reason);
    };
    const stop = startTimer(milliseconds, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
