import { encode, sign } from "bolt11";
import { getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import { createSandbox, type ReflexGuesses, type Sandbox, type TxnGuesses } from "../../src/sandbox/index.ts";
import { reflexChoices } from "../../src/sandbox/reflex/guesses.ts";
import { txnChoices } from "../../src/sandbox/txn/guesses.ts";
import { createInvoice, documents, findMany, graphql, txn } from "./harness.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at field by field
type Json = any;

/** What a probe sees, by the settings of a switch. */
type Seen = Record<string, unknown>;

const reflexWith = (guesses: Partial<ReflexGuesses>, invoices = 60) => createSandbox({ reflex: { invoices, guesses } });
const txnWith = (guesses: Partial<TxnGuesses>, invoices = 60) => createSandbox({ txn: { invoices, guesses } });
const dates = (rows: Json[]) => rows.map(({ created_at }) => created_at);
const idsOf = (rows: Json[]) => rows.map(({ id }) => id);

/** Rows that share their time with the row before, and where they stand. */
function firstTie(times: string[]): number {
  return times.findIndex((time, i) => i > 0 && time === times[i - 1]);
}

async function checksOf(sandbox: Sandbox, isWanted: (invoice: Json) => boolean = () => true): Promise<Json> {
  const { payment_request } = sandbox.reflex.invoices.find(isWanted) ?? {};
  const variables = { invoice: { payment_request }, options: { invoice: { do_not_save: true } } };
  return (await graphql(sandbox, documents.pushInvoice, variables)).body.data.pushInvoice;
}

const hinted = (invoice: Json) => invoice.routing_info.length > 0;

const reflexProbes: { [Name in keyof ReflexGuesses]: [(sandbox: Sandbox) => unknown, Seen] } = {
  amounts: [
    async (s) => typeof (await findMany(s)).aggregated.total.amount_msat,
    { string: "string", number: "number" },
  ],
  amountless: [
    ({ reflex }) => reflex.invoices.some(({ amount_msats }) => amount_msats === null),
    { null: true, zero: false },
  ],
  fractionOfSatoshi: [
    ({ reflex }) => reflex.invoices.some(({ amount_sats }) => String(amount_sats).includes(".")),
    { decimal: true, floor: false },
  ],
  times: [
    async (s) => String(dates((await findMany(s)).list)[0]).replace(/\d/g, "0"),
    { milliseconds: "0000-00-00T00:00:00.000Z", seconds: "0000-00-00T00:00:00Z", no_zone: "0000-00-00T00:00:00.000" },
  ],
  repeatedPush: [
    async (s) => {
      const variables = { invoice: { payment_request: s.reflex.invoices[0]?.payment_request } };
      const { body } = await graphql(s, documents.pushInvoice, variables);
      return `${s.reflex.invoices.length} ${body.errors === undefined}`;
    },
    { "return-existing": "60 true", error: "60 false", create: "61 true" },
  ],
  missingDescription: [
    async (s) => {
      const { payment_request } = documents.pushInvoiceVariables.invoice;
      return (await graphql(s, documents.pushInvoice, { invoice: { payment_request } })).body.data.pushInvoice.invoice
        .description;
    },
    { invoice: "suredbits demo invoice", null: null },
  ],
  routingInfo: [
    async (s) => {
      const hop = { short_channel_id: "0000000000000001", cltv_expiry_delta: 9 };
      const fees = { fee_base_msat: 0, fee_proportional_millionths: 0 };
      const twice = { ...hop, ...fees, pubkey: s.reflex.invoices[0]?.destination };
      const tags = [
        { tagName: "payment_hash", data: "ab".repeat(32) },
        { tagName: "routing_info", data: [twice] },
        { tagName: "routing_info", data: [twice] },
      ];
      const { paymentRequest } = sign(encode({ timestamp: 1, tags } as never), "01".repeat(32));
      const variables = { invoice: { payment_request: paymentRequest } };
      const { invoice, checks } = (await graphql(s, documents.pushInvoice, variables)).body.data.pushInvoice;
      expect(checks.destinations).toHaveLength(2);
      return invoice.routing_info.length;
    },
    { distinct: 1, as_listed: 2 },
  ],
  tagFilter: [
    async (s) => {
      const tags = [
        { key: "is-withdrawal", boolean_value: true },
        { key: "is-withdrawal", boolean_value: false },
      ];
      return (await findMany(s, { filter: { tags } })).list.length > 0;
    },
    { and: false, or: true },
  ],
  tagWithoutValue: [
    async (s) => (await findMany(s, { filter: { tags: [{ key: "user-id" }] } })).list.length > 0,
    { any_value: true, no_match: false },
  ],
  filterColumn: [
    async (s) => {
      const [row] = (await findMany(s)).list.filter((one: Json) => one.created_at > one.invoice_created_at);
      const filter = { from: row.created_at, to: new Date(Date.parse(row.created_at) + 1).toISOString() };
      return (await findMany(s, { filter })).list.length > 0;
    },
    { created_at: true, invoice_created_at: false },
  ],
  filterTo: [
    async (s) => {
      const [newest] = (await findMany(s)).list;
      return (await findMany(s, { filter: { to: newest.created_at } })).list[0].id === newest.id;
    },
    { exclusive: false, inclusive: true },
  ],
  filterPrecision: [
    async (s) => {
      const row = (await findMany(s)).list.find((one: Json) => /\.[1-8]\d\dZ$/.test(one.created_at));
      const from = row.created_at.replace(/\d{3}Z$/, "999Z");
      const to = new Date(Date.parse(from) + 1000).toISOString();
      return idsOf((await findMany(s, { filter: { from, to } })).list).includes(row.id);
    },
    { millisecond: false, second: true },
  ],
  reversedFilter: [
    async (s) => {
      const filter = { from: "2026-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z" };
      return (await graphql(s, documents.getInvoices, { filter })).body.errors === undefined;
    },
    { empty: true, error: false },
  ],
  ties: [
    async (s) => {
      const newest = s.reflex.invoices.slice(-50);
      const at = firstTie(dates([...newest]));
      const pair = idsOf(newest.slice(at - 1, at + 1));
      const of = (rows: Json[]) => idsOf(rows).filter((id: string) => pair.includes(id));
      const orders = [];
      for (let i = 0; i < 2; i++) {
        const rows = (await findMany(s)).list;
        orders.push(of(rows).join() === pair.join() ? "kept" : "reversed");
      }
      return orders.join();
    },
    {
      reversed: "reversed,reversed",
      kept: "kept,kept",
      unstable: expect.stringMatching(/kept,reversed|reversed,kept/),
    },
  ],
  limitAboveMaximum: [
    async (s) =>
      (await graphql(s, documents.getInvoices, { page: { limit: 51, offset: 0 } })).body.errors === undefined,
    { error: false, clamp: true },
  ],
  pageFields: [
    async (s) => (await graphql(s, documents.getInvoices, { page: { limit: 5 } })).body.errors === undefined,
    { optional: true, required: false },
  ],
  aggregates: [
    async (s) => (await findMany(s, { page: { limit: 7, offset: 0 } })).aggregated.total.count,
    { filter: 60, page: 7 },
  ],
  emptyBuckets: [
    async (s) => {
      const filter = { from: "2025-06-01T00:00:00Z", to: "2025-06-30T00:00:00Z" };
      return (await findMany(s, { filter })).aggregated.list.some(({ count }: Json) => count === 0);
    },
    { left_out: false, zero: true },
  ],
  countries: [
    async (s) => (await findMany(s)).aggregated.stats.countries.some(({ country }: Json) => country === "DE"),
    { name: false, code: true },
  ],
  countryPubkeys: [
    async (s) => Array.isArray((await findMany(s)).aggregated.stats.countries[0].pubkeys),
    { list: true, count: false },
  ],
  percentOf: [
    async (s) => {
      const { checks } = (await checksOf(s)).checks.destinations[0];
      return checks.ips.statistics.types.reduce((sum: number, { percent }: Json) => sum + percent, 0);
    },
    { 100: expect.closeTo(100), 1: expect.closeTo(1) },
  ],
  channelIds: [
    async (s) => {
      const all = (
        await Promise.all(Array.from({ length: 10 }, (_, i) => checksOf(s, (row) => row === s.reflex.invoices[i])))
      ).flatMap((pushed) => pushed.checks.destinations[0].checks.channels.list.map(({ chan_id }: Json) => chan_id));
      return all.every((id: string) => /^\d+x\d+x\d+$/.test(id))
        ? "short"
        : all.every((id: string) => /^\d{17,19}$/.test(id));
    },
    { short: "short", number: true },
  ],
  fieldLocations: [
    async (s) =>
      (await checksOf(s, hinted)).checks.destinations
        .slice(0, 2)
        .map((one: Json) => one.field_location)
        .join(),
    {
      fields: "DESTINATION,ROUTING_INFO",
      lower_case: "destination,routing_info",
      route_hint: "DESTINATION,ROUTE_HINT",
    },
  ],
  unknownWords: [
    async (s) => (await findMany(s)).aggregated.aggregation_interval,
    { none: "MONTH", some: "CALENDAR_MONTH" },
  ],
  badTimezone: [
    async (s) => {
      const cookie = "amboss-reflex-api-timezone=Nowhere/City";
      return (await graphql(s, documents.getInvoices, {}, { cookie })).body.errors === undefined;
    },
    { utc: true, error: false },
  ],
  authFailureStatus: [
    async (s) => (await graphql(s, "{ getHello }", {}, { authorization: "" })).status,
    { 200: 200, 401: 401 },
  ],
  authFailureBody: [
    async (s) => {
      const { body } = await graphql(s, "{ getHello }", {}, { authorization: "" });
      return body.errors?.[0].extensions.code ?? body;
    },
    {
      unauthenticated: "UNAUTHENTICATED",
      message: "INTERNAL_SERVER_ERROR",
      plain: { message: "Unauthorized", statusCode: 200 },
    },
  ],
  badVariableStatus: [
    async (s) => (await graphql(s, documents.getInvoices, { page: { limit: "x" } })).status,
    { 200: 200, 400: 400 },
  ],
  introspection: [
    async (s) => {
      const ask = async (headers: Record<string, string>) =>
        (await graphql(s, getIntrospectionQuery(), {}, headers)).body.data?.__schema !== undefined;
      return [await ask({ authorization: "" }), await ask({})].join();
    },
    { open: "true,true", with_key: "false,true", closed: "false,false" },
  ],
  requestsPerMinute: [
    async (s) => {
      const answers = [];
      for (let i = 0; i < 8; i++) answers.push((await graphql(s, "{ getHello }")).body.errors?.[0].message);
      return answers.filter(Boolean).length >= 2;
    },
    { none: false, 3: true },
  ],
  throttling: [() => "see below", { graphql_200: "see below", http_429: "see below" }],
  rateLimitHeaders: [
    async (s) => (await graphql(s, "{ getHello }")).headers.get("x-ratelimit-limit"),
    { none: null, "x-ratelimit": "120" },
  ],
  clockSkewMs: [
    async (s) => {
      const { headers } = await graphql(s, "{ getHello }");
      return Math.round((Date.parse(headers.get("date") ?? "") - Date.now()) / 60_000);
    },
    { 0: expect.closeTo(0), 600000: 10, [-600000]: -10 },
  ],
};

const list = async (s: Sandbox, query = "") => (await txn(s, query)).body;
const attributesOf = (rows: Json[]) => rows.map(({ attributes }) => attributes);
const createdAts = ({ txn }: Sandbox) => txn.invoices.map(({ attributes }) => String(attributes.createdAt));

const txnProbes: { [Name in keyof TxnGuesses]: [(sandbox: Sandbox) => unknown, Seen] } = {
  perPageCap: [async (s) => (await list(s, "?per_page=500")).data.length, { 100: 60, 20: 20, none: 60 }],
  perPageAboveCap: [async (s) => (await txn(s, "?per_page=101")).status, { clamp: 200, error: 400 }],
  defaultPerPage: [async (s) => (await list(s)).data.length, { 25: 25, 7: 7, none: 60 }],
  firstPage: [
    async (s) =>
      idsOf((await list(s, "?page=1&per_page=5")).data).join() === idsOf((await list(s, "?per_page=5")).data).join(),
    { 1: true, 0: false },
  ],
  pagePastEnd: [
    async (s) => {
      const { status, body } = await txn(s, "?page=99");
      return `${status} ${body.data?.length}`;
    },
    { empty: "200 0", not_found: "404 undefined", repeat_last: "200 10" },
  ],
  metaTotal: [async (s) => (await list(s, "?per_page=25")).meta.total, { items: 60, pages: 3 }],
  metaPage: [
    async (s) => (await list(s, "?page=2&per_page=10")).meta,
    { echo: { page: "2", per_page: "10", total: 60 }, number: { page: 2, per_page: 10, total: 60 }, absent: {} },
  ],
  emptyIncluded: [async (s) => "included" in (await list(s, "?page=99")), { list: true, absent: false }],
  defaultOrderType: [
    async (s) => (await list(s, "?per_page=1")).data[0].id === s.txn.invoices[0]?.id,
    { desc: false, asc: true },
  ],
  ties: [
    async (s) => {
      const at = firstTie(createdAts(s));
      const pair = s.txn.invoices.slice(at - 1, at + 1).map(({ id }) => id);
      const orders = [];
      for (let i = 0; i < 2; i++) {
        const rows = (await list(s, "?per_page=100&order_type=desc")).data;
        orders.push(
          idsOf(rows)
            .filter((id: string) => pair.includes(id))
            .join() === pair.join()
            ? "kept"
            : "reversed",
        );
      }
      return orders.join();
    },
    {
      reversed: "reversed,reversed",
      kept: "kept,kept",
      unstable: expect.stringMatching(/kept,reversed|reversed,kept/),
    },
  ],
  createdAtFilters: [
    async (s) => {
      const newest = createdAts(s).at(-1);
      const bounded = async (query: string) => (await list(s, `?per_page=1&${query}`)).data.length;
      return [
        await bounded(`created_at_from=${newest}&created_at_to=${newest}`),
        await bounded("created_at_from=2030-01-01"),
      ].join();
    },
    { inclusive: "1,0", exclusive: "0,0", ignored: "1,1" },
  ],
  filterPrecision: [
    async (s) => {
      const created = createdAts(s).find((time) => /\.[1-8]\d\dZ$/.test(time)) ?? "";
      const early = created.replace(/\d{3}Z$/, "000Z");
      return (await list(s, `?per_page=1&created_at_from=${early}&created_at_to=${early}`)).data.length;
    },
    { millisecond: 0, second: 1 },
  ],
  referenceFilter: [
    async (s) => {
      const [one] = s.txn.invoices.filter(({ attributes }) => attributes.reference !== null);
      const part = String(one?.attributes.reference).slice(0, -1);
      const found = (await list(s, `?per_page=100&reference=${part}`)).data.length;
      return found === 0 ? "none" : found === 60 ? "all" : "some";
    },
    { exact: "none", prefix: "some", ignored: "all" },
  ],
  badParameter: [
    async (s) => (await txn(s, "?order=amount&page=x")).status,
    { bad_request: 400, unprocessable: 422, ignored: 200 },
  ],
  times: [
    ({ txn }) => String(txn.invoices[0]?.attributes.expiresAt).replace(/\d/g, "0"),
    { milliseconds: "0000-00-00T00:00:00.000Z", seconds: "0000-00-00T00:00:00Z", no_zone: "0000-00-00T00:00:00.000" },
  ],
  currencyCase: [
    async (s) => /^[A-Z]+$/.test((await list(s)).data[0].attributes.billedCurrency),
    { upper: true, lower: false },
  ],
  coinDepositType: [
    async (s) => (await list(s)).included.some(({ type }: Json) => type === "coinTransactions"),
    { coinDeposits: false, coinTransactions: true },
  ],
  refundLinkType: [
    async (s) => (await list(s, "?per_page=100")).included.some(({ type }: Json) => type === "refundLinks"),
    { paymentLinks: false, refundLinks: true },
  ],
  onTime: [
    async (s) => attributesOf((await list(s)).data).some(({ paymentStatus }) => paymentStatus === "onTime"),
    { on_time: false, onTime: true },
  ],
  unknownWords: [
    async (s) => attributesOf((await list(s, "?per_page=100")).data).some(({ status }) => status === "in_review"),
    { none: false, some: true },
  ],
  createdStatus: [async (s) => (await createInvoice(s)).status, { 201: 201, 200: 200 }],
  duplicateReference: [
    async (s) => {
      await createInvoice(s, { reference: "once" });
      return (await createInvoice(s, { reference: "once" })).status;
    },
    { unprocessable: 422, conflict: 409, create: 201 },
  ],
  readOnlyKey: [
    async (s) => {
      const headers = { authorization: "Bearer sandbox-txn-read-key" };
      const before = s.txn.invoices.length;
      const { status } = await txn(s, "", { method: "POST", body: "{}", headers });
      expect([(await txn(s, "", { headers })).status, s.txn.invoices.length]).toEqual([200, before]);
      return status;
    },
    { forbidden: 403, unauthorized: 401 },
  ],
  notFoundBody: [
    async (s) => {
      const headers = { authorization: "Bearer sandbox-txn-key" };
      return (await (await s.fetch("http://any.host/api/public/v1/invoices/none", { headers })).text()).length > 0;
    },
    { errors: true, empty: false },
  ],
  contentType: [
    async (s) => (await txn(s)).headers.get("content-type"),
    { json_api: "application/vnd.api+json; charset=utf-8", json: "application/json; charset=utf-8" },
  ],
  webhookOnCreation: [() => "see below", { not_sent: "see below", sent: "see below" }],
  requestsPerMinute: [
    async (s) => {
      const statuses = [];
      for (let i = 0; i < 8; i++) statuses.push((await txn(s)).status);
      return statuses.filter((status) => status === 429).length >= 2;
    },
    { none: false, 3: true },
  ],
  throttleRetryAfter: [() => "see below", { none: "see below", seconds: "see below" }],
  rateLimitHeaders: [
    async (s) => (await txn(s)).headers.get("x-ratelimit-limit"),
    { none: null, "x-ratelimit": "120" },
  ],
  clockSkewMs: [
    async (s) => {
      const { headers, body } = await createInvoice(s);
      const skews = [headers.get("date"), body.data.attributes.createdAt].map((time) => Date.parse(time) - NOW);
      return skews.map((ms) => Math.round(ms / 60_000)).join();
    },
    { 0: "0,0", 600000: "10,10" },
  ],
};

const NOW = Date.parse("2026-01-01T00:00:00Z");

function settings(probes: Record<string, [unknown, Seen]>) {
  return Object.entries(probes).flatMap(([name, [probe, seen]]) =>
    Object.entries(seen).map(([value, expected]) => [
      name,
      /^-?\d+$/.test(value) ? Number(value) : value,
      probe,
      expected,
    ]),
  ) as [string, string | number, (sandbox: Sandbox) => unknown, unknown][];
}

describe("each setting of each switch is seen in the answers", () => {
  test.each(settings(reflexProbes))("Reflex %s: %s", async (name, value, probe, expected) => {
    expect(await probe(reflexWith({ [name]: value }))).toEqual(expected);
  });

  test.each(settings(txnProbes))("Txn %s: %s", async (name, value, probe, expected) => {
    expect(await probe(txnWith({ [name]: value }))).toEqual(expected);
  });

  test("none is forgotten", () => {
    for (const [choices, probes] of [
      [reflexChoices, reflexProbes],
      [txnChoices, txnProbes],
    ]) {
      for (const [name, choice] of Object.entries(choices as Record<string, unknown>)) {
        const seen = Object.keys((probes as Record<string, [unknown, Seen]>)[name]?.[1] ?? {});
        if (Array.isArray(choice)) expect(seen.sort(), name).toEqual(choice.map(String).sort());
        else expect(seen.length, name).toBeGreaterThan(1);
      }
    }
  });
});

describe("throttling", () => {
  test("Reflex: at HTTP 200 or 429, with the wait", async () => {
    for (const [throttling, status] of [
      ["graphql_200", 200],
      ["http_429", 429],
    ] as const) {
      const sandbox = reflexWith({ requestsPerMinute: 1, throttling });
      const answers = [];
      for (let i = 0; i < 3; i++) answers.push(await graphql(sandbox, "{ getHello }"));
      const refused = answers.find(({ body }) => body.data?.getHello === undefined);
      expect(refused?.status).toBe(status);
      expect(JSON.stringify(refused?.body)).toContain("Too Many Requests");
      expect(Number(refused?.headers.get("retry-after-short"))).toBeGreaterThan(0);
    }
  });

  test("Txn: the documented 429, with a Retry-After by guess", async () => {
    for (const throttleRetryAfter of ["none", "seconds"] as const) {
      const sandbox = txnWith({ requestsPerMinute: 1, throttleRetryAfter });
      const answers = [await txn(sandbox), await txn(sandbox), await txn(sandbox)];
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.body.errors).toEqual([{ status: 429, title: "Too Many Requests", code: "too_many_requests" }]);
      expect(Number(refused?.headers.get("retry-after")) > 0).toBe(throttleRetryAfter === "seconds");
    }
  });
});

