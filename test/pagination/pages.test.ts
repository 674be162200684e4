import { describe, expect, test } from "vitest";
import { InputError, PaginationError } from "../../src/errors/errors.ts";
import type { Page, PagerOptions } from "../../src/pagination/types.ts";
import { ManualServer, quiet } from "./manual.ts";
import { pagerOf } from "./pager-of.ts";
import { type Item, type ItemPage, Server } from "./server.ts";

const ids = (items: readonly Item[]) => items.map(({ id }) => id);

async function all<V>(values: AsyncIterable<V>): Promise<V[]> {
  const taken: V[] = [];
  for await (const value of values) taken.push(value);
  return taken;
}

/** Pages of letters, each its own row. */
function lettered(pages: readonly string[], options: PagerOptions = {}) {
  const server = new Server(0, { limit: pages[0]?.length ?? 1 });
  server.page = (position) => [...(pages[position] ?? "")].map((id) => ({ id, createdAt: null }));
  return { server, pager: pagerOf(server.source(), options) };
}

describe("a pager", () => {
  test("requests nothing until it is iterated or awaited", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source());
    pager[Symbol.asyncIterator]();
    pager.pages()[Symbol.asyncIterator]();
    pager.pages();
    pager.cursor();
    await quiet();
    expect(server.requested).toEqual([]);
    expect(pagerOf(server.source()).stats).toEqual({
      pages: 0,
      items: 0,
      duplicates: 0,
      requests: 0,
      stoppedBecause: null,
    });
  });

  test("starts afresh with each loop; stats are the latest's", async () => {
    const server = new Server(120, { knowsPageSize: true });
    const pager = pagerOf(server.source());
    expect(ids(await all(pager))).toEqual(server.ids());
    const { stats } = pager;
    expect(stats).toEqual({ pages: 3, items: 120, duplicates: 0, requests: 3, stoppedBecause: "end" });
    server.addNew(1);
    expect(ids(await all(pager))).toEqual(server.ids());
    expect(pager.stats.items).toBe(121);
    expect(stats.items, "what was read before stays").toBe(120);
    for await (const _ of pager) {
      expect(pager.stats.stoppedBecause).toBeNull();
      break;
    }
    expect(pager.stats).toMatchObject({ items: 1, pages: 1, stoppedBecause: "stopped" });
  });

  test.each([
    [{ prefetch: -1 }, "options.prefetch", "must be a whole number from 0 to 8"],
    [{ prefetch: 9 }, "options.prefetch", "must be a whole number from 0 to 8"],
    [{ prefetch: 1.5 }, "options.prefetch", "must be a whole number from 0 to 8"],
    [{ prefetch: "2" as unknown as number }, "options.prefetch", "must be a whole number from 0 to 8"],
    [{ maxItems: -1 }, "options.maxItems", "must be a whole number from 0"],
    [{ maxItems: Number.NaN }, "options.maxItems", "must be a whole number from 0"],
    [{ maxItems: Number.POSITIVE_INFINITY }, "options.maxItems", "must be a whole number from 0"],
    [{ maxPages: 0 }, "options.maxPages", "must be a whole number from 1"],
    [{ maxPages: 0.5 }, "options.maxPages", "must be a whole number from 1"],
  ])("refuses %o when it is made", (options, path, message) => {
    const server = new Server(1);
    const make = () => pagerOf(server.source(), options);
    expect(make).toThrow(InputError);
    expect(make).toThrow(
      expect.objectContaining({ issues: [{ path, message }], api: "txn", operation: "listItems", code: "input" }),
    );
  });

  test.each([{ prefetch: 0 }, { prefetch: 8 }, { maxItems: 0 }, { maxPages: 1 }])("takes %o", (options) => {
    expect(() => pagerOf(new Server(1).source(), options)).not.toThrow();
  });
});

