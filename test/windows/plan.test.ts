import { describe, expect, test } from "vitest";
import { InputError, type InvoiceWindow, planWindows, walkWindow, walkWindows } from "../../src/reflex/index.ts";
import { rejection } from "../support/server.ts";
import { buckets, idsOf, makeRows, type Row, sums, WindowServer } from "./server.ts";

/** What other processes give that got the windows as JSON. */
async function work(server: WindowServer, windows: InvoiceWindow[]): Promise<string[][]> {
  const received: InvoiceWindow[] = JSON.parse(JSON.stringify(windows));
  return Promise.all(received.map((window) => idsOf(walkWindow(server.client(), window))));
}

describe.each(["ASC", "DESC"] as const)("planned windows, %s", (direction) => {
  const params = { sort: { direction } };

  test.each(["exclusive", "inclusive"] as const)(
    "are the list, each invoice in one of them, with `to` %s",
    async (to) => {
      const server = new WindowServer(makeRows(1200, { tied: 0.5 }), { to });
      const windows = await planWindows(server.client(), params, { windowSize: 150 });
      expect((await work(server, windows)).flat()).toEqual(server.ids(direction));
    },
  );

  test("end at the newest invoice of the plan, however late they are walked", async () => {
    const server = new WindowServer(makeRows(500));
    const planned = server.ids(direction);
    const windows = await planWindows(server.client(), params, { windowSize: 100 });
    server.rows.push({ id: "late", at: server.rows.at(-1)!.at + 1 });
    expect((await work(server, windows)).flat()).toEqual(planned);
  });

  test("go on behind a cursor", async () => {
    const server = new WindowServer(makeRows(400, { tied: 0.6 }));
    const [window] = await planWindows(server.client(), params);
    for (const maxItems of [1, 99, 250]) {
      const first = walkWindow(server.client(), window!, { maxItems });
      const given = await idsOf(first);
      const rest = walkWindow(server.client(), window!, { cursor: first.cursor() });
      expect([...given, ...(await idsOf(rest))]).toEqual(server.ids(direction));
    }
  });

  test("are one where the server has invoices without a date at the end", async () => {
    const rows = makeRows(300).map((row, index) => (index % 60 === 5 ? { ...row, created_at: null } : row));
    const server = new WindowServer(rows, { isUndated: ({ created_at }) => created_at === null });
    const windows = await planWindows(server.client(), params, { windowSize: 50 });
    expect(windows).toEqual([expect.objectContaining({ from: null, before: null, count: 300 })]);
    expect((await work(server, windows)).flat()).toEqual(server.ids(direction));
  });

  const wholeYear = sums([{ date: "2025-01-01T00:00:00Z", count: 1200, amount_msat: "0" }], 1200);
  test.each<[string, (rows: Row[]) => unknown]>([
    ["missing", () => null],
    ["empty", (rows) => sums([], rows.length)],
    ["without counts", (rows) => sums([{ date: "2025-01-01", count: null, amount_msat: null }], rows.length)],
    ["without anything", () => sums([], null)],
    ["out of order", (rows) => sums(buckets(1)(rows).list.reverse(), rows.length)],
    ["in another time zone", buckets(1, (ms) => new Date(ms - 11 * 3_600_000).toISOString().replace("Z", "-11:00"))],
    ["with dates that cannot be read", buckets(1, (ms) => `week ${ms}`)],
    ["with some dates missing", buckets(1, (ms) => (ms % 3 === 0 ? null : new Date(ms).toISOString()))],
    ["of one bucket, however short the period", (rows) => buckets(3650)(rows)],
    ["not of the period asked for", () => wholeYear],
    ["too low", (rows) => sums([{ date: "2025-01-01", count: 3, amount_msat: "0" }], rows.length && 3)],
    ["too high", () => sums([{ date: "2025-01-01", count: 5000, amount_msat: "0" }], 5000)],
    [
      "before the list and after it",
      () =>
        sums(
          [10, 40].map((year) => ({ date: `20${year}-01-01`, count: 700, amount_msat: "0" })),
          9,
        ),
    ],
    ["a single object", () => sums({ date: "2025-01-02", count: 4, amount_msat: "0" }, 4)],
  ])("are the list with aggregates %s", async (_how, aggregated) => {
    const server = new WindowServer(makeRows(600), { aggregated });
    const windows = await planWindows(server.client(), params, { windowSize: 100 });
    expect((await work(server, windows)).flat()).toEqual(server.ids(direction));

    server.requests.length = 0;
    const walked = walkWindows(server.client(), params, { windowSize: 100, prefetch: 3 });
    expect(await idsOf(walked)).toEqual(server.ids(direction));
    expect(server.deepestOffset).toBeLessThan(100);
  });
});

