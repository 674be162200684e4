import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors/errors.ts";
import { decodeCursor, encodeCursor } from "../../src/pagination/cursor.ts";
import { hash } from "../../src/pagination/hash.ts";
import { follow, START } from "../../src/pagination/mark.ts";
import type { Row } from "../../src/pagination/rows.ts";
import type { Page, PagerOptions } from "../../src/pagination/types.ts";
import { ManualServer } from "./manual.ts";
import { pagerOf } from "./pager-of.ts";
import { type Behaviour, type Item, Server } from "./server.ts";

/** Takes so many items, in another pager if a cursor is given, and says where it stopped. */
async function take(server: Server, count: number, options: PagerOptions = {}) {
  const pager = pagerOf(server.source(), JSON.parse(JSON.stringify(options)) as PagerOptions);
  const ids: string[] = [];
  if (count > 0) {
    for await (const { id } of pager) if (ids.push(id) >= count) break;
  }
  return { ids, cursor: pager.cursor(), stats: pager.stats };
}

const EVERYTHING = Number.POSITIVE_INFINITY;

describe.each(["asc", "desc"] as const)("a cursor into a list sorted %s", (direction) => {
  test.each([1, 49, 50, 51, 99, 100, 236, 237])("goes on behind item %i of 237", async (count) => {
    const server = new Server(237, { direction });
    const { ids, cursor } = await take(server, count);
    const rest = await take(server, EVERYTHING, { cursor });
    expect([...ids, ...rest.ids]).toEqual(server.ids());
    expect(rest.stats.stoppedBecause).toBe("end");
  });

  test.each([
    [3, 0],
    [0, 3],
    [50, 0],
    [700, 0],
    [0, 700],
    [3000, 2000],
  ])("stands with %i newer and %i older rows inserted meanwhile", async (newer, older) => {
    for (const count of [1, 50, 120, 237]) {
      const server = new Server(237, { direction });
      const initial = server.ids();
      const { ids, cursor } = await take(server, count);
      server.addNew(newer);
      server.addOld(older);
      const rest = await take(server, EVERYTHING, { cursor });
      const given = [...ids, ...rest.ids];
      expect(new Set(given).size).toBe(given.length);
      const owed = new Set(initial);
      expect(given.filter((id) => owed.has(id))).toEqual(initial);
      // What was added at the end that is read last is part of the list; what was added before its start is not.
      expect(given).toHaveLength(237 + (direction === "asc" ? newer : older));
    }
  });

  test("stands through any number of stops", async () => {
    const server = new Server(237, { direction, limit: 20 });
    const initial = server.ids();
    const given: string[] = [];
    let options: PagerOptions = {};
    for (let stop = 0; stop < 40; stop++) {
      const { ids, cursor } = await take(server, 7, options);
      given.push(...ids);
      options = { cursor };
      if (direction === "desc") server.addNew(13);
    }
    expect(given).toEqual(initial);
  });
});

