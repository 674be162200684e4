import { readFileSync } from "node:fs";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { createSandbox } from "unvoice/sandbox";
import {
  AuthenticationError,
  createTxnClient,
  type DriftEvent,
  InputError,
  isFinal,
  PaginationError,
  ResponseValidationError,
  type TransportOptions,
  type TxnInvoice,
  UnprocessableEntityError,
} from "unvoice/txn";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { txnResource } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

const BASE = "https://txn.test";
const INVOICES = `${BASE}/api/public/v1/invoices`;
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: "bypass" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const client = (options: TransportOptions & { apiKey?: string } = {}) =>
  createTxnClient({ apiKey: "key-of-the-test", ...options, baseUrl: `${BASE}/` });

/** Answers each page with what the function gives, and remembers the requests. */
function pages(answer: (page: number) => unknown) {
  const seen: Request[] = [];
  server.use(
    http.get(INVOICES, ({ request }) => {
      seen.push(request);
      return HttpResponse.json(
        answer(Number(new URL(request.url).searchParams.get("page"))) as Record<string, unknown>,
      );
    }),
  );
  return seen;
}

/** The one invoice of an answer with this body. */
async function only(body: { data: unknown; included?: unknown }, options?: TransportOptions): Promise<TxnInvoice> {
  pages((page) => (page === 1 ? body : { data: [] }));
  const [invoice] = (await client(options).listInvoices()).items;
  if (!invoice) throw new Error("No invoice came.");
  return invoice;
}

describe("237 invoices come out complete and once each", () => {
  const sandbox = createSandbox({ txn: { invoices: 237 } });
  const ids = sandbox.txn.invoices.map(({ id }) => id).toSorted();
  const { txn, fetch } = sandbox.clientOptions();
  const api = createTxnClient({ ...txn, fetch });

  test.each([
    [{}, {}],
    [{ order_type: "asc" }, { prefetch: 4 }],
    [{ order_type: "desc" }, { prefetch: 8 }],
    [{ per_page: 7 }, { prefetch: 0 }],
  ])("with %j, %j, through for await, pages() and await", async (params, options) => {
    const items: string[] = [];
    for await (const { id } of api.listInvoices(params, options)) items.push(id);
    expect(items.toSorted()).toEqual(ids);
    const paged: string[] = [];
    for await (const page of api.listInvoices(params, options).pages()) paged.push(...page.items.map(({ id }) => id));
    expect(paged.toSorted()).toEqual(ids);
    const walked: string[] = [];
    for (let page = await api.listInvoices(params, options); ; page = (await page.nextPage()) as typeof page) {
      walked.push(...page.items.map(({ id }) => id));
      if (!page.hasNextPage()) break;
    }
    expect(walked.toSorted()).toEqual(ids);
  });

  test.each([{ perPageCap: 20 }, { pagePastEnd: "repeat_last" }, {}])("from a server with %j", async (guesses) => {
    const odd = createSandbox({ txn: { invoices: 237, guesses: guesses as never } });
    const { txn, fetch } = odd.clientOptions();
    const items = await createTxnClient({ ...txn, fetch })
      .listInvoices()
      .toArray({ maxItems: 1000 });
    expect(items.map(({ id }) => id).toSorted()).toEqual(odd.txn.invoices.map(({ id }) => id).toSorted());
  });

  test("goes on from a cursor in another client, whatever was inserted meanwhile", async () => {
    const busy = createSandbox({ txn: { invoices: 237 } });
    const before = busy.txn.invoices.map(({ id }) => id);
    const connect = () => {
      const { txn, fetch } = busy.clientOptions();
      return createTxnClient({ ...txn, fetch });
    };
    const first = connect().listInvoices();
    const seen: string[] = [];
    for await (const { id } of first) if (seen.push(id) === 118) break;
    busy.txn.insert(400);
    for await (const { id } of connect().listInvoices({}, { cursor: first.cursor() })) seen.push(id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
    expect(() => connect().listInvoices({ per_page: 10 }, { cursor: first.cursor() })).toThrow(InputError);
  });
});

describe("a request", () => {
  test("always has page, per_page, order and order_type, and the documented headers", async () => {
    const [request] = await requestsFor({});
    expect(Object.fromEntries(new URL(request.url).searchParams)).toEqual({
      page: "1",
      per_page: "50",
      order: "created_at",
      order_type: "desc",
    });
    expect(request.headers.get("authorization")).toBe("Bearer key-of-the-test");
    expect(request.headers.get("content-type")).toBe("application/vnd.api+json");
  });

  test("carries what is asked for, dates as ISO 8601, unknown orders as they are", async () => {
    const [request] = await requestsFor({
      page: 3,
      per_page: 20,
      order: "amount",
      order_type: "random",
      reference: "a b&c=d#e+f%20 é😀",
      created_at_from: new Date("2026-01-01T00:00:00Z"),
      created_at_to: "2026-02-01T00:00:00.000Z",
    });
    expect(Object.fromEntries(new URL(request.url).searchParams)).toEqual({
      page: "3",
      per_page: "20",
      order: "amount",
      order_type: "random",
      reference: "a b&c=d#e+f%20 é😀",
      created_at_from: "2026-01-01T00:00:00.000Z",
      created_at_to: "2026-02-01T00:00:00.000Z",
    });
  });

  test("takes null for a parameter that is not there, as Reflex does", async () => {
    const nothing = { page: null, per_page: null, order: null, order_type: null, reference: null };
    const [request] = await requestsFor({ ...nothing, created_at_from: null, created_at_to: null });
    const [bare] = await requestsFor({});
    expect(request.url).toBe(bare.url);
  });

  async function requestsFor(params: object): Promise<[Request]> {
    const seen = pages(() => ({ data: [] }));
    await client().listInvoices(params);
    return seen as [Request];
  }

  test.each([
    [{ page: 0 }, "page"],
    [{ per_page: 0 }, "per_page"],
    [{ per_page: 2.5 }, "per_page"],
    [{ reference: "" }, "reference"],
    [{ reference: "half a pair: \ud83d" }, "reference"],
    [{ order: "" }, "order"],
    [{ created_at_from: "2026-02-01", created_at_to: "2026-01-01" }, "created_at_to"],
    [{ created_at_from: "soon" }, "created_at_from"],
    [{ perPage: 5 }, "perPage"],
  ])("%j is refused at once", (params, path) => {
    try {
      client().listInvoices(params as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).issues[0]?.path).toBe(path);
    }
  });
});

