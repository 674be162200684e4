import fc from "fast-check";
import type { Pager } from "../../src/pagination/pager.ts";
import type { PagerOptions } from "../../src/pagination/types.ts";
import { pagerOf } from "./pager-of.ts";
import { type Behaviour, type Item, type ItemPage, Server } from "./server.ts";

/** What others do to a list while it is read, and how its reader goes about it. */
export interface Schedule {
  count: number;
  direction: "asc" | "desc";
  limit: number;
  cap: number;
  pages: "honest" | "repeatLast" | "circle";
  knowsPageSize: boolean;
  steady: boolean;
  prefetch: number;
  /** How the reader takes the list. */
  way: "items" | "pages" | "nextPage" | "page";
  /** Rows added just before the request of that number is served, as new as the newest where `tied`. */
  inserts: { request: number; fresh: number; old: number; pagefuls: number; tied: boolean }[];
  /** Requests that fail: the reader goes on with the cursor. */
  failures: number[];
  /** The reader stops after so many items, others insert, and another one goes on with the cursor. */
  stops: number[];
  delays: number[];
}

/** Any schedule over lists of so many items, whose pages have so many rows. */
export function schedules([least, most]: [number, number], [min, max]: [number, number]): fc.Arbitrary<Schedule> {
  return fc.record({
    count: fc.integer({ min: least, max: most }),
    direction: fc.constantFrom("asc", "desc"),
    limit: fc.integer({ min, max }),
    cap: fc.integer({ min, max: 2 * max }),
    pages: fc.constantFrom("honest", "repeatLast", "circle"),
    knowsPageSize: fc.boolean(),
    steady: fc.boolean(),
    prefetch: fc.constantFrom(0, 1, 4, 8),
    way: fc.constantFrom("items", "pages", "nextPage", "page"),
    inserts: fc.array(
      fc.record({
        request: fc.nat(40),
        fresh: fc.nat(most),
        old: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(20)),
        pagefuls: fc.nat(2),
        tied: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    failures: fc.array(fc.nat(60), { maxLength: 4 }),
    stops: fc.array(fc.nat(most), { maxLength: 3 }),
    delays: fc.array(fc.nat(6), { maxLength: 20 }),
  });
}

/** The list of a schedule, with what others do to it. */
export function serverFor(schedule: Schedule): Server {
  const { knowsPageSize, steady, limit, direction, pages, delays, way } = schedule;
  const behaviour: Behaviour = {
    direction,
    limit,
    cap: knowsPageSize ? limit : schedule.cap,
    // A client that knows the page's size takes a repeat for an error.
    pages: knowsPageSize ? "honest" : pages,
    knowsPageSize,
    repeatEnds: !knowsPageSize,
    steady,
    delay: (request) => delays[request % delays.length] ?? 1,
    // Behind its own items an iterated page has no cursor to go on with.
    fails: (request) => way !== "page" && schedule.failures.includes(request),
    beforeServing: (request, list) => {
      if (request > 50_000) throw new Error("the list is read without end");
      for (const insert of schedule.inserts) if (insert.request === request) add(list, insert, schedule);
    },
  };
  return new Server(schedule.count, behaviour);
}

/** Reads a whole list under a schedule, with as many pagers as its stops and failures ask for. */
export async function read(asked: Schedule): Promise<{ initial: string[]; given: string[]; server: Server }> {
  // In a list that goes round in a circle, a position does not tell what it holds once rows were inserted.
  const schedule = asked.pages === "circle" && !asked.knowsPageSize ? { ...asked, inserts: [] } : asked;
  const { way, prefetch } = schedule;
  const server = serverFor(schedule);
  const initial = server.ids();
  const given: string[] = [];
  const stops = way === "page" ? [] : [...schedule.stops];
  let cursor: string | undefined;
  for (let isDone = false; !isDone; ) {
    const options: PagerOptions = cursor === undefined ? { prefetch } : { prefetch, cursor };
    // As in another process: nothing but text comes along.
    const pager = pagerOf(server.source(), JSON.parse(JSON.stringify(options)) as PagerOptions);
    const stop = given.length + (stops.shift() ?? Number.POSITIVE_INFINITY);
    isDone = true;
    try {
      for await (const batch of ways[way](pager)) {
        given.push(...batch.items.map(({ id }) => id));
        cursor = batch.cursor;
        isDone = given.length < stop;
        if (!isDone) break;
      }
    } catch (error) {
      if (!/^request \d+ failed$/.test((error as Error).message)) throw error;
      isDone = false;
    }
    const [insert] = schedule.inserts;
    if (!isDone && insert) add(server, insert, schedule);
  }
  return { initial, given, server };
}

/** Each way of taking a list: some items at a time, with the cursor behind them. */
const ways: Record<
  Schedule["way"],
  (pager: Pager<Item, ItemPage>) => AsyncGenerator<{ items: Item[]; cursor: string }>
> = {
  async *items(pager) {
    for await (const item of pager) yield { items: [item], cursor: pager.cursor() };
  },
  async *pages(pager) {
    yield* pager.pages();
  },
  async *nextPage(pager) {
    let page = await pager;
    yield page;
    while (page.hasNextPage()) {
      page = (await page.nextPage()) as ItemPage;
      yield page;
    }
  },
  async *page(pager) {
    const page = await pager;
    for await (const item of page) yield { items: [item], cursor: page.cursor };
  },
};

function add(server: Server, insert: Schedule["inserts"][number], { limit, steady, direction }: Schedule): void {
  server.addOld(insert.old);
  const count = insert.fresh + insert.pagefuls * limit;
  // A list pinned by time cannot tell rows of the very time of its newest: what is called steady gets none. Nor can a
  // cursor hold more than a thousand.
  if (insert.tied && !(steady && direction === "desc")) server.addNew(Math.min(count, 60), true);
  else server.addNew(count);
}