describe("a cursor", () => {
  test("before the first loop, or the first item, is where the list starts", async () => {
    const server = new Server(120);
    const pager = pagerOf(server.source());
    const cursor = pager.cursor();
    pager[Symbol.asyncIterator]();
    expect(pager.cursor()).toBe(cursor);
    expect((await take(server, EVERYTHING, { cursor })).ids).toEqual(server.ids());
  });

  test("before the first item of a list gone on with is the one given", async () => {
    const server = new Server(120);
    const { cursor } = await take(server, 70);
    const pager = pagerOf(server.source(), { cursor });
    expect(pager.cursor()).toBe(cursor);
    pager[Symbol.asyncIterator]();
    expect(pager.cursor()).toBe(cursor);
  });

  test("from a list that is at its start may be walked with several requests, one from its midst may not", async () => {
    const server = new Server(600, { steady: true });
    const fresh = await take(server, 0);
    await take(server, EVERYTHING, { cursor: fresh.cursor, prefetch: 4 });
    expect(server.mostInFlight).toBeGreaterThan(1);
    server.mostInFlight = 0;
    const { cursor } = await take(server, 10);
    await take(server, EVERYTHING, { cursor, prefetch: 4 });
    expect(server.mostInFlight).toBe(1);
  });

  test("behind the end gives what was appended since", async () => {
    const server = new Server(100, { direction: "asc" });
    const all = await take(server, EVERYTHING);
    const none = await take(server, EVERYTHING, { cursor: all.cursor });
    expect(none.ids).toEqual([]);
    expect(none.cursor).toBe(all.cursor);
    server.addNew(70);
    const more = await take(server, EVERYTHING, { cursor: none.cursor });
    expect(more.ids).toEqual(server.ids().slice(100));
  });

  test("behind a failure goes on where the items stopped", async () => {
    const server = new Server(237, { fails: (request) => request === 2 });
    const pager = pagerOf(server.source());
    const ids: string[] = [];
    await expect(
      (async () => {
        for await (const { id } of pager) ids.push(id);
      })(),
    ).rejects.toThrow("request 2 failed");
    const rest = await take(server, EVERYTHING, { cursor: pager.cursor() });
    expect([...ids, ...rest.ids]).toEqual(server.ids());
  });

  test("of a page goes on behind its last item", async () => {
    const server = new Server(237);
    let behind = 0;
    for await (const page of pagerOf(server.source()).pages()) {
      behind += page.items.length;
      const rest = await take(server, EVERYTHING, { cursor: page.cursor });
      expect(rest.ids).toEqual(server.ids().slice(behind));
    }
    expect(behind).toBe(237);
  });

  test("counts maxItems and maxPages anew", async () => {
    const server = new Server(237);
    const { cursor } = await take(server, EVERYTHING, { maxItems: 60 });
    const { ids } = await take(server, EVERYTHING, { maxItems: 60, cursor });
    expect(ids).toEqual(server.ids().slice(60, 120));
  });

  test("tells rows of one time apart, also where more of them come", async () => {
    for (const count of [1, 30, 65, 130, 180]) {
      const server = new Server(20, { limit: 20 });
      server.addNew(150, true);
      const initial = server.ids();
      const { ids, cursor } = await take(server, count);
      server.addNew(45, true);
      const rest = await take(server, EVERYTHING, { cursor });
      const given = [...ids, ...rest.ids];
      expect(new Set(given).size).toBe(given.length);
      expect(given.filter((id) => initial.includes(id))).toEqual(initial);
    }
  });

  test("remembers the rows of one time over several stops among them", async () => {
    const server = new Server(1, { limit: 10 });
    server.addNew(60, true);
    const initial = server.ids();
    const given: string[] = [];
    let options: PagerOptions = {};
    while (given.length < 61) {
      const { ids, cursor } = await take(server, 7, options);
      given.push(...ids);
      options = { cursor };
      server.addNew(2, false);
    }
    expect(given).toEqual(initial);
  });

  test("of rows without a time goes by the last ids", async () => {
    const server = new Server(237, { untimed: true });
    const { ids, cursor } = await take(server, 120);
    server.addNew(30);
    const rest = await take(server, EVERYTHING, { cursor });
    expect([...ids, ...rest.ids]).toEqual(server.ids().slice(30));
  });

  test("a row without a time stands with those beside it", async () => {
    for (const count of [1, 3, 4, 7, 8, 20]) {
      const server = new Server(40, { limit: 10 });
      for (const index of [5, 15, 32, 35, 36]) (server.rows[index] as { createdAt: string | null }).createdAt = null;
      const initial = server.ids();
      const { ids, cursor } = await take(server, count);
      server.addNew(17);
      const rest = await take(server, EVERYTHING, { cursor });
      expect([...ids, ...rest.ids]).toEqual(initial);
    }
  });

  test("of a list that is not in the order it should be in goes by ids, and loses nothing", async () => {
    const server = new Server(237);
    // The server sorts the other way.
    const list = [...server.rows];
    server.list = () => list;
    for (const count of [1, 50, 120]) {
      const { ids, cursor } = await take(server, count);
      const rest = await take(server, EVERYTHING, { cursor });
      expect([...ids, ...rest.ids]).toEqual(server.ids());
    }
  });

  test.each(["asc", "desc"] as const)("steps back where rows were deleted (%s)", async (direction) => {
    for (const deleted of [1, 49, 50, 51, 100, 149]) {
      const server = new Server(237, { direction });
      const { ids, cursor } = await take(server, 180);
      const given = new Set(ids);
      const rows = server.rows.filter(({ id }) => given.has(id)).slice(0, deleted);
      server.delete(rows);
      const rest = await take(server, EVERYTHING, { cursor });
      expect(rest.ids).toEqual(server.ids().slice(180 - deleted));
    }
  });

  test("steps back through pages that are no longer there, not one by one", async () => {
    const server = new Server(2000, { limit: 10 });
    const { cursor } = await take(server, 1995);
    server.delete(server.rows.slice(0, 1990));
    server.requested.splice(0);
    const rest = await take(server, EVERYTHING, { cursor });
    expect(rest.ids).toEqual([]);
    expect(server.requested).toEqual([199, 198, 196, 192, 184, 168, 136, 72, 0, 1]);
    expect(rest.stats).toMatchObject({ pages: 10, items: 0, duplicates: 10, stoppedBecause: "end" });
  });

  test("looks no further back than it must, and never for pages it knows", async () => {
    const server = new Server(237);
    const { cursor } = await take(server, 120);
    server.requested.splice(0);
    await take(server, 1, { cursor, prefetch: 0 });
    expect(server.requested).toEqual([2]);
  });

  test("does not step back past rows without a time", async () => {
    const server = new Server(237, { untimed: true });
    const { cursor } = await take(server, 120);
    server.addNew(120);
    server.requested.splice(0);
    await take(server, EVERYTHING, { cursor, prefetch: 0 });
    expect(server.requested.slice(0, 2)).toEqual([2, 3]);
  });

  test("is short, plain text that JSON and URLs leave as it is", async () => {
    const server = new Server(237);
    const { cursor } = await take(server, 100);
    expect(cursor.length).toBeLessThan(60);
    expect(cursor).toMatch(/^[0-9a-z.-]+$/);
    expect(encodeURIComponent(cursor)).toBe(cursor);
  });
});