describe("relationships are resolved from included", () => {
  const documented = JSON.parse(readFileSync(new URL("documented-list.json", import.meta.url), "utf8"));

  test("in the documented example: by type and id, three states told apart", async () => {
    const invoice = await only(documented);
    expect(invoice).toMatchObject({
      id: "0b6a0c1e-0000-4000-8000-000000000001",
      type: "invoices",
      amountBilled: "40.00",
    });
    expect(invoice.address).toMatchObject({ type: "addresses", label: "Tron (TRC20)", account: undefined });
    const [booked] = invoice.invoiceTransactions ?? [];
    // The two share an id: an index by id alone would mix them up.
    expect(booked?.id).toBe(booked?.txn?.id);
    expect(booked).toMatchObject({ type: "invoiceTransactions", transactionFee: "0.40" });
    expect(booked?.txn).toMatchObject({ type: "transactions", amount: "39.60", simplifiedState: "completed" });
    expect(booked?.exchangeQuote).toMatchObject({ rate: "0.9894951", amountReceivedCurrency: "USD" });
    expect(booked?.invoice).toBeUndefined();
    expect(invoice.coinDeposits).toMatchObject([{ type: "coinDeposits", amount: "40.424657", state: "processed" }]);
    expect(invoice.refundLinks).toEqual([]);
    expect(invoice.binanceOrder).toBeNull();
    expect(invoice.targetAccount).toEqual({ id: "0b6a0c1e-0000-4000-8000-0000000000a1", type: "accounts" });
  });

  test("keeps meta and included as they came", async () => {
    pages((page) => (page === 1 ? documented : { data: [] }));
    const page = await client().listInvoices();
    expect(page.meta).toEqual(documented.meta);
    expect(page.included).toEqual(documented.included);
  });

  test("a to-many that was not loaded is undefined, coinTransactions are coin deposits", async () => {
    const deposit = { id: "d", type: "coinTransactions", attributes: { amount: "1", txHash: "aa" } };
    const invoice = await only({
      data: [
        txnResource(
          "1",
          {},
          {
            coinDeposits: { data: [{ type: "coinTransactions", id: "d" }] },
            refundLinks: { meta: { included: false } },
          },
        ),
      ],
      included: [deposit],
    });
    expect(invoice.coinDeposits).toMatchObject([{ id: "d", type: "coinTransactions", amount: "1" }]);
    expect(invoice.refundLinks).toBeUndefined();
    expect(invoice.invoiceTransactions).toBeUndefined();
  });

  test("two resources that relate to each other do not hang it", async () => {
    const data = [txnResource("1", {}, { address: { data: { type: "addresses", id: "a" } } })];
    const included = [
      { id: "a", type: "addresses", relationships: { account: { data: { type: "addresses", id: "b" } } } },
      { id: "b", type: "addresses", relationships: { account: { data: { type: "addresses", id: "a" } } } },
    ];
    expect((await only({ data, included })).address).toMatchObject({ id: "a", account: { id: "b" } });
  });

  test("a chain of them may be longer than a call stack is deep", async () => {
    const link = (id: number) => ({ account: { data: { type: "addresses", id: String(id) } } });
    const included = Array.from({ length: 20_000 }, (_, id) => ({
      id: String(id),
      type: "addresses",
      relationships: link(id + 1),
    }));
    const data = [txnResource("1", {}, { address: { data: { type: "addresses", id: "0" } } })];
    let length = 0;
    for (let at: object | null | undefined = (await only({ data, included })).address; at; length++)
      at = (at as { account?: object }).account;
    // The last is one that was not included: its id and type.
    expect(length).toBe(20_001);
  });

  test("attributes cannot change whose row it is", async () => {
    const invoice = await only({ data: [txnResource("1", { id: "2", type: "x" })] });
    expect(invoice).toMatchObject({ id: "1", type: "invoices" });
  });
});

