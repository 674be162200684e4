import { describe, expect, test } from "vitest";
import { PaginationError } from "../../src/errors/errors.ts";
import type { PagerOptions } from "../../src/pagination/types.ts";
import { pagerOf } from "./pager-of.ts";
import { type Behaviour, Server } from "./server.ts";

/** Lists everything and says how that went. */
async function listAll(server: Server, options: PagerOptions = {}) {
  const pager = pagerOf(server.source(), options);
  const ids: string[] = [];
  let error: unknown = null;
  try {
    for await (const { id } of pager) ids.push(id);
  } catch (thrown) {
    error = thrown;
  }
  return { ids, error, stats: pager.stats, requested: server.requested };
}

/** Pages that stay as they are, whatever is inserted: page 3 is `pages[3]`, those behind are empty. */
async function listPages(pages: readonly string[], options: PagerOptions = {}, behaviour: Behaviour = {}) {
  const server = new Server(0, behaviour);
  server.page = (position) => [...(pages[position] ?? "")].map((id) => ({ id, createdAt: null }));
  const { ids, ...rest } = await listAll(server, options);
  return { ids: ids.join(""), ...rest };
}

describe("a page shorter than its limit ends a list whose server gives full pages", () => {
  const behaviour = { knowsPageSize: true };

  test.each([
    [237, [0, 1, 2, 3, 4]],
    [250, [0, 1, 2, 3, 4, 5]],
    [49, [0]],
    [0, [0]],
  ])("of %i items", async (count, requested) => {
    const server = new Server(count, behaviour);
    const { ids, stats, requested: made } = await listAll(server);
    expect(ids).toEqual(server.ids());
    expect(made).toEqual(requested);
    expect(stats).toEqual({
      pages: requested.length,
      items: count,
      duplicates: 0,
      requests: requested.length,
      stoppedBecause: "end",
    });
  });
});

describe("a list whose server may clamp the page's size", () => {
  test.each([
    [237, 50, [0, 1, 2, 3, 4]],
    [250, 50, [0, 1, 2, 3, 4, 5]],
    [45, 20, [0, 1, 2, 0]],
    [60, 20, [0, 1, 2, 0, 3]],
    [3, 50, [0, 1]],
    [25, 20, [0, 1, 0]],
    [0, 50, [0]],
  ])("of %i items in pages of %i ends with an empty page, or one shorter than an earlier", async (count, cap, made) => {
    const server = new Server(count, { cap });
    const { ids, stats, requested } = await listAll(server);
    expect(ids).toEqual(server.ids());
    expect(requested).toEqual(made);
    expect(stats.stoppedBecause).toBe("end");
  });

  test("does not end with a longer page", async () => {
    const { ids, requested } = await listPages(["ab", "cde", "fgh", "ij", "k"]);
    expect(ids).toBe("abcdefghij");
    expect(requested, "page 0 is looked at again: rows might have been added to it").toEqual([0, 1, 2, 0, 3]);
  });

  test.each([0, 1, 4])("that grows while its end is read has no gap, with prefetch %i", async (prefetch) => {
    for (const [count, request, added] of [
      [5, 1, 130],
      [5, 1, 18],
      [5, 1, 35],
      [25, 2, 130],
    ] as const) {
      const server = new Server(count, {
        direction: "asc",
        limit: 20,
        steady: true,
        beforeServing: (served, list) => served === request && list.addNew(added),
      });
      const { ids } = await listAll(server, { prefetch });
      expect(ids).toEqual(server.ids().slice(0, ids.length));
      expect(ids.length).toBeGreaterThanOrEqual(count);
    }
  });

  test("is not looked at again where the first page is as long as asked for, nor where the strategy does not say", async () => {
    const full = new Server(120, { limit: 20 });
    expect((await listAll(full)).stats).toMatchObject({ pages: 7, requests: 7 });
    const unsaid = new Server(45, { cap: 20 });
    const { sizeAsked, ...strategy } = unsaid.source();
    expect(sizeAsked).toBe(50);
    expect(await pagerOf(strategy).toArray({ maxItems: 99 })).toHaveLength(45);
    expect(unsaid.requested).toEqual([0, 1, 2]);
  });

  test("has no gap behind a cursor either", async () => {
    const server = new Server(65, { direction: "asc", limit: 20 });
    const pager = pagerOf(server.source());
    for await (const { id } of pager) if (id === "item-62") break;
    let requests = 0;
    server.behaviour.beforeServing = (_, list) => ++requests === 2 && list.addNew(70);
    const rest = await listAll(server, { cursor: pager.cursor() });
    expect(rest.ids).toEqual(server.ids().slice(62));
  });
});