describe("a cursor is refused when the call is made", () => {
  const make = (cursor: string, behaviour: Behaviour = {}) => {
    return () => pagerOf(new Server(237, behaviour).source(), { cursor });
  };

  test("where it comes from a call with other parameters", async () => {
    const { cursor } = await take(new Server(237), 100);
    expect(make(cursor)).not.toThrow();
    expect(make(cursor, { limit: 20 })).toThrow(InputError);
    expect(make(cursor, { direction: "asc" })).toThrow(
      expect.objectContaining({
        code: "input",
        operation: "listItems",
        issues: [
          {
            path: "options.cursor",
            message: "is damaged, or from a call with other parameters",
          },
        ],
      }),
    );
  });

  test("where it is damaged, whatever the damage", async () => {
    const { cursor } = await take(new Server(237), 100);
    for (let index = 0; index < cursor.length; index++) {
      expect(make(cursor.slice(0, index))).toThrow(InputError);
      const changed = cursor[index] === "1" ? "2" : "1";
      expect(make(cursor.slice(0, index) + changed + cursor.slice(index + 1))).toThrow(InputError);
    }
    for (const text of [`${cursor}0`, ` ${cursor}`, `${cursor}\n`, cursor.toUpperCase(), "null", "e30"]) {
      expect(make(text)).toThrow(InputError);
    }
    for (const value of [5, true, {}, ["a"]]) expect(make(value as unknown as string)).toThrow(InputError);
  });

  test("without repeating it", () => {
    expect(make("secret-text")).toThrow(expect.not.objectContaining({ message: expect.stringContaining("secret") }));
  });
});

/** A cursor that nobody gave out, sealed as one: what stands in it is the forger's. */
function forge(position: string, rank = "", hashes = ""): string {
  const body = `${position}.${rank}.${hashes}`;
  return `${body}.${hash(`1 ${body} listItems desc 50`)}`;
}

describe("a forged cursor", () => {
  test.each(["1", "5", "zz", "zik0zj"])("into page %s costs at most maxPages requests", async (position) => {
    for (const behaviour of [
      {},
      { cap: 20 },
      { pages: "repeatLast" },
      { pages: "circle" },
      { pages: "ignore" },
    ] as const) {
      for (const rank of ["", "0", "-mjuohs00", "mjuohs00"]) {
        for (const prefetch of [0, 1, 8]) {
          const server = new Server(400, behaviour);
          const pager = pagerOf(server.source(), { cursor: forge(position, rank, hash("x")), maxPages: 5, prefetch });
          await pager.toArray({ maxItems: 10_000 }).catch((error: Error) => expect(error.name).toBe("PaginationError"));
          expect(server.requested.length).toBeLessThanOrEqual(5);
          expect(pager.stats.requests).toBe(server.requested.length);
        }
      }
    }
  });

  test("costs at most maxPages requests from page to page, too", async () => {
    const server = new Server(5000, { cap: 20 });
    const message = "The list goes on after 5 pages (maxPages).";
    let page: Page<Item> = await pagerOf(server.source(), { cursor: forge("1", "", hash("x")), maxPages: 5 });
    await expect(
      (async () => {
        while (page.hasNextPage()) page = await page.nextPage();
      })(),
    ).rejects.toMatchObject({ name: "PaginationError", message });
    expect(server.requested.length).toBeLessThanOrEqual(5);
  });

  test("ends as every list does that goes on after maxPages", async () => {
    const pager = pagerOf(new Server(40).source(), { cursor: forge("zz", "0"), maxPages: 5 });
    await expect(pager.toArray({ maxItems: 9 })).rejects.toMatchObject({ name: "PaginationError" });
    expect(pager.stats.stoppedBecause).toBe("maxPages");
  });

  test.each([
    ["a page further than any offset", "zik0zk"],
    ["a page beyond all numbers", "z".repeat(400)],
    ["a time that no date has", "1", "2gosa7pa2gw"],
    ["a time beyond all numbers", "1", "z".repeat(400)],
    ["no time but its sign", "1", "-"],
    ["more ids than a cursor holds", "1", "0", "a".repeat(11 * 1001)],
  ])("with %s is refused at once", (_, ...parts: [string, string?, string?]) => {
    const make = () => pagerOf(new Server(9).source(), { cursor: forge(...parts) });
    expect(make).toThrow("options.cursor: is damaged, or from a call with other parameters");
  });

  test.each(['{"__proto__":{"polluted":1}}', "[]", "%00", "1".repeat(100_000), "🦊", "../../etc/passwd"])(
    "of any other text is refused: %.20s",
    (text) => {
      expect(() => pagerOf(new Server(9).source(), { cursor: text })).toThrow(InputError);
    },
  );
});

