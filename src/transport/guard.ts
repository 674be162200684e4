/** The longest that a timer can be set to; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` until it ends, `limitMs` milliseconds have passed or the caller's signal aborts, whichever is first.
 *
 * In the last two cases it rejects at once, even if `work` ignores the signal that it was given; whatever `work` brings
 * later is dropped. Neither a timer nor a listener stays behind.
 */
export function guard<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limitMs: number,
  timeoutError: () => Error,
  caller: AbortSignal | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (caller?.aborted) {
      reject(caller.reason);
      return;
    }
    const controller = new AbortController();
    const release = () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    };
    const stop = (reason: unknown) => {
      release();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = () => stop(caller?.reason);
    const timer = setTimeout(() => stop(timeoutError()), Math.min(limitMs, LONGEST_TIMER_MS));
    caller?.addEventListener("abort", onAbort);
    work(controller.signal).then(
      (value) => {
        release();
        resolve(value);
      },
      (error) => {
        release();
        reject(error);
      },
    );
  });
}

/** Waits so many milliseconds, or until the signal aborts. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
