import { HttpResponse, http } from "msw";
import { graphql } from "msw/graphql";
import { setupServer } from "msw/node";
import {
  type ClientOptions,
  createClient,
  type DriftEvent,
  InputError,
  type Invoice,
  ResponseValidationError,
  stringify,
} from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { reflexInvoice, SEED_FILTER } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

const URL = "https://reflex.test/graphql";
const reflex = graphql.link(URL);
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "bypass" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function client(options: ClientOptions = {}) {
  return createClient({ ...options, reflex: { url: URL, apiKey: "key-of-the-test", ...options.reflex } }).reflex;
}

/** Answers `getInvoices` with these rows, and remembers the variables. */
function rows(list: unknown, aggregated?: unknown) {
  const seen: Record<string, unknown>[] = [];
  server.use(
    reflex.query("GetInvoices", ({ variables }) => {
      seen.push(variables);
      return HttpResponse.json({ data: { getInvoices: { find_many: { aggregated, list } } } });
    }),
  );
  return seen;
}

describe("237 invoices come out complete and once each", () => {
  const sandbox = createSandbox({ reflex: { invoices: 237 } });
  const ids = sandbox.reflex.invoices.map(({ id }) => id).toSorted();
  const { reflex } = createClient(sandbox.clientOptions());

  test("through for await", async () => {
    const seen: string[] = [];
    for await (const { id } of reflex.getInvoices()) seen.push(id);
    expect(seen.toSorted()).toEqual(ids);
  });

  test("through pages()", async () => {
    const sizes: number[] = [];
    const seen: string[] = [];
    for await (const page of reflex.getInvoices().pages()) {
      sizes.push(page.items.length);
      seen.push(...page.items.map(({ id }) => id));
    }
    expect(sizes).toEqual([50, 50, 50, 50, 37]);
    expect(seen.toSorted()).toEqual(ids);
  });

  test("through await and nextPage()", async () => {
    const seen: string[] = [];
    let page = await reflex.getInvoices({ page: { limit: 40 } });
    for (;;) {
      seen.push(...page.items.map(({ id }) => id));
      if (!page.hasNextPage()) break;
      page = (await page.nextPage()) as typeof page;
    }
    expect(seen.toSorted()).toEqual(ids);
  });

  test("newest first, with the aggregates on the first page only", async () => {
    const pages = [];
    for await (const page of reflex.getInvoices().pages()) pages.push(page);
    expect(pages[0]?.aggregated?.total?.count).toBe(237);
    expect(pages.slice(1).map(({ aggregated }) => aggregated)).toEqual([null, null, null, null]);
    const dates = pages.flatMap(({ items }) => items.map(({ created_at }) => created_at ?? ""));
    expect(dates).toEqual(dates.toSorted().reverse());
    expect((await reflex.getInvoices({}, { aggregated: false })).aggregated).toBeNull();
  });

  test("over a real port, several requests ahead, while rows are inserted", async () => {
    const busy = createSandbox({ reflex: { invoices: 237 } });
    const before = busy.reflex.invoices.map(({ id }) => id);
    const running = await busy.listen();
    const { reflex } = createClient({ reflex: { url: running.reflexUrl, apiKey: "sandbox-reflex-key" } });
    busy.faults.add({ kind: "insert_before", operation: "getInvoices", skip: 1, times: 9, count: 3 });
    const seen: string[] = [];
    for await (const { id } of reflex.getInvoices({ page: { limit: 10 } }, { prefetch: 4 })) seen.push(id);
    await running.close();
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  });
});