describe("await", () => {
  test("gives the first page, the same one each time, with one request", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source(), { prefetch: 4 });
    const page = await pager;
    expect(await pager).toBe(page);
    expect(ids(page.items)).toEqual(server.ids().slice(0, 50));
    expect(page.hasNextPage()).toBe(true);
    expect(page.total, "what the API adds").toBe(237);
    await quiet();
    expect(server.requested).toEqual([0]);
    expect(pager.stats).toEqual({ pages: 1, items: 50, duplicates: 0, requests: 1, stoppedBecause: "stopped" });
    expect(pager.cursor()).toBe(page.cursor);
  });

  test("of a list of one page says that it ended", async () => {
    const server = new Server(7, { knowsPageSize: true });
    const pager = pagerOf(server.source());
    expect((await pager).hasNextPage()).toBe(false);
    expect(pager.stats).toMatchObject({ items: 7, requests: 1, stoppedBecause: "end" });
  });

  test("of an empty list gives an empty page", async () => {
    const pager = pagerOf(new Server(0).source());
    const page = await pager;
    expect(page.items).toEqual([]);
    expect(page.hasNextPage()).toBe(false);
    expect(await all(page)).toEqual([]);
  });

  test("rejects with what the request does", async () => {
    const pager = pagerOf(new Server(9, { fails: () => true }).source());
    await expect(pager).rejects.toThrow("request 0 failed");
    expect(await pager.then(null, (error) => (error as Error).message)).toBe("request 1 failed");
    expect(pager.stats.stoppedBecause).toBe("error");
  });

  test("of a first page that failed is asked for again, and only then", async () => {
    const server = new Server(9, { fails: (request) => request === 0 });
    const pager = pagerOf(server.source());
    const both = [pager.then(), pager.then()];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(server.requested).toEqual([0]);
    const page = await pager;
    expect(page.items).toHaveLength(9);
    expect(await pager).toBe(page);
    expect(server.requested).toEqual([0, 0]);
  });

  test("has a promise's catch and finally", async () => {
    const failing = pagerOf(new Server(9, { fails: () => true }).source());
    expect(await failing.catch((error) => (error as Error).message)).toBe("request 0 failed");
    let calls = 0;
    await expect(failing.finally(() => calls++)).rejects.toThrow("request 1 failed");
    const pager = pagerOf(new Server(9).source());
    expect(await pager.catch(() => "never")).toBe(await pager);
    expect(await pager.finally(() => calls++)).toBe(await pager);
    expect(calls).toBe(2);
  });

  test("with maxItems 0 gives a page without items", async () => {
    const pager = pagerOf(new Server(9).source(), { maxItems: 0 });
    const page = await pager;
    expect(page.items).toEqual([]);
    expect(page.hasNextPage()).toBe(false);
    expect(pager.stats.stoppedBecause).toBe("maxItems");
  });

  test("works with then() alone, as with any promise", async () => {
    const pager = pagerOf(new Server(9).source());
    expect(await Promise.all([pager, pager.then((page) => page.items.length), pager.then()])).toMatchObject([
      { total: 9 },
      9,
      { total: 9 },
    ]);
  });
});

describe("toArray", () => {
  test("gives at most so many, the smaller bound counting", async () => {
    const server = new Server(237);
    expect(ids(await pagerOf(server.source()).toArray({ maxItems: 60 }))).toEqual(server.ids().slice(0, 60));
    expect(server.requested).toEqual([0, 1]);
    expect(await pagerOf(server.source(), { maxItems: 70 }).toArray({ maxItems: 80 })).toHaveLength(70);
    expect(await pagerOf(server.source(), { maxItems: 80 }).toArray({ maxItems: 70 })).toHaveLength(70);
    expect(await pagerOf(server.source()).toArray({ maxItems: 1000 })).toHaveLength(237);
  });

  test("of 0 items requests nothing", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source());
    expect(await pager.toArray({ maxItems: 0 })).toEqual([]);
    expect(server.requested).toEqual([]);
    expect(pager.stats.stoppedBecause).toBe("maxItems");
  });

  test.each([undefined, {}, { maxItems: -1 }, { maxItems: 1.5 }, { maxItems: Number.POSITIVE_INFINITY }])(
    "with %o is an InputError",
    async (options) => {
      const pager = pagerOf(new Server(1).source(), { maxItems: 5 });
      await expect(pager.toArray(options as { maxItems: number })).rejects.toMatchObject({
        name: "InputError",
        issues: [{ path: "options.maxItems", message: "must be a whole number from 0" }],
      });
    },
  );

  test("a failure rejects, and stops what is under way", async () => {
    const server = new Server(237, { fails: (request) => request === 2 });
    const pager = pagerOf(server.source());
    await expect(pager.toArray({ maxItems: 1000 })).rejects.toThrow("request 2 failed");
    expect(pager.stats).toMatchObject({ items: 100, stoppedBecause: "error" });
  });
});

