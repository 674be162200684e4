import type { Page, Strategy } from "../../src/pagination/strategy.ts";

/** A request that waits to be answered by the test. */
export interface Request {
  position: number;
  signal: AbortSignal;
  pin: unknown;
  isSettled: boolean;
  answer(rows: readonly number[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A server whose answers are given by hand, one by one. A row is a number: its id, and its time where it is sorted by. */
export class ManualServer {
  readonly requests: Request[] = [];
  /** What was validated, in order: the first row of each page. */
  readonly parsed: (number | undefined)[] = [];

  /** The positions requested so far. */
  get positions(): number[] {
    return this.requests.map(({ position }) => position);
  }

  /** Requests that are neither answered nor aborted. */
  get open(): number[] {
    return this.requests.filter(({ isSettled }) => !isSettled).map(({ position }) => position);
  }

  /** The latest request for a page. */
  at(position: number): Request {
    const request = this.requests.findLast((each) => each.position === position);
    if (!request) throw new Error(`page ${position} was not requested`);
    return request;
  }

  /** Answers the latest request for a page with rows counting on from `first`. */
  async answer(position: number, first = position * 3, count = 3): Promise<void> {
    await this.at(position).answer(Array.from({ length: count }, (_, index) => first + index));
  }

  strategy(
    changes: Partial<Strategy<number, Page<number>, readonly number[], unknown>> = {},
  ): Strategy<number, Page<number>, readonly number[], unknown> {
    return {
      api: "reflex",
      operation: "countUp",
      fingerprint: "countUp",
      direction: "asc",
      pageSize: null,
      repeatEnds: true,
      fetch: (position, { signal, pin }) => this.#fetch(position, signal, pin),
      count: (rows) => rows.length,
      parse: (rows) => {
        this.parsed.push(rows[0]);
        return { items: [...rows] };
      },
      key: String,
      time: (row) => row,
      steady: () => null,
      ...changes,
    };
  }

  #fetch(position: number, signal: AbortSignal, pin: unknown): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      const request: Request = {
        position,
        signal,
        pin,
        isSettled: false,
        answer: (rows) => settle(() => resolve(rows)),
        fail: (error) => settle(() => reject(error)),
      };
      const settle = (how: () => void) => {
        request.isSettled = true;
        how();
        return quiet();
      };
      this.requests.push(request);
      signal.addEventListener("abort", () => settle(() => reject(signal.reason)), { once: true });
    });
  }
}

/** Until everything that can go on has. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}
