import { describe, expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { createInvoice, txn } from "./harness.ts";

interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships: Record<string, { data?: unknown; meta?: { included: boolean } }>;
}

const DECIMAL = /^\d+(\.\d+)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CODE = /^[A-Z]{3,4}$/;
const NOT_INCLUDED = { meta: { included: false } };

/** The documents' field tables: what a value looks like, and whether it may be null. */
const INVOICE_FIELDS: Record<string, { form: RegExp; nullable?: true }> = {
  amountBilled: { form: DECIMAL },
  billedCurrency: { form: CODE },
  amountCharged: { form: DECIMAL },
  chargedCurrency: { form: CODE },
  targetAmount: { form: DECIMAL },
  targetCurrency: { form: CODE },
  chargedTargetRate: { form: DECIMAL },
  chargedTargetRateCurrency: { form: CODE },
  exchangeRate: { form: DECIMAL },
  reference: { form: /./, nullable: true },
  status: { form: /^(pending|expired|processing|completed|on_hold|cancelled|rejected)$/ },
  statusContext: { form: /^(unpaid|full|underpaid|overpaid)$/ },
  paymentStatus: { form: /^(expecting|on_time|late)$/ },
  network: { form: /^[a-z0-9:]+$/ },
  networkName: { form: /./ },
  successRedirectUrl: { form: /^https:/, nullable: true },
  unsuccessRedirectUrl: { form: /^https:/, nullable: true },
  expiresAt: { form: ISO },
  createdAt: { form: ISO },
  hostedPageUrl: { form: /^https:.*request_type=invoice_hosted_page/ },
};

const INCLUDED_FIELDS: Record<string, Record<string, RegExp>> = {
  addresses: { label: /./, value: /./, createdAt: ISO },
  invoiceTransactions: {
    amountBilled: DECIMAL,
    billedChargedRate: DECIMAL,
    billedChargedRateCurrency: CODE,
    consolidationFee: DECIMAL,
    targetTransactionFee: DECIMAL,
    targetTransactionFeeCurrency: CODE,
    transactionFee: DECIMAL,
    transactionFeeCurrency: CODE,
  },
  transactions: {
    amount: DECIMAL,
    createdAt: ISO,
    reference: /./,
    simplifiedState: /^(pending|completed)$/,
    transactionType: /^InvoiceTransaction$/,
  },
  coinDeposits: {
    accountId: UUID,
    amount: DECIMAL,
    createdAt: ISO,
    currencyCode: CODE,
    state: /^(processed|on_hold_confirmed|pending|failed)$/,
    txHash: /^[0-9a-f]{64}$/,
  },
  exchangeQuotes: {
    expiresAt: ISO,
    amountCharged: DECIMAL,
    amountReceived: DECIMAL,
    rate: DECIMAL,
    rateCurrency: CODE,
    exchangeFee: DECIMAL,
    exchangeFeeCurrency: CODE,
    amountChargedCurrency: CODE,
    amountReceivedCurrency: CODE,
    accountChargedId: UUID,
    accountReceivedId: UUID,
    status: /^(pending|completed|expired|failed)$/,
  },
  paymentLinks: {
    amount: DECIMAL,
    currency: CODE,
    accountCurrency: CODE,
    network: /./,
    networkName: /./,
    reference: /^REFUND-./,
    hostedPageUrl: /^https:.*request_type=payment_link_hosted_page/,
    status: /^(created|pending|completed|expired)$/,
    expiresAt: ISO,
    createdAt: ISO,
    paymentType: /^(Invoice|Payout)$/,
    successRedirectUrl: /./,
    unsuccessRedirectUrl: /./,
  },
};

/** May be null; of a payment link's the documents' example shows these so. */
const NULLABLE = /^transactions reference$|^paymentLinks (network|networkName|reference|(un)?successRedirectUrl)$/;

