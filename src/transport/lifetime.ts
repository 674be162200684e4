import { startTimer } from "./timer.ts";

/** How long a call may live: until its time is up or one of the callers' signals aborts, whichever is first. */
export class Lifetime {
  /** Aborts with the caller's own reason, or with the error that says that the time is up. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #callers: readonly AbortSignal[];
  readonly #timeUp: () => Error;
  #leftMs: number;
  #startedAt = 0;
  #stopTimer = () => {};
  /** One function, so that the listener that was added is the one that is removed. */
  readonly #onAbort = () => this.#abort();

  /**
   * @param totalMs Milliseconds, counted from now.
   * @param timeUp The error to end with when they have passed.
   */
  constructor(totalMs: number, timeUp: () => Error, callers: readonly AbortSignal[]) {
    this.signal = this.#controller.signal;
    this.#callers = callers;
    this.#timeUp = timeUp;
    this.#leftMs = totalMs;
    for (const caller of callers) caller.addEventListener("abort", this.#onAbort);
    this.#start();
    this.#abort();
  }

  /** Whether a caller ended it, and not the clock. */
  get isCancelled(): boolean {
    return this.#callers.some((caller) => caller.aborted);
  }

  /** What is left of the time, in milliseconds. */
  left(): number {
    return Math.max(0, this.#leftMs - (performance.now() - this.#startedAt));
  }

  /** Waits for something that is not the call's own time: the clock stands still meanwhile. */
  async pause<T>(wait: () => Promise<T>): Promise<T> {
    this.#leftMs = this.left();
    this.#stopTimer();
    try {
      return await race(wait(), this.signal);
    } finally {
      this.#start();
    }
  }

  /** Leaves neither a timer nor a listener behind. */
  end(): void {
    this.#stopTimer();
    for (const caller of this.#callers) caller.removeEventListener("abort", this.#onAbort);
  }

  /** Cuts off what is still under way, such as a body that nobody will read. */
  abandon(): void {
    this.#controller.abort();
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#stopTimer = startTimer(this.#leftMs, () => this.#controller.abort(this.#timeUp()));
  }

  #abort(): void {
    const aborted = this.#callers.find((caller) => caller.aborted);
    if (aborted) this.#controller.abort(aborted.reason);
  }
}

/**
 * What comes first: the promise's outcome, or the signal's abort, with its reason. For whatever may ignore the signal that it
 * was given; what it brings later is dropped.
 */
export function race<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    const release = () => signal.removeEventListener("abort", onAbort);
    promise.then(
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
