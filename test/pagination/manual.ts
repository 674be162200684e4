import type { ListSource } from "../../src/pagination/source.ts";

/** A request that waits to be answered by the test. */
export interface Request {
  position: number;
  signal: AbortSignal;
  pin: unknown;
  isSettled: boolean;
  answer(rows: readonly number[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** What a test changes of the source. */
export interface Changes extends Partial<Omit<ListSource<number>, "pinned">> {
  parse?: (rows: readonly number[]) => { items: number[] };
  /** What holds the list still, `null` where nothing does: it goes with each request from then on. */
  steady?: (first: readonly number[], probe: (position: number, tried: unknown) => Promise<number[]>) => unknown;
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

  /** A source whose pages these are. */
  source(changes: Changes = {}, pin?: unknown): ListSource<number> {
    const { parse, steady, ...others } = changes;
    const source: ListSource<number> = {
      api: "reflex",
      operation: "countUp",
      fingerprint: "countUp",
      direction: "asc",
      pageSize: null,
      repeatEnds: true,
      fetch: async (position, signal) => {
        const rows = await this.#fetch(position, signal, pin);
        return {
          count: rows.length,
          parse: () => {
            this.parsed.push(rows[0]);
            return parse?.(rows) ?? { items: [...rows] };
          },
        };
      },
      key: String,
      time: (row) => row,
      ...others,
    };
    if (!steady) return source;
    const pinnedBy = (found: unknown) => this.source(others, found);
    source.pinned = (first, look) => {
      const found = steady(first.items, async (position, tried) => (await look(pinnedBy(tried), position)).items);
      const answer = (value: unknown) => (value === undefined || value === null ? (value as null) : pinnedBy(value));
      return found instanceof Promise ? found.then(answer) : answer(found);
    };
    return source;
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