describe("pages()", () => {
  test("gives each page with new items", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source());
    const pages = await all(pager.pages());
    expect(pages.map((page) => page.items.length)).toEqual([50, 50, 50, 50, 37]);
    expect(pages.flatMap((page) => ids(page.items))).toEqual(server.ids());
    expect(pages.map((page) => page.hasNextPage())).toEqual([true, true, true, true, false]);
    expect(pager.stats).toMatchObject({ pages: 5, items: 237, stoppedBecause: "end" });
    expect(pager.cursor()).toBe(pages.at(-1)?.cursor);
  });

  test("leaves out known rows, and pages of nothing else", async () => {
    const { pager } = lettered(["abc", "abc", "cde", "", ""]);
    expect((await all(pager.pages())).map((page) => ids(page.items).join(""))).toEqual(["abc", "de"]);
    expect(pager.stats).toMatchObject({ duplicates: 4, pages: 4 });
  });

  test("leaves out a row that comes twice on one page", async () => {
    const { pager } = lettered(["aab"]);
    expect(ids(await all(pager)).join("")).toBe("ab");
  });

  test("gives one empty page for an empty list", async () => {
    const pages = await all(pagerOf(new Server(0).source()).pages());
    expect(pages).toHaveLength(1);
    expect(pages[0]?.items).toEqual([]);
  });

  test("starts afresh with each loop over it", async () => {
    const pages = pagerOf(new Server(120).source()).pages();
    expect(await all(pages)).toHaveLength(3);
    expect(await all(pages)).toHaveLength(3);
  });

  test("a page's methods need no object to be called on, and no logger shows them", async () => {
    const { nextPage, hasNextPage, ...fields } = await pagerOf(new Server(60, { knowsPageSize: true }).source());
    expect(hasNextPage()).toBe(true);
    expect((await nextPage()).items).toHaveLength(10);
    expect(Object.keys(fields)).toEqual(["items", "total", "cursor"]);
  });

  test("a page has what its source hides beside its items, hidden", async () => {
    const server = new Server(1);
    const { fetch } = server.source();
    const source = server.source({
      async fetch(...given) {
        const { count, parse } = await fetch(...given);
        return { count, parse: () => Object.defineProperty(parse(), "response", { value: 200 }) };
      },
    });
    const page = await pagerOf(source);
    expect((page as unknown as { response: number }).response).toBe(200);
    expect(Object.keys(page)).not.toContain("response");
  });

  test("a page written as JSON is its items and its cursor", async () => {
    const page = await pagerOf(new Server(1).source());
    expect(JSON.parse(JSON.stringify(page))).toEqual({
      items: [{ id: "item-1", createdAt: "2026-01-01T00:00:01.000Z" }],
      cursor: page.cursor,
    });
  });
});

