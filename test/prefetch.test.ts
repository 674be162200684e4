import { createClient, walkWindows } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reflexInvoice, txnResource } from "./support/fixtures.ts";
import { json, serve } from "./support/server.ts";
import { idsOf, makeRows, WindowServer } from "./windows/server.ts";

/** The most requests that were under way at once while a list was read with `prefetch: 4`. */
async function together(
  list: (client: ReturnType<typeof createClient>) => AsyncIterable<unknown>,
  rows: (count: number, offset: number) => unknown,
): Promise<number> {
  let running = 0;
  let most = 0;
  const server = await serve((request, response, nth) => {
    running += 1;
    most = Math.max(most, running);
    setTimeout(() => {
      running -= 1;
      json(response, 200, rows(nth <= 12 ? 2 : 0, nth * 2));
    }, 15);
    request.resume();
  });
  const client = createClient({
    reflex: { apiKey: "key-of-the-test", url: server.url },
    txn: { apiKey: "key-of-the-test", baseUrl: server.url },
  });
  for await (const _item of list(client)) void 0;
  return most;
}

const reflexRows = (over: object) => (count: number, offset: number) => {
  const list = Array.from({ length: count }, (_, index) => reflexInvoice({ id: `${offset + index}`, ...over }));
  return { data: { getInvoices: { find_many: { list } } } };
};

test.each([
  ["sorted by a column of another name", { sort: { column: "amount_msats", direction: "ASC" } }, {}],
  ["sorted in a direction of another name", { sort: { direction: "SIDEWAYS" } }, {}],
  ["newest first, without dates", { sort: { direction: "DESC" } }, { created_at: null }],
])("a list %s is read page by page: it could shift", async (_name, params, over) => {
  const list = (client: ReturnType<typeof createClient>) =>
    client.reflex.getInvoices({ page: { limit: 2 }, ...params }, { prefetch: 4, aggregated: false });
  expect(await together(list, reflexRows(over))).toBeLessThanOrEqual(2);
});

test("one that cannot shift is read ahead", async () => {
  const list = (client: ReturnType<typeof createClient>) =>
    client.reflex.getInvoices({ page: { limit: 2 }, sort: { direction: "ASC" } }, { prefetch: 4, aggregated: false });
  expect(await together(list, reflexRows({}))).toBeGreaterThan(2);
});

test.each([
  ["sorted by another order", { order: "amount" }, {}],
  ["newest first, without dates", {}, { createdAt: null }],
])("Txn's list %s is read page by page", async (_name, params, over) => {
  const list = (client: ReturnType<typeof createClient>) =>
    client.txn.listInvoices({ per_page: 2, ...params }, { prefetch: 4 });
  const rows = (count: number, offset: number) => ({
    data: Array.from({ length: count }, (_, index) => txnResource(`${offset + index}`, over)),
  });
  expect(await together(list, rows)).toBeLessThanOrEqual(2);
});

test.each([
  ["heeds created_at_to", "inclusive"],
  ["ignores created_at_to", "ignored"],
] as const)(
  "Txn's list, newest first, from a host that %s: complete and once each",
  async (_name, createdAtFilters) => {
    const sandbox = createSandbox({ txn: { invoices: 130, guesses: { createdAtFilters } } });
    const client = createClient(sandbox.clientOptions());
    const ids = sandbox.txn.invoices.map(({ id }) => id).reverse();
    const middle = sandbox.txn.invoices[90]?.attributes.createdAt as string;
    for (const created_at_to of [undefined, middle]) {
      const seen: string[] = [];
      const params = { per_page: 20, ...(created_at_to && { created_at_to }) };
      for await (const { id } of client.txn.listInvoices(params, { prefetch: 4 })) {
        if (seen.push(id) === 30) sandbox.txn.insert(5);
      }
      const heeded = created_at_to && createdAtFilters === "inclusive";
      const expected = heeded ? ids.slice(-91) : ids;
      expect(seen.filter((id) => expected.includes(id))).toEqual(expected);
      expect(new Set(seen).size).toBe(seen.length);
    }
  },
);

describe.each(["Pacific/Kiritimati", "America/Los_Angeles"])(
  "a server whose times have no zone, read in %s",
  (zone) => {
    const sandbox = createSandbox({ reflex: { invoices: 260 }, txn: { invoices: 260 } });
    // To ECMAScript such times are local ones, 14 hours ahead of UTC or 8 behind it.
    const zoneless: typeof fetch = async (input, init) => {
      const answer = await sandbox.fetch(new Request(input, init));
      const body = (await answer.text()).replace(/("created_?at":"[\d-]+)T([\d:.]+)Z"/gi, '$1 $2"');
      return new Response(body, answer);
    };
    const client = createClient({ ...sandbox.clientOptions(), fetch: zoneless });
    beforeEach(() => void vi.stubEnv("TZ", zone));
    afterEach(() => void vi.unstubAllEnvs());

    test.each<[string, () => AsyncIterable<{ id: string }>]>([
      ["Reflex", () => client.reflex.getInvoices({}, { prefetch: 4 })],
      ["Reflex in windows", () => walkWindows(client.reflex, {}, { prefetch: 4, windowSize: 60 })],
      ["Txn", () => client.txn.listInvoices({ per_page: 20 }, { prefetch: 4 })],
    ])("is listed complete and once each: %s", async (name, list) => {
      expect(new Date(0).getTimezoneOffset()).not.toBe(0);
      const ids: string[] = [];
      for await (const { id } of list()) ids.push(id);
      const { invoices } = name === "Txn" ? sandbox.txn : sandbox.reflex;
      expect(ids.toSorted()).toEqual(invoices.map(({ id }) => id).toSorted());
    });
  },
);

describe.each([
  ["reads bounds to the second", { grain: 1000 }, 1],
  ["tells times to the second", {}, 1000],
] as const)("a server that %s", (_which, behaviour, told) => {
  // Several a second: of a list up to the newest one's second, some would be missing.
  const rows = makeRows(700, { every: 100 });
  for (const row of rows) Object.assign(row, { created_at: new Date(row.at - (row.at % told)).toISOString() });

  test("is listed complete and once each by Reflex's client", async () => {
    const server = new WindowServer(rows, behaviour);
    expect(await idsOf(server.client().getInvoices({}, { prefetch: 4 }))).toEqual(server.ids("DESC"));
  });

  test("is listed complete and once each by Txn's client", async () => {
    const newestFirst = rows.toReversed();
    const server = await serve((request, response) => {
      const query = new URL(request.url ?? "", "http://localhost").searchParams;
      const to = Date.parse(query.get("created_at_to") ?? "9999-01-01");
      const grain = "grain" in behaviour ? behaviour.grain : 1;
      const matching = newestFirst.filter(({ at }) => at <= Math.floor(to / grain) * grain);
      const [page, perPage] = [Number(query.get("page")), Number(query.get("per_page"))];
      const data = matching.slice((page - 1) * perPage, page * perPage);
      json(response, 200, { data: data.map(({ id, created_at }) => txnResource(id, { createdAt: created_at })) });
    });
    const { txn } = createClient({ txn: { apiKey: "key-of-the-test", baseUrl: server.url } });
    expect(await idsOf(txn.listInvoices({}, { prefetch: 4 }))).toEqual(newestFirst.map(({ id }) => id));
  });
});