describe("a server that repeats itself", () => {
  test.each([0, 1, 4])("its last page for every page beyond, with prefetch %i", async (prefetch) => {
    const server = new Server(250, { pages: "repeatLast" });
    const { ids, stats, requested } = await listAll(server, { prefetch });
    expect(ids).toEqual(server.ids());
    expect(stats).toEqual({ pages: 7, items: 250, duplicates: 100, requests: 8, stoppedBecause: "end" });
    expect(requested, "page 5 is looked at again: it is still what page 6 is").toEqual([0, 1, 2, 3, 4, 5, 6, 5]);
  });

  test("within maxPages it ends, beyond it is cut off", async () => {
    const enough = await listAll(new Server(250, { pages: "repeatLast" }), { maxPages: 7 });
    expect(enough.stats.stoppedBecause).toBe("end");
    const short = await listAll(new Server(250, { pages: "repeatLast" }), { maxPages: 6 });
    expect(short.ids).toHaveLength(250);
    expect(short.stats.stoppedBecause).toBe("maxPages");
  });

  test("its first page for every page is an error where it is known to give full pages", async () => {
    const server = new Server(250, { pages: "ignore", knowsPageSize: true, repeatEnds: false });
    const { ids, error, stats, requested } = await listAll(server);
    expect(ids).toEqual(server.ids().slice(0, 50));
    expect(error).toBeInstanceOf(PaginationError);
    expect(error).toMatchObject({ code: "pagination", api: "txn", operation: "listItems" });
    expect((error as Error).message).toBe("The server repeats itself: it seems to ignore which page is asked for.");
    expect(stats.stoppedBecause).toBe("error");
    expect(requested).toEqual([0, 1, 2, 1]);
  });

  test("all its pages in a circle", async () => {
    const server = new Server(250, { pages: "circle" });
    const { ids, stats, requested } = await listAll(server);
    expect(ids).toEqual(server.ids());
    expect(stats.stoppedBecause).toBe("end");
    expect(requested).toEqual([0, 1, 2, 3, 4, 5, 6, 1]);
  });

  test("some pages in a circle, beginning anywhere", async () => {
    const server = new Server(250);
    const honest = server.page.bind(server);
    server.page = (position) => honest(position < 5 ? position : 2 + ((position - 5) % 3));
    const { ids, stats } = await listAll(server);
    expect(ids).toEqual(server.ids());
    expect(stats.stoppedBecause).toBe("end");
    expect(stats.requests).toBeLessThan(16);
  });

  test("in a list too long to remember", async () => {
    for (const pages of ["repeatLast", "circle"] as const) {
      const server = new Server(12_000, { limit: 500, pages });
      const { ids, stats } = await listAll(server);
      expect(ids).toEqual(server.ids());
      expect(stats).toMatchObject({ stoppedBecause: "end", requests: 27 });
    }
  });

  test("behind a cursor", async () => {
    const server = new Server(250, { pages: "ignore" });
    const pager = pagerOf(server.source());
    await pager;
    const { ids, stats, requested } = await listAll(server, { cursor: pager.cursor() });
    expect(ids).toEqual([]);
    expect(stats.stoppedBecause).toBe("end");
    expect(requested.slice(1)).toEqual([0, 1, 2, 1]);
  });
});