describe("a request", () => {
  test("carries the seed's variables as they stand", async () => {
    const seen = rows([]);
    await client().getInvoices(SEED_FILTER);
    expect(seen[0]).toEqual({ ...SEED_FILTER, aggregated: true });
  });

  test("always has both of page and both of sort", async () => {
    const seen = rows([]);
    await client().getInvoices({ page: { offset: 7 }, filter: { from: new Date("2026-01-01T00:00:00Z") } });
    expect(seen[0]).toEqual({
      filter: { from: "2026-01-01T00:00:00.000Z" },
      page: { limit: 50, offset: 7 },
      sort: { column: "created_at", direction: "DESC" },
      aggregated: true,
    });
  });

  test("carries the key, and the time zone as the documented cookie", async () => {
    let headers = new Headers();
    server.use(
      http.post(URL, ({ request }) => {
        headers = request.headers;
        return HttpResponse.json({ data: { getHello: "Hello" } });
      }),
    );
    const zoned = client({ reflex: { url: URL, apiKey: "key-of-the-test", timezone: "America/New_York" } });
    expect(await zoned.ping()).toBe("Hello");
    expect(headers.get("authorization")).toBe("Bearer key-of-the-test");
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("cookie")).toBe("amboss-reflex-api-timezone=America/New_York");
  });

  test.each([
    [{ page: { limit: 0 } }, "page.limit"],
    [{ page: { limit: 51 } }, "page.limit"],
    [{ page: { limit: 1.5 } }, "page.limit"],
    [{ page: { offset: -1 } }, "page.offset"],
    [{ filter: { from: "2026-02-01", to: "2026-01-01" } }, "filter.to"],
    [{ filter: { from: "yesterday" } }, "filter.from"],
    [{ filter: { to: new Date(Number.NaN) } }, "filter.to"],
    [{ filter: { tags: [{ key: "Bad", string_value: "x" }] } }, "filter.tags[0].key"],
    [{ filters: {} }, "filters"],
    [{ sort: { direction: 1 } }, "sort.direction"],
  ])("%j is refused at once", (params, path) => {
    try {
      client().getInvoices(params as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).issues[0]?.path).toBe(path);
    }
  });
});

describe("an amount in msat is a bigint or null", () => {
  test.each([
    ["100000", 100000n],
    [100000, 100000n],
    ["0", 0n],
    ["2100000000000000000", 2100000000000000000n],
    [null, null],
    [undefined, null],
  ])("%j", async (wire, value) => {
    rows([reflexInvoice({ amount_msats: wire })]);
    const [invoice] = (await client().getInvoices()).items;
    expect(invoice?.amount_msats).toBe(value);
    expectTypeOf<Invoice["amount_msats"]>().toEqualTypeOf<bigint | null>();
    expect(stringify({ amount: invoice?.amount_msats })).toBe(
      JSON.stringify({ amount: value === null ? null : String(value) }),
    );
  });

  test.each([[2 ** 53], [1.5], ["1.5"], ["abc"], [true]])("%j is refused with its path", async (wire) => {
    rows([reflexInvoice(), reflexInvoice({ id: "2", amount_msats: wire })]);
    const error = (await rejection(client().getInvoices())) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.issues[0]?.path).toBe("list[1].amount_msats");
  });
});