test("a cursor that is null is none", async () => {
  const server = new Server(60);
  const options = { cursor: null, prefetch: null, maxItems: null, maxPages: null, signal: null };
  const pager = pagerOf(server.source(), options as unknown as PagerOptions);
  expect(await pager.toArray({ maxItems: 99 })).toHaveLength(60);
});

describe("the text", () => {
  const strategy = new ManualServer().source();

  test.each([
    START,
    { position: 3, rank: -1_767_225_600_000, hashes: [hash("a"), hash("b")] },
    { position: 1_000_000, rank: 0, hashes: [hash("")] },
    { position: 0, rank: Number.NEGATIVE_INFINITY, hashes: [hash("x")] },
  ])("holds %o", (mark) => {
    expect(decodeCursor(encodeCursor(mark, strategy), strategy)).toEqual(mark);
  });

  test("a mark follows the rows of the furthest time, and no more than a thousand of them", () => {
    const rows = (ranks: number[]): Row<null>[] => ranks.map((rank) => ({ item: null, id: `id ${rank}`, rank }));
    const mark = follow(START, 4, rows([1, 5, 5, 2]), true);
    expect(mark).toEqual({ position: 4, rank: 5, hashes: [hash("id 5"), hash("id 5")] });
    expect(follow(mark, 5, rows([5]), true).hashes).toHaveLength(3);
    expect(follow(mark, 5, rows([4]), true)).toEqual({ ...mark, position: 5 });
    expect(follow(mark, 5, rows([6]), true)).toEqual({ position: 5, rank: 6, hashes: [hash("id 6")] });
    expect(follow(mark, 5, [], true)).toBe(mark);
    const many = Array.from({ length: 1200 }, (_, index) => ({ item: null, id: String(index), rank: 7 }));
    const full = follow(mark, 6, many, true).hashes;
    expect(full).toHaveLength(1000);
    expect(full.at(0)).toBe(hash("200"));
    expect(full.at(-1)).toBe(hash("1199"));
  });

  test("without an order it keeps the last hundred ids", () => {
    const rows = Array.from({ length: 150 }, (_, index) => ({ item: null, id: String(index), rank: index }));
    const mark = follow({ position: 1, rank: 3, hashes: [hash("known")] }, 2, rows, false);
    expect(mark.rank).toBe(Number.NEGATIVE_INFINITY);
    expect(mark.hashes).toEqual(rows.slice(50).map(({ id }) => hash(id)));
    const next = follow(mark, 3, rows.slice(0, 1), false);
    expect(next.hashes).toEqual([...mark.hashes.slice(1), hash("0")]);
  });

  test("a hash is 11 letters and digits, of 53 bits that all depend on the text", () => {
    const hashes = Array.from({ length: 20_000 }, (_, index) => hash(`0b6a0c1e-0000-4000-8000-${index}`));
    expect(hashes.every((each) => /^[0-9a-z]{11}$/.test(each))).toBe(true);
    expect(new Set(hashes).size).toBe(20_000);
    const bits = hashes.map((each) => Number.parseInt(each, 36));
    expect(Math.max(...bits)).toBeLessThan(2 ** 53);
    for (let bit = 0; bit < 53; bit++) {
      const ones = bits.filter((value) => Math.floor(value / 2 ** bit) % 2 === 1).length;
      expect(ones).toBeGreaterThan(9600);
      expect(ones).toBeLessThan(10_400);
    }
    expect(hash("ab")).not.toBe(hash("ba"));
  });

  test("is the same in every process: a cursor of today is one of tomorrow", () => {
    expect(hash("unvoice")).toBe(HASH);
    expect(encodeCursor({ position: 40, rank: 1_767_225_600_000, hashes: [hash("a")] }, strategy)).toBe(CURSOR);
  });
});

const HASH = "1f1iyu1kh1v";
const CURSOR = "14.mjuohs00.1gsdnlyva9q.18ufyc7swyi";
