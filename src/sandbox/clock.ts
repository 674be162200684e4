/** The sandbox's own time: it stands still until it is moved, so that what it shows is the same in every run. */
export class Clock {
  #nowMs: number;

  constructor(now: Date) {
    this.#nowMs = now.getTime();
    if (!Number.isFinite(this.#nowMs)) throw new RangeError("sandbox: `now` is not a valid date");
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** @throws RangeError for a step back, or one out of the range of dates. */
  advance(ms: number): void {
    const next = this.#nowMs + ms;
    if (!(ms >= 0) || Number.isNaN(new Date(next).getTime())) {
      throw new RangeError("sandbox: the clock moves forward only, by a number of ms");
    }
    this.#nowMs = next;
  }
}
