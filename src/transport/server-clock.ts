/**
 * When a push or a creation began by the server's clock, which may be minutes away from ours: told from the `Date` header of its answers,
 * and from the time that has passed here, which no change of this machine's clock disturbs.
 */
export class ServerClock {
  readonly startedAt = new Date();
  readonly #startedAt = performance.now();
  #serverStart = this.startedAt.getTime();

  /** Takes the time from an answer that has just come; one without a readable `Date` changes nothing. */
  heed(headers: { get(name: string): string | null }): void {
    const date = Date.parse(headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.#serverStart = date - (performance.now() - this.#startedAt);
  }

  /** When it began, in ms since 1970 by the server's clock; by ours as long as the server has not told the time. */
  get serverStart(): number {
    return this.#serverStart;
  }
}
