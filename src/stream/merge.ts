import type { Pager } from "../pagination/pager.ts";
import type { Batch, Counts, Limits, Walk } from "../pagination/walk.ts";
import type { UnifiedInvoice } from "./types.ts";

/** A list of either API: what it holds is known to `unify` alone. */
export type AnyPager = Pager<unknown>;

/** One API's list on its way into the stream. */
export interface Lane {
  readonly unify: (item: unknown) => UnifiedInvoice;
  /** What stands before its cursor in the stream's. */
  readonly prefix: string;
  /** Where it begins: prefix and cursor. */
  readonly start: string;
  readonly walk: Walk<unknown>;
  /** The batch at hand, its items, and how many of them were used. */
  readonly batch: Batch<unknown> | null;
  readonly items: readonly UnifiedInvoice[];
  readonly used: number;
  /** Whether nothing more of it is wanted. */
  readonly isOver: boolean;
}

/** What part of its lists a stream gives, and in which order. */
export interface Period {
  readonly direction: "asc" | "desc";
  /** ISO 8601, UTC, to the millisecond; `null` where it is open. */
  readonly from: string | null;
  /** Not itself included. */
  readonly to: string | null;
}

/** What was given before a walk begins. */
export interface Given {
  /** How many, which count towards `maxItems`. */
  readonly items: number;
  /** When the last of them was created: what has come since and stands before it is not owed. ISO 8601. */
  readonly last: string | null;
}

/** An item, and how many of its lane's are used with it. */
interface Step {
  readonly item: UnifiedInvoice;
  readonly lane: number;
  readonly used: number;
}

/**
 * Merges lists by creation. At most a batch of each is held: an item is given once no list can come up with one that
 * stands before it. Of two of the same millisecond, the first list's goes first.
 */
export class MergeWalk implements Walk<UnifiedInvoice> {
  readonly #period: Period;
  readonly #limits: Limits;
  #lanes: readonly Lane[];
  #given: Given;
  #ended: "end" | "maxItems" | null = null;

  constructor(lanes: readonly Lane[], period: Period, limits: Limits, given: Given) {
    this.#lanes = lanes;
    this.#period = period;
    this.#limits = limits;
    this.#given = given;
  }

  get counts(): Counts {
    const all = this.#lanes.map(({ walk }) => walk.counts);
    const sum = (name: keyof Counts) => all.reduce((total, counts) => total + counts[name], 0);
    return { pages: sum("pages"), duplicates: sum("duplicates"), requests: sum("requests") };
  }

  get ended(): "end" | "maxItems" | "maxPages" | null {
    return this.#lanes.some(({ walk }) => walk.ended === "maxPages") ? "maxPages" : this.#ended;
  }

  async next(): Promise<Batch<UnifiedInvoice> | null> {
    if (this.#ended) return null;
    const before = await Promise.all(this.#lanes.map(refill));
    const given = this.#given;
    const steps: Step[] = [];
    this.#lanes = this.#merge(before, steps);
    this.#given = { items: given.items + steps.length, last: steps.at(-1)?.item.createdAt ?? given.last };
    this.#ended = this.#end();
    return this.#batchOf(before, steps, given.last);
  }

  ahead(): void {
    for (const { walk, isOver } of this.#lanes) if (!isOver) walk.ahead();
  }

  stop(): void {
    for (const { walk } of this.#lanes) walk.stop();
  }

  /** Merges up to where one of the lanes has to be asked for more. */
  #merge(before: readonly Lane[], steps: Step[]): Lane[] {
    const room = this.#limits.maxItems - this.#given.items;
    const lanes = before.map((lane) => this.#skip(lane));
    const sign = this.#period.direction === "asc" ? 1 : -1;
    while (steps.length < room) {
      let best = -1;
      for (const [index, lane] of lanes.entries()) {
        if (isDone(lane)) continue;
        const head = lane.items[lane.used];
        if (!head) return lanes;
        const first = lanes[best];
        const earliest = first?.items[first.used];
        if (!earliest || sign * compare(head.createdAt, earliest.createdAt) < 0) best = index;
      }
      const lane = lanes[best];
      const item = lane?.items[lane.used];
      if (!item) return lanes;
      const used = lane.used + 1;
      steps.push({ item, lane: best, used });
      lanes[best] = this.#skip({ ...lane, used });
    }
    return lanes;
  }

  /** Leaves out what is not owed, and what is not of the period: a server may read a bound to the second, or not at all. */
  #skip(lane: Lane): Lane {
    const { direction, from, to } = this.#period;
    const { last } = this.#given;
    const isDescending = direction === "desc";
    let { used } = lane;
    for (const { createdAt } of lane.items.slice(used)) {
      const isEarly = from !== null && createdAt < from;
      const isLate = to !== null && createdAt >= to;
      const isPassed = last !== null && (isDescending ? createdAt > last : createdAt < last);
      if (!isEarly && !isLate && !isPassed) break;
      if (isDescending ? isEarly : isLate) {
        lane.walk.stop();
        return { ...lane, used, isOver: true };
      }
      used++;
    }
    return used === lane.used ? lane : { ...lane, used };
  }

  #end(): "end" | "maxItems" | null {
    const isEnd = this.#lanes.every((lane) => isDone(lane) && (lane.isOver || lane.batch?.ended === "end"));
    return isEnd ? "end" : this.#given.items >= this.#limits.maxItems ? "maxItems" : null;
  }

  #batchOf(before: readonly Lane[], steps: readonly Step[], last: string | null): Batch<UnifiedInvoice> {
    const [after, given] = [this.#lanes, this.#given];
    return {
      items: steps.map(({ item }) => item),
      content: { items: [] },
      ended: this.#ended,
      cursor(count) {
        const some = steps.slice(0, count);
        const places = before.map((lane, index) => {
          const used = some.findLast((step) => step.lane === index)?.used ?? lane.used;
          // Behind all of them, what was left out is behind as well.
          const place = count < steps.length ? used : (after[index]?.used ?? used);
          return lane.batch ? lane.prefix + lane.batch.cursor(place) : lane.start;
        });
        return [timeText(some.at(-1)?.item.createdAt ?? last), ...places].join("_");
      },
      rest: (limits = {}) => {
        const lanes = after.map((lane) => ({ ...lane, walk: lane.batch?.rest(limits) ?? lane.walk }));
        return new MergeWalk(lanes, this.#period, { ...this.#limits, ...limits }, given);
      },
    };
  }
}

/** A moment in a cursor: nothing where there is none. */
export function timeText(moment: string | null): string {
  return moment === null ? "" : Date.parse(moment).toString(36);
}

async function refill(lane: Lane): Promise<Lane> {
  if (isDone(lane) || lane.used < lane.items.length) return lane;
  const batch = await lane.walk.next();
  return batch ? { ...lane, batch, items: batch.items.map(lane.unify), used: 0 } : { ...lane, isOver: true };
}

/** Whether a lane has nothing more to give. */
function isDone({ isOver, batch, items, used }: Lane): boolean {
  return isOver || (used >= items.length && batch !== null && batch.ended !== null);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
