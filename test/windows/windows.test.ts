import { describe, expect, test } from "vitest";
import { PaginationError, walkWindows } from "../../src/reflex/index.ts";
import { rejection } from "../support/server.ts";
import { idsOf, makeRows, WindowServer } from "./server.ts";

const directions = ["ASC", "DESC"] as const;

describe.each(directions)("a list walked in windows, %s", (direction) => {
  const params = { sort: { direction } };

  test.each([0, 1, 4, 8])("has every invoice once and in order, with prefetch %d", async (prefetch) => {
    const server = new WindowServer(makeRows(800));
    const walked = walkWindows(server.client(), params, { prefetch, windowSize: 200 });
    expect(await idsOf(walked)).toEqual(server.ids(direction));
    expect(walked.stats).toMatchObject({ items: 800, stoppedBecause: "end", requests: server.requests.length });
    expect(server.deepestOffset).toBeLessThan(200);
  });

  test.each([
    ["inclusive", "inclusive"],
    ["inclusive", "exclusive"],
    ["exclusive", "inclusive"],
    ["exclusive", "exclusive"],
  ] as const)("is whole where the server takes `from` as %s and `to` as %s", async (from, to) => {
    // Almost every cut falls on a millisecond with several invoices.
    const server = new WindowServer(makeRows(900, { tied: 0.8 }), { from, to });
    expect(await idsOf(walkWindows(server.client(), params, { windowSize: 60, prefetch: 3 }))).toEqual(
      server.ids(direction),
    );
  });

  test.each([
    ["reads bounds to the second", { grain: 1000 }, 1],
    ["tells times to the second", {}, 1000],
    ["reads and tells to the second", { grain: 1000 }, 1000],
    ["reads bounds to the second, both exclusive", { grain: 1000, from: "exclusive", to: "exclusive" }, 1],
  ] as const)("is whole where the server %s", async (_which, behaviour, told) => {
    // Several a second, so that almost every cut falls between two of one second.
    const rows = makeRows(900, { every: 300 });
    for (const row of rows) Object.assign(row, { created_at: new Date(row.at - (row.at % told)).toISOString() });
    const server = new WindowServer(rows, behaviour);
    for (const prefetch of [1, 4]) {
      const walked = walkWindows(server.client(), params, { windowSize: 60, prefetch });
      expect((await idsOf(walked)).toSorted()).toEqual(server.ids(direction).toSorted());
    }
  });

  test.each([0, 1, 49, 50, 51, 100])("is whole with %d invoices", async (count) => {
    const server = new WindowServer(makeRows(count));
    expect(await idsOf(walkWindows(server.client(), params))).toEqual(server.ids(direction));
  });

  test("is whole with 400 invoices of one millisecond among others", async () => {
    const rows = makeRows(900).map((row, index, all) => ({
      ...row,
      at: index > 300 && index < 700 ? all[300]!.at : row.at,
    }));
    const server = new WindowServer(rows);
    expect(await idsOf(walkWindows(server.client(), params, { windowSize: 100 }))).toEqual(server.ids(direction));
  });

  test("takes invoices inserted on the way as the plain list does", async () => {
    let inserted = 0;
    const rows = makeRows(1200);
    const server = new WindowServer(rows, {
      onRequest: (_request, { rows: list }) => {
        list.push({ id: `new-${inserted++}`, at: list.at(-1)!.at + (inserted % 3) });
      },
    });
    const ids = await idsOf(walkWindows(server.client(), params, { windowSize: 100, prefetch: 2 }));
    expect(new Set(ids).size).toBe(ids.length);
    const old = new Set(rows.map(({ id }) => id));
    const expected = direction === "ASC" ? rows : rows.toReversed();
    expect(ids.filter((id) => old.has(id))).toEqual(expected.map(({ id }) => id));
  });

  test("has invoices without a readable date once, where they are answered", async () => {
    const rows = makeRows(800).map((row, index) =>
      index % 7 === 3 ? { ...row, created_at: index % 2 ? null : "soon" } : row,
    );
    const server = new WindowServer(rows, { to: "inclusive" });
    const ids = await idsOf(walkWindows(server.client(), params, { windowSize: 100, prefetch: 2 }));
    expect(ids.toSorted()).toEqual(server.ids(direction).toSorted());
  });

  test("is not cut where the server has invoices without a date at its end", async () => {
    const rows = makeRows(400).map((row, index) => (index % 100 === 5 ? { ...row, created_at: null } : row));
    const server = new WindowServer(rows, { isUndated: ({ created_at }) => created_at === null });
    const walked = walkWindows(server.client(), params, { windowSize: 100, prefetch: 4 });
    expect(await idsOf(walked)).toEqual(server.ids(direction));
    expect(server.requests.every(({ from, to }) => from === null && to === null)).toBe(true);
  });

  test("ends in an error where the server filters by another date, and loses nothing in silence", async () => {
    const rows = makeRows(900);
    // Each was made out an hour before it was pushed, some of them a month.
    for (const [index, row] of rows.entries())
      row.filteredAt = row.at - (index % 10 === 0 ? 30 * 86_400_000 : 3_600_000);
    const server = new WindowServer(rows);
    const error = await rejection(idsOf(walkWindows(server.client(), params, { windowSize: 100 })));
    expect(error).toBeInstanceOf(PaginationError);
    expect((error as Error).message).toContain("outside the period");
  });
});