describe("an answer", () => {
  test("with onTime says on_time; amounts stay the wire's text", async () => {
    const invoice = await only({
      data: [txnResource("1", { paymentStatus: "onTime", amountBilled: "33.00", exchangeRate: "0.85512683728197" })],
    });
    expect(invoice).toMatchObject({
      paymentStatus: "on_time",
      amountBilled: "33.00",
      exchangeRate: "0.85512683728197",
    });
  });

  test("beyond the documents passes, and is reported once", async () => {
    const drift: DriftEvent[] = [];
    const options = { hooks: { onDrift: (event: DriftEvent) => drift.push(event) } };
    const row = (id: string) =>
      txnResource(id, { status: "frozen", networkName: null, mood: "good", successRedirectUrl: null });
    pages((page) => ({ data: page === 1 ? [row("1"), row("2")] : [] }));
    const { items } = await client(options).listInvoices();
    expect(items[0]).toMatchObject({ status: "frozen", networkName: null, mood: "good" });
    expect(drift.map(({ path, kind, value }) => [path, kind, value])).toEqual([
      ["data[].attributes.status", "unknown_value", "frozen"],
      ["data[].attributes.networkName", "unexpected_null", null],
      ["data[].attributes.mood", "unknown_field", "good"],
    ]);
    expect(await rejection(client({ validation: "strict" }).listInvoices())).toBeInstanceOf(ResponseValidationError);
  });

  test("is taken where it is nested deeper than a call stack, whether or not its drift can be told", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const invoice = { ...txnResource("1"), relationships: { address: { data: "deep" } } };
    const body = JSON.stringify({ data: [invoice], mood: "deep" }).replaceAll('"deep"', deep);
    server.use(http.get(INVOICES, () => new HttpResponse(body)));
    const options = { hooks: { onDrift: () => {} } };
    expect((await client(options).listInvoices()).items).toHaveLength(1);
  });

  test("is reported without the key, and does no harm where the key looks like a part of it", async () => {
    const drift: DriftEvent[] = [];
    const options = { apiKey: "123456", hooks: { onDrift: (event: DriftEvent) => drift.push(event) } };
    pages(() => ({ data: [], mood: { count: 1234567, key: "of 123456" } }));
    expect((await client(options).listInvoices()).items).toEqual([]);
    expect(drift.map(({ value }) => value)).toEqual([{ count: 1234567, key: "of [redacted]" }]);
  });

  test.each([
    ["a list for the answer", [], ""],
    ["no data", {}, "data"],
    ["a row without an id", { data: [{ type: "invoices", attributes: { status: "pending" } }] }, "data[0].id"],
    ["a row without a status", { data: [txnResource("1", { status: undefined })] }, "data[0].attributes.status"],
    ["a number for an amount", { data: [txnResource("1", { amountBilled: 33.1 })] }, "data[0].attributes.amountBilled"],
  ])("that lacks what must be there (%s) is refused with its path", async (_name, body, path) => {
    pages(() => body);
    const error = (await rejection(client().listInvoices())) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.issues[0]?.path).toBe(path);
  });

  test("of null for included and meta is an empty page beside", async () => {
    pages(() => ({ data: [txnResource("1")], included: null, meta: null }));
    const page = await client().listInvoices();
    expect(page).toMatchObject({ meta: null, included: [] });
  });

  test.each([
    [
      401,
      { errors: [{ status: 401, title: "HTTP Token: Access denied.", code: "unauthorized" }] },
      AuthenticationError,
      "Access denied",
    ],
    [
      422,
      { errors: [{ status: "422", title: "amount is below minimum", detail: "amount: 5.0" }] },
      UnprocessableEntityError,
      "amount: 5.0",
    ],
  ])("of %i keeps Txn's errors on data", async (status, body, Class, words) => {
    server.use(http.get(INVOICES, () => HttpResponse.json(body, { status })));
    const error = (await rejection(client().listInvoices())) as UnprocessableEntityError;
    expect(error).toBeInstanceOf(Class);
    expect(error.data).toEqual(body);
    expect(error.message).toContain(words);
  });

  test("to a server that never ends runs into maxPages", async () => {
    pages((page) => ({ data: [txnResource(String(page))] }));
    const all = client().listInvoices({}, { maxPages: 4 }).toArray({ maxItems: 100 });
    expect(await rejection(all)).toBeInstanceOf(PaginationError);
  });
});

test("isFinal: completed, cancelled and rejected, and nothing else", () => {
  const statuses = ["pending", "expired", "processing", "completed", "on_hold", "cancelled", "rejected", "frozen"];
  expect(statuses.filter((status) => isFinal({ status }))).toEqual(["completed", "cancelled", "rejected"]);
});
