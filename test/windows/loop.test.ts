import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { InputError, PaginationError } from "../../src/errors/errors.ts";
import { hash } from "../../src/pagination/hash.ts";
import { planWindows, walkWindows } from "../../src/windows/index.ts";
import { rejection } from "../support/server.ts";
import { idsOf, makeRows, WindowServer } from "./server.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 3));

describe.each(["ASC", "DESC"] as const)("a cursor of a walk, %s", (direction) => {
  const params = { sort: { direction } };

  test.each([1, 49, 50, 51, 120, 500, 749])("goes on behind item %d, in another process too", async (maxItems) => {
    const server = new WindowServer(makeRows(750, { tied: 0.5 }), { to: "inclusive" });
    const first = walkWindows(server.client(), params, { windowSize: 100, maxItems });
    const given = await idsOf(first);
    expect(given).toHaveLength(maxItems);
    expect(first.stats.stoppedBecause).toBe("maxItems");
    const cursor = JSON.parse(JSON.stringify(first.cursor()));
    const second = walkWindows(server.client(), params, { windowSize: 70, prefetch: 3, cursor });
    expect([...given, ...(await idsOf(second))]).toEqual(server.ids(direction));
  });

  test("goes on within hundreds of invoices of one millisecond", async () => {
    const server = new WindowServer(makeRows(400, { tied: 0.99 }));
    for (const maxItems of [40, 50, 130, 200, 350]) {
      const first = walkWindows(server.client(), params, { windowSize: 100, maxItems });
      const given = await idsOf(first);
      const rest = walkWindows(server.client(), params, { windowSize: 100, cursor: first.cursor() });
      expect([...given, ...(await idsOf(rest))]).toEqual(server.ids(direction));
    }
  });

  test("of a resumed walk goes on as well, and each page has one", async () => {
    const server = new WindowServer(makeRows(500, { tied: 0.3 }));
    const given: string[] = [];
    let cursor: string | undefined;
    for (;;) {
      const walked = walkWindows(server.client(), params, { windowSize: 80, ...(cursor && { cursor }) });
      const page = await walked;
      given.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
      if (!page.hasNextPage()) break;
    }
    expect(given).toEqual(server.ids(direction));
  });

  test("bears invoices inserted between stopping and going on", async () => {
    const server = new WindowServer(makeRows(600));
    const expected = server.ids(direction);
    const first = walkWindows(server.client(), params, { windowSize: 100, maxItems: 230 });
    const given = await idsOf(first);
    const newest = server.rows.at(-1)!.at;
    for (let index = 0; index < 300; index++) server.rows.push({ id: `new-${index}`, at: newest + index });
    const rest = await idsOf(walkWindows(server.client(), params, { windowSize: 100, cursor: first.cursor() }));
    const old = new Set(expected);
    expect([...given, ...rest].filter((id) => old.has(id))).toEqual(expected);
    expect(rest).toHaveLength(direction === "ASC" ? 670 : 370);
  });

  test("loses no invoice of a list with undated ones at its end", async () => {
    const rows = makeRows(260).map((row, index) => (index % 50 === 5 ? { ...row, created_at: null } : row));
    const server = new WindowServer(rows, { isUndated: ({ created_at }) => created_at === null });
    for (const maxItems of [3, 60, 200, 258]) {
      const first = walkWindows(server.client(), params, { windowSize: 100, maxItems });
      const given = await idsOf(first);
      const rest = await idsOf(walkWindows(server.client(), params, { windowSize: 100, cursor: first.cursor() }));
      expect(new Set([...given, ...rest])).toEqual(new Set(server.ids(direction)));
    }
  });

  test("of a list whose dates cannot be read at all goes on by its place", async () => {
    const server = new WindowServer(makeRows(330).map((row) => ({ ...row, created_at: "soon" })));
    const first = walkWindows(server.client(), params, { maxItems: 120 });
    const given = await idsOf(first);
    const rest = await idsOf(walkWindows(server.client(), params, { cursor: first.cursor() }));
    expect([...given, ...rest]).toEqual(server.ids(direction));
  });
});