test("a server that does not sort as asked is an error", async () => {
  const server = new WindowServer(makeRows(300), { ignoresSort: true });
  const walked = walkWindows(server.client(), { sort: { direction: "ASC" } });
  expect(await rejection(idsOf(walked))).toBeInstanceOf(PaginationError);
});

test.each([0, 1])("a server that ignores the offset is an error, with a share of ties of %d", async (tied) => {
  const server = new WindowServer(makeRows(300, { tied }), { ignoresOffset: true });
  expect(await rejection(idsOf(walkWindows(server.client())))).toBeInstanceOf(PaginationError);
  expect(server.requests.length).toBeLessThan(10);
});

test("the caller's own period is asked for as it was given", async () => {
  const rows = makeRows(600);
  const server = new WindowServer(rows);
  const from = new Date(rows[100]!.at);
  const to = new Date(rows[500]!.at).toISOString();
  const plain = await idsOf(server.client().getInvoices({ filter: { from, to } }));
  server.requests.length = 0;
  expect(await idsOf(walkWindows(server.client(), { filter: { from, to } }, { windowSize: 50 }))).toEqual(plain);
  expect(server.requests[0]).toMatchObject({ from: from.getTime(), to: Date.parse(to) });
  for (const request of server.requests) {
    expect(request.from).toBeGreaterThanOrEqual(from.getTime() - 1);
    expect(request.to).toBeLessThanOrEqual(Date.parse(to));
  }
});

test("the first page is the list's first page, with its aggregates, and takes one request", async () => {
  const server = new WindowServer(makeRows(600));
  const page = await walkWindows(server.client(), {}, { windowSize: 100, prefetch: 8 });
  expect(page.items.map(({ id }) => id)).toEqual(server.ids("DESC").slice(0, 50));
  expect(page.aggregated?.total?.count).toBe(600);
  expect((await page.nextPage()).items.map(({ id }) => id)[0]).toBe(server.ids("DESC")[50]);
  const last = walkWindows(server.client(), { filter: { from: new Date(server.rows.at(-1)!.at) } });
  server.requests.length = 0;
  expect((await last).hasNextPage()).toBe(false);
  expect(server.requests).toHaveLength(1);
});

test.each([
  ["page.offset", { page: { offset: 50 } }],
  ["sort.column", { sort: { column: "amount_msats" } }],
  ["sort.direction", { sort: { direction: "SIDEWAYS" } }],
  ["page.limit", { page: { limit: 51 } }],
  ["filter.to", { filter: { from: "2026-01-01", to: "2025-01-01" } }],
])("a wrong %s is an InputError at once", (path, params) => {
  const server = new WindowServer([]);
  const client = server.client();
  expect(() => walkWindows(client, params)).toThrow(
    expect.objectContaining({ name: "InputError", issues: [expect.objectContaining({ path })] }),
  );
  expect(server.requests).toHaveLength(0);
});

test("the documents' example of variables, with an offset of 0, is taken", async () => {
  const server = new WindowServer(makeRows(60));
  const params = { page: { limit: 50, offset: 0 }, sort: { column: "created_at", direction: "DESC" } };
  expect(await idsOf(walkWindows(server.client(), params))).toEqual(server.ids("DESC"));
});

test("wrong options are an InputError that names them", () => {
  const client = new WindowServer([]).client();
  expect(() => walkWindows(client, {}, { windowSize: 0 })).toThrow(/options.windowSize/);
  expect(() => walkWindows(client, {}, { prefetch: 9 })).toThrow(/options.prefetch/);
  expect(() => walkWindows(client, {}, { cursor: "elsewhere" })).toThrow(/options.cursor/);
});