describe("nextPage()", () => {
  test("goes through the whole list, once each", async () => {
    const server = new Server(250);
    let page = (await pagerOf(server.source())) as Page<Item>;
    const taken = ids(page.items);
    while (page.hasNextPage()) {
      page = await page.nextPage();
      taken.push(...ids(page.items));
    }
    expect(taken).toEqual(server.ids());
    expect(page.items, "that the list ended showed only behind its last full page").toEqual([]);
    await expect(page.nextPage()).rejects.toThrow(PaginationError);
    await expect(page.nextPage()).rejects.toThrow("There is no page after this one.");
    await expect(page.nextPage()).rejects.toMatchObject({ api: "txn", operation: "listItems" });
    expect(server.requested, "none is requested twice, none ahead").toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("is the page after this one, however far a loop has moved on since", async () => {
    const server = new Server(237);
    const pages = await all(pagerOf(server.source()).pages());
    for (const [index, page] of pages.slice(0, -1).entries()) {
      const next = await page.nextPage();
      expect(ids(next.items)).toEqual(ids(pages[index + 1]?.items ?? []));
      expect(next.hasNextPage()).toBe(index < 3);
    }
  });

  test("the same, where more was read since than is remembered", async () => {
    const server = new Server(12_000, { limit: 1000 });
    const pager = pagerOf(server.source());
    const [first, second, third] = await all(pager.pages());
    expect(ids((await first?.nextPage())?.items ?? [])).toEqual(ids(second?.items ?? []));
    expect(ids((await second?.nextPage())?.items ?? [])).toEqual(ids(third?.items ?? []));
  });

  test("gives the same page each time it is called, with one request", async () => {
    const server = new Server(237);
    const page = await pagerOf(server.source());
    const [one, other] = await Promise.all([page.nextPage(), page.nextPage()]);
    expect(other).toBe(one);
    expect(await page.nextPage()).toBe(one);
    expect(server.requested).toEqual([0, 1]);
  });

  test("can be called again after a failure", async () => {
    const server = new Server(237, { fails: (request) => request === 1 });
    const page = await pagerOf(server.source());
    await expect(page.nextPage()).rejects.toThrow("request 1 failed");
    expect(ids((await page.nextPage()).items)).toEqual(server.ids().slice(50, 100));
  });

  test("skips pages without anything new", async () => {
    const { pager, server } = lettered(["abc", "bca", "cab", "cad", ""]);
    const page = await pager;
    const next = await page.nextPage();
    expect(ids(next.items)).toEqual(["d"]);
    expect(next.hasNextPage()).toBe(true);
    expect(server.requested).toEqual([0, 1, 2, 3]);
  });

  test("keeps maxItems and maxPages over all pages", async () => {
    const server = new Server(237);
    const page = await pagerOf(server.source(), { maxItems: 70 });
    const next = await page.nextPage();
    expect(next.items).toHaveLength(20);
    expect(next.hasNextPage()).toBe(false);
    await expect(next.nextPage()).rejects.toThrow(PaginationError);

    const fused = await pagerOf(server.source(), { maxPages: 1 });
    expect(fused.hasNextPage()).toBe(true);
    await expect(fused.nextPage()).rejects.toThrow("The list goes on after 1 pages (maxPages).");
  });

  test("heeds the caller's signal", async () => {
    const controller = new AbortController();
    const server = new Server(237);
    const page = await pagerOf(server.source(), { signal: controller.signal });
    controller.abort("enough");
    await expect(page.nextPage()).rejects.toBe("enough");
    expect(server.requested).toEqual([0]);
  });

  test("knows the rows that were given before, also after inserts", async () => {
    const server = new Server(237);
    const initial = server.ids();
    let page = (await pagerOf(server.source())) as Page<Item>;
    const taken = ids(page.items);
    while (page.hasNextPage()) {
      server.addNew(30);
      page = await page.nextPage();
      taken.push(...ids(page.items));
    }
    expect(taken).toEqual(initial);
  });
});

describe("iterating a page", () => {
  test("gives its own items, then those of the pages after it", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source());
    const page = await pager;
    expect(ids(await all(page))).toEqual(server.ids());
    expect(ids(await all(page)), "each loop starts afresh").toEqual(server.ids());
    const second = await page.nextPage();
    expect(ids(await all(second))).toEqual(server.ids().slice(50));
    expect(pager.stats, "the pager's own loop was the page awaited").toMatchObject({ pages: 1, items: 50 });
  });

  test("requests the next page once the first item is taken, and nothing with prefetch 0", async () => {
    for (const prefetch of [0, 1]) {
      const server = new ManualServer();
      const awaited = pagerOf(server.source(), { prefetch }).then();
      await quiet();
      await server.answer(0);
      const loop = (await awaited)[Symbol.asyncIterator]();
      await quiet();
      expect(server.positions).toEqual([0]);
      expect((await loop.next()).value).toBe(0);
      expect(server.positions).toEqual(prefetch ? [0, 1] : [0]);
      await loop.return?.();
      expect(server.open).toEqual([]);
    }
  });

  test("requests one page at a time, for it did not see the list's start", async () => {
    const server = new Server(600, { steady: true });
    const page = await pagerOf(server.source(), { prefetch: 4 });
    expect(ids(await all(page))).toEqual(server.ids());
    expect(server.mostInFlight).toBe(1);
  });

  test("goes on with the pin where the loop it is from had one", async () => {
    const server = new Server(600, { steady: true, beforeServing: (request, list) => request > 0 && list.addNew(3) });
    const initial = server.ids();
    const pages: ItemPage[] = [];
    for await (const page of pagerOf(server.source(), { prefetch: 4 }).pages()) if (pages.push(page) === 3) break;
    server.mostInFlight = 0;
    expect(ids(await all(pages[2] as ItemPage))).toEqual(initial.slice(100));
    expect(server.mostInFlight).toBeGreaterThan(1);
  });

  test("of a last page gives its own", async () => {
    const server = new Server(237);
    const pages = await all(pagerOf(server.source()).pages());
    expect(ids(await all(pages[4] as ItemPage))).toEqual(server.ids().slice(200));
    expect(server.requested).toEqual([0, 1, 2, 3, 4]);
  });

  test("counts maxItems from the list's start", async () => {
    const server = new Server(237);
    const page = await pagerOf(server.source(), { maxItems: 120 });
    expect(ids(await all(page))).toEqual(server.ids().slice(0, 120));
  });
});
