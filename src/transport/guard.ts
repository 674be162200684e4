/** The longest that a timer can be set to; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs `work` until it ends, `limitMs` milliseconds have passed or one of the callers' signals aborts, whichever is first.
 *
 * In the last two cases it rejects at once, even if `work` ignores the signal that it was given; whatever `work` brings
 * later is dropped. Neither a timer nor a listener stays behind.
 */
export function guard<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limitMs: number,
  timeoutError: () => Error,
  callers: readonly AbortSignal[],
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const aborted = callers.find((caller) => caller.aborted);
    if (aborted) {
      reject(aborted.reason);
      return;
    }
    const controller = new AbortController();
    const release = () => {
      clearTimeout(timer);
      for (const caller of callers) caller.removeEventListener("abort", onAbort);
    };
    const stop = (reason: unknown) => {
      release();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = (event: Event) => stop((event.target as AbortSignal).reason);
    const timer = setTimeout(() => stop(timeoutError()), Math.min(limitMs, LONGEST_TIMER_MS));
    for (const caller of callers) caller.addEventListener("abort", onAbort);
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
