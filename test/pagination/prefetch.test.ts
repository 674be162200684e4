import { describe, expect, test } from "vitest";
import type { PagerOptions } from "../../src/pagination/types.ts";
import { type Changes, ManualServer, quiet } from "./manual.ts";
import { pagerOf } from "./pager-of.ts";
import { Server } from "./server.ts";

function start(options: PagerOptions, changes?: Changes) {
  const server = new ManualServer();
  const pager = pagerOf(server.source(changes), options);
  const loop = pager[Symbol.asyncIterator]();
  /** Takes the next items, which must be there. */
  const take = async (count: number) => {
    const taken: (number | undefined)[] = [];
    for (let left = count; left > 0; left--) taken.push((await loop.next()).value);
    await quiet();
    return taken;
  };
  return { server, pager, loop, take };
}

describe("requests ahead, one at a time", () => {
  test("none with prefetch 0 until the page before is used up", async () => {
    const { server, loop, take } = start({ prefetch: 0 });
    const first = loop.next();
    await quiet();
    await server.answer(0);
    expect((await first).value).toBe(0);
    expect(await take(2)).toEqual([1, 2]);
    expect(server.positions).toEqual([0]);
    void loop.next();
    await quiet();
    expect(server.positions).toEqual([0, 1]);
    await loop.return?.();
  });

  test("one by default: as soon as a page has arrived, and the one after it when that page is taken", async () => {
    const { server, loop, take } = start({});
    const first = loop.next();
    await quiet();
    expect(server.positions).toEqual([0]);
    await server.answer(0);
    expect((await first).value).toBe(0);
    expect(server.positions).toEqual([0, 1]);
    await server.answer(1);
    expect(await take(2)).toEqual([1, 2]);
    expect(server.positions, "page 1 is there, but nobody has taken it").toEqual([0, 1]);
    expect(await take(1)).toEqual([3]);
    expect(server.positions).toEqual([0, 1, 2]);
    await loop.return?.();
  });

  test("at once on arrival where the caller is waiting already", async () => {
    const { server, loop, take } = start({});
    void loop.next();
    await quiet();
    await server.answer(0);
    await take(2);
    const fourth = loop.next();
    await quiet();
    expect(server.positions).toEqual([0, 1]);
    await server.answer(1);
    expect(server.positions).toEqual([0, 1, 2]);
    expect((await fourth).value).toBe(3);
    await loop.return?.();
  });

  test("before the page is validated", async () => {
    const seen: number[][] = [];
    const { server, loop } = start(
      {},
      {
        parse: (rows) => {
          seen.push(server.positions);
          return { items: [...rows] };
        },
      },
    );
    void loop.next();
    await quiet();
    await server.answer(0);
    expect(seen).toEqual([[0, 1]]);
    await loop.return?.();
  });

  test("not behind a page that is known to be the last", async () => {
    const { server, loop } = start({}, { pageSize: 4 });
    void loop.next();
    await quiet();
    await server.answer(0);
    expect(server.positions).toEqual([0]);
    await loop.return?.();
  });

  test("not where the rows at hand are enough for maxItems", async () => {
    const { server, take, pager } = start({ maxItems: 6 });
    const three = take(3);
    await quiet();
    await server.answer(0);
    expect(await three).toEqual([0, 1, 2]);
    expect(server.positions).toEqual([0, 1]);
    await server.answer(1);
    expect(await take(4)).toEqual([3, 4, 5, undefined]);
    expect(server.positions).toEqual([0, 1]);
    expect(pager.stats.stoppedBecause).toBe("maxItems");
  });

  test("but where rows given before made them too few", async () => {
    const { server, take } = start({ maxItems: 6 });
    const three = take(3);
    await quiet();
    await server.answer(0);
    await three;
    await server.answer(1, 2);
    expect(await take(1)).toEqual([3]);
    expect(server.positions, "row 2 came again: with 3 and 4 there are five").toEqual([0, 1, 2]);
    await server.answer(2, 5);
    expect(await take(3)).toEqual([4, 5, undefined]);
  });

  test("not beyond maxPages", async () => {
    const { server, take, loop, pager } = start({ maxPages: 2 });
    const three = take(3);
    await quiet();
    await server.answer(0);
    await three;
    await server.answer(1);
    expect(await take(3)).toEqual([3, 4, 5]);
    await expect(loop.next()).rejects.toThrow("The list goes on after 2 pages (maxPages).");
    expect(server.positions).toEqual([0, 1]);
    expect(pager.stats).toEqual({ pages: 2, items: 6, duplicates: 0, requests: 2, stoppedBecause: "maxPages" });
  });

  test("a failure shows when its page's turn comes", async () => {
    const { server, take, loop, pager } = start({});
    const three = take(1);
    await quiet();
    await server.answer(0);
    await three;
    await server.at(1).fail(new Error("broken"));
    expect(await take(2)).toEqual([1, 2]);
    await expect(loop.next()).rejects.toThrow("broken");
    expect(await loop.next(), "the loop is over").toEqual({ done: true, value: undefined });
    expect(pager.stats.stoppedBecause).toBe("error");
  });
});