describe("a list, held against the documents' field tables", async () => {
  const { body, headers } = await txn(createSandbox(), "?per_page=100&page=1");
  const data: Resource[] = body.data;
  const included: Resource[] = body.included;

  test("has the documented members, and no links", () => {
    expect(Object.keys(body)).toEqual(["data", "included", "meta", "jsonapi"]);
    expect(body.meta).toEqual({ page: "1", per_page: "100", total: 200 });
    expect(body.jsonapi).toEqual({ version: "1.0" });
    expect(headers.get("content-type")).toBe("application/vnd.api+json; charset=utf-8");
  });

  test("has every documented attribute of an invoice, and no other", () => {
    for (const { id, type, attributes } of data) {
      expect(id).toMatch(UUID);
      expect(type).toBe("invoices");
      expect(Object.keys(attributes).sort()).toEqual([...Object.keys(INVOICE_FIELDS), "paymentMethods"].sort());
      for (const [name, { form, nullable }] of Object.entries(INVOICE_FIELDS)) {
        if (!(nullable && attributes[name] === null)) expect(attributes[name], name).toMatch(form);
      }
      expect([["on_chain"], ["nft"]]).toContainEqual(attributes.paymentMethods);
    }
    for (const name of ["reference", "successRedirectUrl", "unsuccessRedirectUrl"]) {
      expect(new Set(data.map(({ attributes }) => attributes[name] === null))).toEqual(new Set([true, false]));
    }
  });

  test("has every documented attribute of what is included, and no other", () => {
    expect(new Set(included.map(({ type }) => type))).toEqual(new Set(Object.keys(INCLUDED_FIELDS)));
    for (const { type, attributes } of included) {
      const fields = INCLUDED_FIELDS[type] ?? {};
      expect(Object.keys(attributes).sort()).toEqual(Object.keys(fields).sort());
      for (const [name, form] of Object.entries(fields)) {
        if (!(attributes[name] === null && NULLABLE.test(`${type} ${name}`)))
          expect(attributes[name], name).toMatch(form);
      }
    }
  });

  test("links what it includes as documented: to-one, to-many, null, and not loaded", () => {
    const found = new Map(included.map((resource) => [`${resource.type} ${resource.id}`, resource]));
    const resolve = ({ type, id }: { type: string; id: string }) => found.get(`${type} ${id}`);
    for (const { relationships, attributes } of data) {
      const { address, invoiceTransactions, coinDeposits, refundLinks, targetAccount, binanceOrder } = relationships;
      expect(binanceOrder).toEqual({ data: null });
      const refunded = attributes.status === "cancelled" && attributes.paymentStatus !== "expecting";
      expect(refundLinks?.data).toHaveLength(refunded ? 1 : 0);
      for (const link of (refundLinks?.data ?? []) as Resource[]) expect(resolve(link)?.type).toBe("paymentLinks");
      expect(targetAccount?.data).toMatchObject({ type: "accounts" });
      if (attributes.paymentMethods?.toString() === "nft") expect(address?.data).toBeNull();
      else
        expect(resolve(address?.data as Resource)?.relationships).toEqual({
          account: NOT_INCLUDED,
          network: NOT_INCLUDED,
        });
      const [fee] = (invoiceTransactions?.data ?? []) as Resource[];
      const links = resolve(fee as Resource)?.relationships;
      // The trap of the real API: the transaction has its invoiceTransaction's id.
      expect(links?.txn?.data).toEqual({ type: "transactions", id: fee?.id });
      expect(resolve(links?.txn?.data as Resource)?.relationships).toEqual({ account: NOT_INCLUDED });
      expect(links?.invoice).toEqual(NOT_INCLUDED);
      const quote = links?.exchangeQuote?.data as Resource | null;
      expect(quote === null).toBe(attributes.status !== "completed");
      if (quote !== null) expect(resolve(quote)?.attributes.status).toBe("completed");
      const paid =
        attributes.paymentStatus !== "expecting" || ["on_hold", "rejected"].includes(String(attributes.status));
      expect(coinDeposits?.data).toHaveLength(paid ? 1 : 0);
      for (const deposit of (coinDeposits?.data ?? []) as Resource[])
        expect(resolve(deposit)?.type).toBe("coinDeposits");
    }
  });

  test("reckons amounts as the documented examples do", () => {
    for (const { attributes } of data) {
      const [billed, charged] = [Number(attributes.amountBilled), Number(attributes.amountCharged)];
      expect(billed / Number(attributes.exchangeRate) / charged).toBeCloseTo(1, 3);
      const credited = charged * Number(attributes.chargedTargetRate);
      expect(Number(attributes.targetAmount) / (credited * 0.99)).toBeCloseTo(1, 2);
    }
  });
});