test("windows hold about as many invoices as they should, and say so", async () => {
  const server = new WindowServer(makeRows(10_000));
  const windows = await planWindows(server.client());
  expect(windows.length).toBeLessThan(20);
  const sizes = (await work(server, windows)).map((ids) => ids.length);
  expect(sizes.every((size) => size <= 1000)).toBe(true);
  expect(windows.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(10_000);
});

test("an even split takes the place of aggregates that say no more than the total", async () => {
  const server = new WindowServer(makeRows(1200), { aggregated: (rows) => sums([], rows.length) });
  const windows = await planWindows(server.client(), {}, { windowSize: 100 });
  expect(windows.map(({ count }) => count)).toEqual(Array(12).fill(100));
});

test("an absurd count makes no more than a thousand windows", async () => {
  const server = new WindowServer(makeRows(100), { aggregated: () => sums([], 1e15) });
  expect((await planWindows(server.client(), {})).length).toBeLessThanOrEqual(1000);
});

test("an empty list has no windows", async () => {
  expect(await planWindows(new WindowServer([]).client(), {})).toEqual([]);
});

test("a window is JSON that getInvoices takes", async () => {
  const server = new WindowServer(makeRows(300, { tied: 0 }));
  const filter = { from: new Date(server.rows[10]!.at), tags: [{ key: "user-id", string_value: "a" }] };
  const windows = await planWindows(server.client(), { filter, page: { limit: 30 } }, { windowSize: 100 });
  expect(JSON.parse(JSON.stringify(windows))).toEqual(windows);
  expect(windows.at(-1)).toMatchObject({ from: null, params: { filter: { from: filter.from.toISOString() } } });
  expect(windows[0]?.params).toMatchObject({ filter: { tags: filter.tags }, page: { limit: 30 } });
  const ids = await idsOf(server.client().getInvoices(windows[1]!.params));
  expect(ids).toEqual(expect.arrayContaining(await idsOf(walkWindow(server.client(), windows[1]!))));
});

test("an abort ends the planning with the signal's reason", async () => {
  const server = new WindowServer(makeRows(300));
  const abort = new AbortController();
  const planned = planWindows(server.client(), {}, { signal: abort.signal });
  abort.abort();
  expect(await rejection(planned)).toBe(abort.signal.reason);
});

test.each([
  ["page.offset", { page: { offset: 1 } }],
  ["sort.column", { sort: { column: "id" } }],
])("planning rejects a wrong %s", async (path, params) => {
  const error = await rejection(planWindows(new WindowServer([]).client(), params));
  expect(error).toMatchObject({ operation: "planWindows", issues: [expect.objectContaining({ path })] });
});

test.each([
  ["window.params", undefined],
  ["window.params", { from: null, before: null, count: 1 }],
  ["window.from", { params: {}, from: "yesterday", before: null, count: 1 }],
  ["window.before", { params: {}, from: null, before: "", count: 1 }],
])("what is no window is refused for its %s", (path, window: unknown) => {
  const client = new WindowServer([]).client();
  expect(() => walkWindow(client, window as InvoiceWindow)).toThrow(InputError);
  expect(() => walkWindow(client, window as InvoiceWindow)).toThrow(path);
});