describe("known rows again do not end a list that goes on", () => {
  test("a single page without anything new", async () => {
    const { ids, stats } = await listPages(["ab", "cd", "cd", "ef"]);
    expect(ids).toBe("abcdef");
    expect(stats).toMatchObject({ duplicates: 2, stoppedBecause: "end" });
  });

  test("a second one does where the server repeats itself", async () => {
    const { ids, requested } = await listPages(["ab", "cd", "cd", "cd", "ef"]);
    expect(ids).toBe("abcd");
    expect(requested).toEqual([0, 1, 2, 0, 3, 2]);
  });

  test("two of them, with one between that has something new", async () => {
    const { ids } = await listPages(["ab", "cd", "cd", "ef", "ef", "gh"]);
    expect(ids).toBe("abcdefgh");
  });

  test("500 rows inserted at the head at once", async () => {
    const server = new Server(1000, { beforeServing: (request, list) => request === 10 && list.addNew(500) });
    const initial = server.ids();
    const { ids, stats } = await listAll(server);
    expect(ids).toEqual(initial);
    expect(stats).toMatchObject({ duplicates: 500, pages: 31, stoppedBecause: "end" });
  });

  test("exactly a page of rows before every request, time and again", async () => {
    const server = new Server(300, {
      limit: 20,
      beforeServing: (request, list) => request > 2 && request < 20 && list.addNew(20),
    });
    const initial = server.ids();
    const { ids, stats } = await listAll(server);
    expect(ids).toEqual(initial);
    expect(stats.stoppedBecause).toBe("end");
  });

  test("what looked like a repeat and was none is not looked at again and again", async () => {
    const server = new Server(300, {
      limit: 20,
      beforeServing: (request, list) => {
        if (request === 3 || request === 4) list.addNew(20);
        if (request === 5) list.addNew(200);
      },
    });
    const initial = server.ids();
    const { ids, stats } = await listAll(server);
    expect(ids.filter((id) => initial.includes(id))).toEqual(initial);
    expect(stats.requests - stats.pages).toBe(1);
  });

  test("the same where a full page again would be an error", async () => {
    const server = new Server(300, {
      limit: 20,
      knowsPageSize: true,
      repeatEnds: false,
      beforeServing: (request, list) => request > 2 && request < 9 && list.addNew(20),
    });
    const initial = server.ids();
    const { ids, error } = await listAll(server);
    expect(error).toBeNull();
    expect(ids).toEqual(initial);
  });

  test("more rows at once than are remembered", async () => {
    const server = new Server(9000, {
      limit: 100,
      beforeServing: (request, list) => (request === 20 || request === 120) && list.addNew(8000),
    });
    const initial = server.ids();
    const { ids, stats } = await listAll(server);
    expect(new Set(ids).size).toBe(ids.length);
    const owed = new Set(initial);
    expect(ids.filter((id) => owed.has(id))).toEqual(initial);
    expect(stats.stoppedBecause).toBe("end");
  });
});

describe("maxItems", () => {
  test.each([
    [0, 0, "maxItems"],
    [1, 1, "maxItems"],
    [50, 1, "maxItems"],
    [51, 2, "maxItems"],
    [236, 5, "maxItems"],
    [237, 5, "end"],
    [1000, 5, "end"],
  ] as const)("%i of 237 take %i requests", async (maxItems, requests, stoppedBecause) => {
    const server = new Server(237, { knowsPageSize: true });
    const { ids, error, stats } = await listAll(server, { maxItems });
    expect(ids).toEqual(server.ids().slice(0, maxItems));
    expect(error).toBeNull();
    expect(stats).toEqual({
      pages: requests,
      items: Math.min(maxItems, 237),
      duplicates: 0,
      requests,
      stoppedBecause,
    });
  });

  test("holds over pages() too", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source(), { maxItems: 120 });
    const sizes: number[] = [];
    let hasNext = true;
    for await (const page of pager.pages()) {
      sizes.push(page.items.length);
      hasNext = page.hasNextPage();
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(hasNext).toBe(false);
    expect(pager.stats).toMatchObject({ items: 120, stoppedBecause: "maxItems" });
    expect(server.requested).toEqual([0, 1, 2]);
  });

  test("0 of pages() are none, without a request", async () => {
    const server = new Server(237);
    const pager = pagerOf(server.source(), { maxItems: 0 });
    for await (const _ of pager.pages()) expect.unreachable();
    expect(server.requested).toEqual([]);
  });
});

describe("maxPages", () => {
  test("is a fuse: what the pages hold is handed out, then it is an error", async () => {
    const server = new Server(237);
    const { ids, error, stats, requested } = await listAll(server, { maxPages: 3 });
    expect(ids).toEqual(server.ids().slice(0, 150));
    expect(error).toBeInstanceOf(PaginationError);
    expect(error).toMatchObject({ api: "txn", operation: "listItems" });
    expect(stats.stoppedBecause).toBe("maxPages");
    expect(requested).toEqual([0, 1, 2]);
  });

  test("does not matter where the list ends in time, or maxItems is reached", async () => {
    const whole = await listAll(new Server(237), { maxPages: 5 });
    expect(whole).toMatchObject({ error: null, stats: { stoppedBecause: "end" } });
    const part = await listAll(new Server(237), { maxPages: 3, maxItems: 150 });
    expect(part).toMatchObject({ error: null, stats: { stoppedBecause: "maxItems" } });
  });
});