describe("listing", () => {
  const sandbox = createSandbox({ txn: { invoices: 95 } });
  const ids = async (query: string) => (await txn(sandbox, query)).body.data.map(({ id }: Resource) => id);
  const stored = sandbox.txn.invoices.map(({ id }) => id);
  const dates = sandbox.txn.invoices.map(({ attributes }) => String(attributes.createdAt));

  test("pages newest first by default, oldest first when asked, over rows of the same millisecond", async () => {
    const all = async (order: string) =>
      (await Promise.all([1, 2, 3, 4].map((page) => ids(`?page=${page}&per_page=30${order}`)))).flat();
    expect(await all("&order=created_at&order_type=asc")).toEqual(stored);
    expect(await all("")).toEqual([...stored].reverse());
    expect(dates).toEqual([...dates].sort());
    expect(new Set(dates).size).toBeLessThan(dates.length);
  });

  test("takes page 0 and none as the first, 25 rows to it, and echoes what was sent", async () => {
    const { body } = await txn(sandbox);
    expect(body.data).toHaveLength(25);
    expect(body.meta).toEqual({ page: null, per_page: null, total: 95 });
    expect(await ids("?page=0")).toEqual(await ids("?page=1"));
  });

  test("filters by reference, exactly", async () => {
    const wanted = sandbox.txn.invoices.find(({ attributes }) => attributes.reference !== null);
    const reference = String(wanted?.attributes.reference);
    expect(await ids(`?reference=${reference}`)).toEqual([wanted?.id]);
    expect(await ids(`?reference=${reference.slice(0, -1)}`)).toEqual([]);
  });

  test("filters by creation, both ends included, unless the host ignores that", async () => {
    const [from, to] = [dates[20] ?? "", dates[60] ?? ""];
    const within = stored.filter((_, i) => (dates[i] ?? "") >= from && (dates[i] ?? "") <= to);
    const query = `?per_page=100&order_type=asc&created_at_from=${from}&created_at_to=${to}`;
    expect(await ids(query)).toEqual(within);
    expect(await ids(`?created_at_from=${to}&created_at_to=2020-01-01T00:00:00Z`)).toEqual([]);
    const deaf = createSandbox({ txn: { invoices: 95, guesses: { createdAtFilters: "ignored" } } });
    expect((await txn(deaf, query)).body.data).toHaveLength(95);
  });

  test("cuts per_page to the cap", async () => {
    const capped = createSandbox({ txn: { guesses: { perPageCap: 20 } } });
    expect((await txn(capped, "?per_page=50")).body.data).toHaveLength(20);
    const free = createSandbox({ txn: { guesses: { perPageCap: "none" } } });
    expect((await txn(free, "?per_page=500")).body.data).toHaveLength(200);
  });

  test("behind the last page: empty, 404 or the last page again, by guess", async () => {
    const past = (pagePastEnd: "empty" | "not_found" | "repeat_last") =>
      txn(createSandbox({ txn: { invoices: 95, guesses: { pagePastEnd } } }), "?per_page=30&page=9");
    expect(await past("empty")).toMatchObject({ status: 200, body: { data: [], included: [] } });
    expect(await past("not_found")).toMatchObject({ status: 404, body: { errors: [{ code: "not_found" }] } });
    expect((await past("repeat_last")).body.data.map(({ id }: Resource) => id)).toEqual(stored.slice(0, 5).reverse());
  });

  test("meta.total counts items, or pages by guess", async () => {
    const counting = createSandbox({ txn: { invoices: 95, guesses: { metaTotal: "pages" } } });
    expect((await txn(counting, "?per_page=30")).body.meta.total).toBe(4);
  });

  test("writes types and words as guessed", async () => {
    const other = createSandbox({ txn: { guesses: { coinDepositType: "coinTransactions", onTime: "onTime" } } });
    const { body } = await txn(other, "?per_page=100");
    expect(body.included.map(({ type }: Resource) => type)).toContain("coinTransactions");
    expect(body.included.map(({ type }: Resource) => type)).not.toContain("coinDeposits");
    const words = body.data.map(({ attributes }: Resource) => attributes.paymentStatus);
    expect(words).toContain("onTime");
    expect(words).not.toContain("on_time");
  });

  test.each([
    "page=-1",
    "page=x",
    "per_page=0",
    "per_page=1.5",
    "order=amount",
    "order_type=up",
    "created_at_from=soon",
  ])("refuses %s", async (query) => {
    const { status, body } = await txn(sandbox, `?${query}`);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        status: 400,
        title: "Invalid parameter",
        code: "invalid_parameter",
        detail: expect.stringContaining(query.split("=")[0] ?? ""),
      },
    ]);
  });
});