test.each(["not_sent", "sent"] as const)("a webhook of the creation is %s", async (webhookOnCreation) => {
  const statuses: string[] = [];
  const to = async (request: Request) => {
    statuses.push((await request.json()).data.attributes.status);
    return undefined;
  };
  const sandbox = createSandbox({ txn: { invoices: 0, webhook: { to }, guesses: { webhookOnCreation } } });
  await createInvoice(sandbox);
  await sandbox.txn.webhooks.sent();
  expect(statuses).toEqual(webhookOnCreation === "sent" ? ["pending"] : []);
});

describe("what is no guess", () => {
  test.each([
    [{ reflex: { guesses: { amount: "string" } } }, /reflex\.guesses has no amount; it has amounts, /],
    [{ reflex: { guesses: { amounts: "bigint" } } }, /reflex\.guesses\.amounts is one of "string", "number"/],
    [{ txn: { guesses: { perPageCap: 0 } } }, /txn\.guesses\.perPageCap is a whole number from 1 up, or "none"/],
    [{ txn: { guesses: { perPageCap: 2.5 } } }, /perPageCap/],
    [{ txn: { guesses: { clockSkewMs: "none" } } }, /txn\.guesses\.clockSkewMs is a whole number/],
    [{ txn: { guesses: { constructor: "x" } } }, /has no constructor/],
    [{ txn: { guess: {} } }, /txn has no option guess; it has invoices, /],
    [{ seeds: 1 }, /createSandbox has no option seeds/],
  ])("%j is refused by name", (options, message) => {
    const create = () => createSandbox(options as never);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });

  test("null and undefined are left out", async () => {
    const guesses = { perPageCap: null, metaTotal: undefined } as unknown as Partial<TxnGuesses>;
    const sandbox = createSandbox({ reflex: null, txn: { guesses, invoices: null }, seed: null } as never);
    const { data, meta } = (await txn(sandbox, "?per_page=500")).body;
    expect([data.length, meta.total]).toEqual([100, 200]);
  });
});