test("a cursor is refused by a walk with other parameters, and by another call", async () => {
  const server = new WindowServer(makeRows(100));
  const client = server.client();
  const walked = walkWindows(client, {}, { maxItems: 10 });
  await idsOf(walked);
  const cursor = walked.cursor();
  expect(() => walkWindows(client, { sort: { direction: "ASC" } }, { cursor })).toThrow(InputError);
  expect(() => client.getInvoices({}, { cursor })).toThrow(InputError);
});

describe("a forged cursor", () => {
  /** Sealed as one that was given out. */
  const forge = (position: string, rank: string, direction: "ASC" | "DESC") => {
    const body = `${position}.${rank}.${hash("x")}`;
    return `${body}.${hash(`1 ${body} walkWindows ${JSON.stringify([{}, 50, direction, null])}`)}`;
  };
  const furthest = (8.64e15).toString(36);
  const times = ["", "0", "mjuohs00", "-mjuohs00", furthest, `-${furthest}`, "7ps3", "-7ps3"];

  test.each(["ASC", "DESC"] as const)("costs at most maxPages requests, %s", async (direction) => {
    const server = new WindowServer(makeRows(900));
    for (const position of ["0", "5", "zik0zj"]) {
      for (const rank of times) {
        for (const prefetch of [0, 1, 4]) {
          server.requests.length = 0;
          const options = { maxPages: 5, windowSize: 100, prefetch, cursor: forge(position, rank, direction) };
          const walked = walkWindows(server.client(), { sort: { direction } }, options);
          await idsOf(walked).catch((error: Error) => expect(error.name).toBe("PaginationError"));
          expect(server.requests.length).toBeLessThanOrEqual(5);
        }
      }
    }
  });
});

test("null is left out, and what was given is copied", async () => {
  const server = new WindowServer(makeRows(120));
  const client = server.client();
  const none = { cursor: null, windowSize: null, prefetch: null, signal: null, headers: null } as unknown as object;
  expect(await idsOf(walkWindows(client, null as never, none))).toEqual(server.ids("DESC"));
  expect(await planWindows(client, null as never, none)).toHaveLength(1);
  const params = { filter: { from: new Date(server.rows[60]!.at) } };
  const walked = walkWindows(client, params);
  params.filter.from.setFullYear(2100);
  expect(await idsOf(walked)).toHaveLength(server.rows.filter(({ at }) => at >= server.rows[60]!.at).length);
});

test("each loop starts afresh, two at once do not disturb each other", async () => {
  const server = new WindowServer(makeRows(400));
  const walked = walkWindows(server.client(), {}, { windowSize: 80, prefetch: 2 });
  const [one, other] = await Promise.all([idsOf(walked), idsOf(walked)]);
  expect(one).toEqual(server.ids("DESC"));
  expect(other).toEqual(one);
  server.rows.push({ id: "new", at: server.rows.at(-1)!.at + 1 });
  expect(await idsOf(walked)).toEqual(server.ids("DESC"));
});

test("pages come in order, and one of them leads to the rest", async () => {
  const server = new WindowServer(makeRows(300));
  const ids: string[] = [];
  for await (const page of walkWindows(server.client(), {}, { windowSize: 80 }).pages()) {
    ids.push(...page.items.map(({ id }) => id));
    if (ids.length < 150) continue;
    // The loop's requests are aborted; the page makes its own.
    let next = page;
    while (next.hasNextPage()) {
      next = (await next.nextPage()) as typeof page;
      ids.push(...next.items.map(({ id }) => id));
    }
    break;
  }
  expect(ids).toEqual(server.ids("DESC"));
});

test("toArray keeps to its cap and reads little beyond it", async () => {
  const server = new WindowServer(makeRows(5000));
  const walked = walkWindows(server.client(), {}, { windowSize: 500, prefetch: 8 });
  expect((await walked.toArray({ maxItems: 130 })).map(({ id }) => id)).toEqual(server.ids("DESC").slice(0, 130));
  expect(server.requests.length).toBeLessThan(8);
  expect(await rejection(walked.toArray({} as { maxItems: number }))).toBeInstanceOf(InputError);
});