describe("reading, creating and currency pairs", () => {
  test("read gives what the list shows, with targetAccountId", async () => {
    const sandbox = createSandbox();
    const listed = sandbox.txn.invoices[3];
    const { status, body } = await txn(sandbox, `/${listed?.id}`);
    expect(status).toBe(200);
    expect(body.meta).toEqual({});
    const { targetAccountId, ...attributes } = body.data.attributes;
    expect({ ...body.data, attributes }).toEqual(listed);
    expect(targetAccountId).toBe(body.data.relationships.targetAccount.data.id);
    expect((await txn(sandbox, "/0b6a0c1e-0000-4000-8000-000000000001")).status).toBe(404);
  });

  test("create gives a pending invoice that is listed first and can be read", async () => {
    const sandbox = createSandbox();
    const { status, body } = await createInvoice(sandbox, {
      reference: "mine-1",
      successRedirectUrl: "https://example.com/a",
    });
    expect(status).toBe(201);
    expect(body.data.attributes).toMatchObject({
      ...{ amountBilled: "40.00", billedCurrency: "USD", chargedCurrency: "USDT", targetCurrency: "USD" },
      ...{
        network: "ttrx:usdt",
        networkName: "Tron (TRC20)",
        reference: "mine-1",
        status: "pending",
        statusContext: "unpaid",
      },
      ...{ paymentStatus: "expecting", paymentMethods: ["on_chain"], successRedirectUrl: "https://example.com/a" },
    });
    expect((await txn(sandbox, "?per_page=1")).body.data[0].id).toBe(body.data.id);
    expect((await txn(sandbox, "?reference=mine-1")).body.data).toHaveLength(1);
    expect((await txn(sandbox, `/${body.data.id}`)).body.data).toEqual(body.data);
  });

  test("create takes every pair that currency_pairs names", async () => {
    const sandbox = createSandbox();
    const { body } = await txn(sandbox, "/currency_pairs");
    const find = (type: string, id: string) =>
      body.included.find((one: Resource) => one.type === type && one.id === id);
    expect(body.data[0]).toMatchObject({
      type: "invoiceCurrencyPairs",
      attributes: { direction: "sell", enabled: true },
    });
    for (const { relationships } of body.data) {
      const { billedCurrency, chargedCurrency } = relationships;
      const [network] = find("currencies", chargedCurrency.data.id).relationships.networks.data;
      expect(network.type).toBe("network");
      const order = {
        billedCurrency: billedCurrency.data.id,
        chargedCurrency: chargedCurrency.data.id,
        amountBilled: "1000",
      };
      const { status } = await createInvoice(sandbox, {
        ...order,
        network: find(network.type, network.id).attributes.code,
      });
      expect(status).toBe(201);
    }
  });

  test.each([
    [{ amountBilled: "5.0" }, "amount_below_minimum"],
    [{ amountBilled: "100000.01" }, "amount_above_maximum"],
    [{ amountBilled: "-1" }, "invalid"],
    [{ amountBilled: 40 }, "invalid"],
    [{ billedCurrency: "XXX" }, "invalid"],
    [{ chargedCurrency: "EUR" }, "invalid"],
    [{ network: "tbtc" }, "invalid"],
    [{ network: null }, "blank"],
    [{ paymentMethods: "on_chain" }, "invalid"],
  ])("create refuses %j as %s", async (attributes, code) => {
    const { status, body } = await createInvoice(createSandbox({ txn: { invoices: 0 } }), attributes);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ status: 422, code, title: expect.any(String), detail: expect.any(String) }]);
  });

  test("the documented minimum's error, word for word", async () => {
    const { body } = await createInvoice(createSandbox(), { amountBilled: "5.0" });
    expect(body.errors).toEqual([
      {
        status: 422,
        title: "amount is below minimum",
        detail: "amount: 5.0, minimum: 10.00",
        code: "amount_below_minimum",
      },
    ]);
  });

  test("a reference is unique", async () => {
    const sandbox = createSandbox();
    expect((await createInvoice(sandbox, { reference: "once" })).status).toBe(201);
    expect((await createInvoice(sandbox, { reference: "once" })).body.errors[0].code).toBe("taken");
  });
});

describe("what is wrong with a request", () => {
  const sandbox = createSandbox();

  test.each(["", "Bearer wrong", "sandbox-txn-key", "Bearer sandbox-reflex-key"])(
    "key %j: the documented 401",
    async (authorization) => {
      const { status, body } = await txn(sandbox, "", { headers: { authorization } });
      expect(status).toBe(401);
      expect(body).toEqual({ errors: [{ status: 401, title: "HTTP Token: Access denied.", code: "unauthorized" }] });
    },
  );

  test("unknown paths and methods, malformed and oversized bodies get errors, and the next request is served", async () => {
    const statuses = [
      await txn(sandbox, "/x/y"),
      await txn(sandbox, "", { method: "DELETE" }),
      await txn(sandbox, "", { method: "POST", body: "{" }),
      await txn(sandbox, "", { method: "POST", body: "null" }),
      await txn(sandbox, "", { method: "POST", body: '{"data":{"type":"invoices","attributes":[]}}' }),
      await txn(sandbox, "", { method: "POST", body: "x".repeat(2_000_000) }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 400, 400, 400, 413]);
    for (const { status, body } of statuses) expect(body.errors).toMatchObject([{ status }]);
    expect((await txn(sandbox)).status).toBe(200);
  });
});