describe("an answer beyond the documents", () => {
  const strange = () =>
    reflexInvoice({ score: 7, destination: null, tags: [{ key: "a", string_value: "x", colour: "red" }] });

  test("is taken as it is, and reported once per path and client", async () => {
    rows([strange(), { ...strange(), id: "2" }], {
      aggregation_interval: "DECADE",
      list: null,
      stats: null,
      total: null,
    });
    const drift: DriftEvent[] = [];
    const api = client({ hooks: { onDrift: (event) => drift.push(event) } });
    const page = await api.getInvoices();
    await api.getInvoices();
    expect(page.items[0]).toMatchObject({ score: 7, destination: null, tags: [{ colour: "red", number_value: null }] });
    expect(page.aggregated).toMatchObject({ aggregation_interval: "DECADE", list: [], stats: null });
    expect(drift.map(({ path, kind, value }) => [path, kind, value])).toEqual([
      ["aggregated.aggregation_interval", "unknown_value", "DECADE"],
      ["aggregated.list", "unexpected_null", null],
      ["aggregated.stats", "unexpected_null", null],
      ["aggregated.total", "unexpected_null", null],
      ["list[].destination", "unexpected_null", null],
      ["list[].tags[].colour", "unknown_field", "red"],
      ["list[].score", "unknown_field", 7],
    ]);
    expect(drift[0]).toMatchObject({ api: "reflex", operation: "getInvoices" });
  });

  test("is an error with strict validation", async () => {
    rows([strange()]);
    const error = (await rejection(client({ validation: "strict" }).getInvoices())) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.issues.map(({ path }) => path)).toContain("list[0].tags[0].colour");
  });

  test("keeps payment requests from the drift report", async () => {
    const { payment_request } = reflexInvoice();
    rows([reflexInvoice({ copy: { of: payment_request } })]);
    const drift: DriftEvent[] = [];
    await client({ hooks: { onDrift: (event) => drift.push(event) } }).getInvoices();
    expect(JSON.stringify(drift)).not.toContain(payment_request);
    expect(drift[0]?.value).toEqual({ of: "[payment request]" });
  });

  test("keeps payment requests from the drift report where a field is named so", async () => {
    const payment_request = String(reflexInvoice().payment_request);
    rows([reflexInvoice({ copies: { [payment_request]: 1 }, [payment_request]: 2 })]);
    const drift: DriftEvent[] = [];
    await client({ hooks: { onDrift: (event) => drift.push(event) } }).getInvoices();
    expect(drift.map(({ path, value }) => [path, value])).toEqual([
      ["list[].copies", { "[payment request]": 1 }],
      ["list[].[payment request]", 2],
    ]);
    const error = (await rejection(client({ validation: "strict" }).getInvoices())) as ResponseValidationError;
    expect(JSON.stringify(error)).not.toContain(payment_request);
  });

  test("with __proto__ changes nobody's prototype", async () => {
    server.use(
      http.post(URL, () => {
        const body = JSON.stringify({ data: { getInvoices: { find_many: { list: [reflexInvoice()] } } } });
        const poisoned = body.replace('"tags":[]', '"tags":[],"__proto__":{"polluted":true}');
        return new HttpResponse(poisoned, { headers: { "content-type": "application/json" } });
      }),
    );
    const [invoice] = (await client().getInvoices()).items;
    expect((invoice as { polluted?: boolean } | undefined)?.polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(invoice)).toBe(Object.prototype);
  });

  test.each([
    ["no data", {}, "data"],
    ["data of null", { data: null }, "data"],
    ["no find_many", { data: { getInvoices: null } }, "getInvoices.find_many"],
    ["no list", { data: { getInvoices: { find_many: {} } } }, "list"],
    [
      "a row without an id",
      { data: { getInvoices: { find_many: { list: [reflexInvoice({ id: undefined })] } } } },
      "list[0].id",
    ],
  ])("that lacks what must be there (%s) is refused", async (_name, body, path) => {
    server.use(http.post(URL, () => HttpResponse.json(body)));
    const error = (await rejection(client().getInvoices())) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.issues[0]?.path).toBe(path);
    expect(error.raw).toBeDefined();
  });
});

describe("request", () => {
  const { reflex: api } = createClient(createSandbox({ reflex: { invoices: 3 } }).clientOptions());

  test("sends any document", async () => {
    const document =
      "query Two($limit: Float) { getInvoices { find_many(page: { limit: $limit, offset: 0 }) { list { id } } } }";
    const data = await api.request<{ getInvoices: { find_many: { list: { id: string }[] } } }>(document, { limit: 2 });
    expect(data.getInvoices.find_many.list).toHaveLength(2);
  });

  test("does not repeat a mutation that may have been carried out, but repeats a query", async () => {
    let calls = 0;
    server.use(
      http.post(URL, () => {
        calls += 1;
        return new HttpResponse(null, { status: 503, headers: { "retry-after": "0" } });
      }),
    );
    await rejection(client().request("mutation { pushInvoice { invoice { id } } }"));
    expect(calls).toBe(1);
    await rejection(client().request("{ getHello }"));
    expect(calls).toBe(4);
  });

  test.each([[null], [""], [{ kind: "Document" }]])("takes text alone for a document, not %j", async (document) => {
    const error = (await rejection(client().request(document as never))) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.issues[0]?.path).toBe("document");
  });

  test("says where a variable cannot be sent", async () => {
    const error = (await rejection(client().request("{ getHello }", { amount: 1n }))) as InputError;
    expect(error).toBeInstanceOf(InputError);
    expect(error.issues[0]?.path).toBe("variables");
  });
});