test("maxPages is a fuse here too", async () => {
  const server = new WindowServer(makeRows(500));
  const walked = walkWindows(server.client(), {}, { maxPages: 3 });
  expect(await rejection(idsOf(walked))).toBeInstanceOf(PaginationError);
  expect(walked.stats.stoppedBecause).toBe("maxPages");
});

describe("requests at the same time", () => {
  test.each([
    [0, 1],
    [1, 1],
    [4, 5],
    [8, 9],
  ])("with prefetch %d, within a window, are at most %d", async (prefetch, most) => {
    const server = new WindowServer(makeRows(1200), { onRequest: turn });
    await idsOf(walkWindows(server.client(), {}, { windowSize: 600, prefetch }));
    expect(server.mostInFlight).toBe(most);
  });

  test("a consumer that stops taking stops the reading, some windows ahead", async () => {
    const server = new WindowServer(makeRows(3000));
    const loop = walkWindows(server.client(), {}, { windowSize: 100, prefetch: 3 })[Symbol.asyncIterator]();
    for (let taken = 0; taken < 60; taken++) await loop.next();
    await turn();
    await turn();
    const asked = server.requests.length;
    await turn();
    await turn();
    expect(server.requests.length).toBe(asked);
    expect(asked).toBeLessThan(20);
    await loop.return?.();
  });
});

describe("leaving", () => {
  test("with break aborts every request in flight", async () => {
    const server = new WindowServer(makeRows(2000), { onRequest: turn });
    let count = 0;
    for await (const _ of walkWindows(server.client(), {}, { windowSize: 600, prefetch: 8 })) {
      if (++count < 60) continue;
      while (server.inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
      break;
    }
    const asked = server.requests.length;
    await turn();
    await turn();
    expect(server.inFlight).toBe(0);
    expect(server.requests.length).toBe(asked);
    expect(server.requests.some(({ signal }) => signal.aborted)).toBe(true);
  });

  test("with the caller's signal rejects with its reason and leaves no listener", async () => {
    const server = new WindowServer(makeRows(2000), { onRequest: turn });
    const abort = new AbortController();
    const walked = walkWindows(server.client(), {}, { windowSize: 100, prefetch: 8, signal: abort.signal });
    const reason = new Error("enough");
    let count = 0;
    const error = await rejection(
      (async () => {
        for await (const _ of walked) if (++count === 60) abort.abort(reason);
      })(),
    );
    expect(error).toBe(reason);
    expect(count).toBe(60);
    await turn();
    await turn();
    expect(server.inFlight).toBe(0);
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(0);
  });

  test("a signal that aborts a waiting request rejects at once", async () => {
    const server = new WindowServer(makeRows(2000), { onRequest: () => new Promise(() => {}) });
    const abort = new AbortController();
    const result = rejection(idsOf(walkWindows(server.client(), {}, { signal: abort.signal })));
    await turn();
    abort.abort();
    expect(await result).toBe(abort.signal.reason);
  });
});

test.each([1, 2, 9, 20])("errors from request %d on reach the loop in their turn, behind whole pages", async (nth) => {
  let isDown = true;
  const server = new WindowServer(makeRows(1500), {
    onRequest: (_request, { requests }) => {
      if (isDown && requests.length >= nth) throw new TypeError("fetch failed");
    },
  });
  const walked = walkWindows(server.client(), {}, { windowSize: 100, prefetch: 4 });
  const ids: string[] = [];
  const error = await rejection(
    (async () => {
      for await (const { id } of walked) ids.push(id);
    })(),
  );
  expect(error).toMatchObject({ name: "ConnectionError" });
  expect(walked.stats.stoppedBecause).toBe("error");
  isDown = false;
  // What was given stands, and a cursor goes on behind it.
  const rest = await idsOf(walkWindows(server.client(), {}, { windowSize: 100, cursor: walked.cursor() }));
  expect([...ids, ...rest]).toEqual(server.ids("DESC"));
});
