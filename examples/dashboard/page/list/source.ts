import type { Batch, OpenBatches } from "./batches.ts";
import type { Row } from "./row.ts";

/** One API's part of the merged list: what came so far, and how to get more. */
export class Source {
  readonly api: "reflex" | "txn";
  /** Newest first. */
  readonly rows: Row[] = [];
  /** Of each row, its place in time, in ms: never later than the row before it. */
  readonly times: number[] = [];
  state: "ready" | "loading" | "ended" | "failed" = "ready";
  error: unknown = null;
  readonly #open: OpenBatches;
  readonly #signal: AbortSignal;
  #batches: AsyncIterator<Batch>;
  #cursor: string | undefined;

  constructor(api: "reflex" | "txn", open: OpenBatches, signal: AbortSignal) {
    this.api = api;
    this.#open = open;
    this.#signal = signal;
    this.#batches = open(undefined, signal)[Symbol.asyncIterator]();
  }

  /** How far back its rows reach, in ms since 1970; infinity before the first. */
  get reach(): number {
    return this.times.at(-1) ?? Number.POSITIVE_INFINITY;
  }

  /** Fetches one more page. A failure is kept, not thrown. */
  async load(): Promise<Batch | null> {
    this.state = "loading";
    try {
      const { value, done } = await this.#batches.next();
      this.state = done ? "ended" : "ready";
      if (done) return null;
      this.#cursor = value.cursor;
      for (const row of value.rows) {
        const time = Date.parse(row.createdAt ?? "");
        this.times.push(Number.isNaN(time) ? this.reach : Math.min(time, this.reach));
        this.rows.push(row);
      }
      return value;
    } catch (error) {
      this.state = "failed";
      this.error = error;
      return null;
    }
  }

  /** Makes a source that failed ready to go on behind its last page. */
  reopen(): void {
    this.state = "ready";
    this.error = null;
    this.#batches = this.#open(this.#cursor, this.#signal)[Symbol.asyncIterator]();
  }
}