describe("several requests ahead", () => {
  const pin = { to: 99 };

  test("nothing but the first page until the strategy has said that the list is steady", async () => {
    let answer: (value: unknown) => void = () => {};
    const asked: unknown[] = [];
    const steady: Changes["steady"] = (page) => {
      asked.push(page);
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const { server, take, loop } = start({ prefetch: 3 }, { steady });
    const three = take(3);
    await quiet();
    await server.answer(0);
    expect(await three, "the page's items do not wait for it").toEqual([0, 1, 2]);
    expect(asked).toEqual([[0, 1, 2]]);
    const fourth = loop.next();
    await quiet();
    expect(server.positions).toEqual([0]);
    answer(pin);
    await quiet();
    expect(server.positions).toEqual([0, 1, 2, 3, 4]);
    expect(server.requests.map((request) => request.pin)).toEqual([undefined, pin, pin, pin, pin]);
    await server.answer(1);
    expect((await fourth).value).toBe(3);
    await loop.return?.();
    expect(server.open).toEqual([]);
  });

  test("leave while the caller works on the first page", async () => {
    const { server, take, loop } = start({ prefetch: 3 }, { steady: async () => pin });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    expect(server.positions).toEqual([0, 1, 2, 3]);
    await loop.return?.();
  });

  test("never more than prefetch pages beyond the one worked on, whatever arrives first", async () => {
    const { server, take, loop } = start({ prefetch: 3 }, { steady: () => pin });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    await server.answer(3);
    await server.answer(2);
    expect(server.positions).toEqual([0, 1, 2, 3]);
    const waiting = take(3);
    await quiet();
    expect(server.positions, "page 1 is wanted: it may have three behind it").toEqual([0, 1, 2, 3, 4]);
    await server.answer(1);
    expect(await waiting).toEqual([1, 2, 3]);
    expect(await take(5)).toEqual([4, 5, 6, 7, 8]);
    expect(server.positions).toEqual([0, 1, 2, 3, 4, 5]);
    await loop.return?.();
  });

  test.each([
    ["it says no", { steady: () => null }],
    ["it answers nothing", { steady: () => undefined }],
    ["it fails", { steady: () => Promise.reject(new Error("no answer")) }],
    [
      "it throws",
      {
        steady: () => {
          throw new Error("no answer");
        },
      },
    ],
  ])("are one at a time where %s", async (_, changes) => {
    const { server, take, loop } = start({ prefetch: 8 }, changes);
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    expect(server.positions).toEqual([0, 1]);
    expect(server.at(1).pin).toBeUndefined();
    await server.answer(1);
    await take(3);
    expect(server.positions).toEqual([0, 1, 2]);
    await loop.return?.();
  });

  test("are one at a time where the first page is not in the order asked for", async () => {
    let asked = 0;
    const steady = () => {
      asked++;
      return pin;
    };
    const { server, take, loop } = start({ prefetch: 4 }, { steady, direction: "desc" });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    expect(server.positions).toEqual([0, 1]);
    expect(asked).toBe(0);
    await loop.return?.();
  });

  test("are one at a time behind a cursor", async () => {
    const { server, take, loop, pager } = start({ prefetch: 0 });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    await loop.return?.();
    let asked = 0;
    const steady = () => {
      asked++;
      return pin;
    };
    const resumed = start({ prefetch: 4, cursor: pager.cursor() }, { steady });
    const next = resumed.take(1);
    await quiet();
    await resumed.server.answer(0);
    expect(await next).toEqual([1]);
    expect(resumed.server.positions).toEqual([0, 1]);
    expect(asked).toBe(0);
    await resumed.loop.return?.();
  });

  test("what the strategy tries is a request like others", async () => {
    const { server, take, loop, pager } = start(
      { prefetch: 2 },
      { steady: async (_, probe) => ((await probe(0, "tried")).length === 3 ? "tried" : null) },
    );
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    expect(server.requests.map(({ position, pin: sent }) => [position, sent])).toEqual([
      [0, undefined],
      [0, "tried"],
    ]);
    await server.answer(0);
    expect(server.positions).toEqual([0, 0, 1, 2]);
    expect(pager.stats.requests).toBe(4);
    await loop.return?.();
  });

  test("leaving while the strategy is being asked stops that too", async () => {
    const { server, take, loop } = start({ prefetch: 2 }, { steady: (_, probe) => probe(0, pin) });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    await loop.return?.();
    await quiet();
    expect(server.positions).toEqual([0, 0]);
    expect(server.open).toEqual([]);
  });

  test("stop with the last page: those beyond it are aborted, and what they fail with is no matter", async () => {
    const { server, take, loop, pager } = start({ prefetch: 4 }, { steady: () => pin });
    const one = take(1);
    await quiet();
    await server.answer(0);
    await one;
    await server.at(3).fail(new Error("there is no such page"));
    await server.answer(1);
    await server.answer(2, 6, 1);
    expect(await take(6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(server.open).toEqual([]);
    expect(await loop.next()).toEqual({ done: true, value: undefined });
    expect(pager.stats.stoppedBecause).toBe("end");
  });

  test("are no more than maxItems and maxPages call for", async () => {
    const bounded = start({ prefetch: 8, maxItems: 8 }, { steady: () => pin });
    const one = bounded.take(1);
    await quiet();
    await bounded.server.answer(0);
    await one;
    expect(bounded.server.positions, "pages 0 to 2 hold 9 rows").toEqual([0, 1, 2]);
    await bounded.loop.return?.();

    const fused = start({ prefetch: 8, maxPages: 4 }, { steady: () => pin });
    const first = fused.take(4);
    await quiet();
    await fused.server.answer(0);
    await fused.server.answer(1);
    expect(await first).toEqual([0, 1, 2, 3]);
    expect(fused.server.positions).toEqual([0, 1, 2, 3]);
    await fused.loop.return?.();
  });

  test("are made again in turn where the list shifts after all", async () => {
    const { server, take, loop } = start({ prefetch: 2 }, { steady: () => pin });
    const one = take(3);
    await quiet();
    await server.answer(0);
    await one;
    // A row was inserted between the request for page 2 and the one for page 1: 5 would be on neither.
    await server.answer(2);
    await server.answer(1, 2);
    expect(await take(2)).toEqual([3, 4]);
    expect(server.positions).toEqual([0, 1, 2, 3, 2]);
    expect(server.open).toEqual([2]);
    await server.answer(2, 5);
    expect(await take(3)).toEqual([5, 6, 7]);
    expect(server.positions, "one at a time from then on").toEqual([0, 1, 2, 3, 2, 3]);
    await loop.return?.();
  });

  test("also where it shifts by more than was given", async () => {
    const { server, take, loop } = start({ prefetch: 2 }, { steady: () => pin });
    const one = take(3);
    await quiet();
    await server.at(0).answer([10, 11, 12]);
    await one;
    // Four rows were inserted before 10: page 1 now begins with rows that nobody has seen, and 13 is on page 2.
    await server.at(2).answer([16, 17, 18]);
    await server.at(1).answer([9, 10, 11]);
    expect(await take(1)).toEqual([9]);
    await server.at(2).answer([12, 13, 14]);
    expect(await take(2)).toEqual([13, 14]);
    await loop.return?.();
  });

  test("as many as asked for at once over a real list, in order", async () => {
    for (const prefetch of [0, 1, 4, 8]) {
      const server = new Server(2000, { limit: 20, steady: true, delay: (request) => (request * 7) % 5 });
      const pager = pagerOf(server.source(), { prefetch });
      const given = await pager.toArray({ maxItems: 5000 });
      expect(given.map(({ id }) => id)).toEqual(server.ids());
      expect(server.mostInFlight).toBeLessThanOrEqual(prefetch + 1);
      expect(server.mostInFlight).toBeGreaterThanOrEqual(Math.max(1, prefetch));
    }
  });
});
