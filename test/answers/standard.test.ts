import { readFileSync } from "node:fs";
import { invoicePageSchema, invoiceSchema, pushedInvoiceSchema, type StandardSchemaV1 } from "unvoice/reflex";
import { txnInvoicePageSchema, txnInvoiceSchema } from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { reflexInvoice, txnResource } from "../support/fixtures.ts";

const documented = JSON.parse(readFileSync(new URL("../txn/documented-list.json", import.meta.url), "utf8"));

function readWith<T>(schema: StandardSchemaV1<unknown, T>, value: unknown): T {
  const result = schema["~standard"].validate(value);
  if (result.issues) throw new Error(result.issues[0]?.message);
  return result.value;
}

function issuesOf(schema: StandardSchemaV1, value: unknown) {
  return schema["~standard"].validate(value).issues ?? [];
}

const schemas = { invoiceSchema, invoicePageSchema, pushedInvoiceSchema, txnInvoiceSchema, txnInvoicePageSchema };

describe("a stored Reflex answer is read without a client", () => {
  test("an invoice: amounts become bigint, also from safe integers, and bigint stays", () => {
    for (const amount of ["100000", 100000, 100000n])
      expect(readWith(invoiceSchema, reflexInvoice({ amount_msats: amount }))).toEqual(
        reflexInvoice({ amount_msats: 100000n }),
      );
  });

  test("what was read once is read again to the same", () => {
    const once = readWith(invoiceSchema, reflexInvoice({ tags: { key: "a", string_value: "b" } }));
    expect(readWith(invoiceSchema, once)).toEqual(once);
  });

  test("a page: find_many's value", () => {
    const page = readWith(invoicePageSchema, {
      aggregated: { total: { amount_msat: "5", count: 1 } },
      list: [reflexInvoice()],
    });
    expect(page).toMatchObject({
      items: [{ amount_msats: 100000n }],
      aggregated: { total: { amount_msat: 5n, count: 1 } },
    });
    expect(readWith(invoicePageSchema, { list: [] })).toEqual({ items: [], aggregated: null });
  });

  test("a push's answer, with checks and without", () => {
    expect(readWith(pushedInvoiceSchema, { invoice: reflexInvoice() })).toMatchObject({
      invoice: { amount_msats: 100000n },
      checks: null,
    });
    const statistics = { country: { amount: 1, cities: { city: "Bern" } } };
    const checks = { destinations: [{ checks: { ips: { statistics } } }] };
    expect(readWith(pushedInvoiceSchema, { invoice: reflexInvoice(), checks })).toMatchObject({
      checks: {
        destinations: [{ checks: { ips: { statistics: { country: [{ amount: 1, cities: [{ city: "Bern" }] }] } } } }],
      },
    });
  });
});

describe("a stored Txn document is read without a client", () => {
  test("of one invoice: relationships are resolved", () => {
    const [data] = documented.data;
    const invoice = readWith(txnInvoiceSchema, { ...documented, data });
    expect(invoice.address?.label).toBe("Tron (TRC20)");
    expect(invoice.invoiceTransactions?.[0]?.txn).toMatchObject({ amount: "39.60" });
    expect(invoice.targetAccount).toEqual({ id: "0b6a0c1e-0000-4000-8000-0000000000a1", type: "accounts" });
  });

  test("of a list: as a page of listInvoices", () => {
    const page = readWith(txnInvoicePageSchema, documented);
    expect(page.meta).toEqual(documented.meta);
    expect(page.included).toHaveLength(documented.included.length);
    expect(page.items.map(({ coinDeposits }) => coinDeposits?.[0]?.amount)).toEqual(["40.424657"]);
  });
});

describe("what the documents do not know passes", () => {
  test("unknown fields, values and nulls", () => {
    expect(readWith(invoiceSchema, reflexInvoice({ mood: { deep: 1 }, destination: null }))).toMatchObject({
      mood: { deep: 1 },
      destination: null,
    });
    expect(
      readWith(txnInvoiceSchema, { data: txnResource("1", { status: "frozen", paymentStatus: "onTime" }) }),
    ).toMatchObject({ status: "frozen", paymentStatus: "on_time" });
  });
});

describe("what must be there is missed with its path, in words that do not repeat a value", () => {
  test.each([
    ["payment_hash", { payment_hash: undefined }, "payment_hash: is missing"],
    ["id", { id: 7 }, "id: must be text"],
    ["amount_msats", { amount_msats: 2 ** 60 }, "amount_msats: must be a whole number of msat"],
    ["amount_msats", { amount_msats: "1.5" }, "amount_msats: must be a whole number of msat"],
  ])("%s", (path, over, message) => {
    const [issue] = issuesOf(invoiceSchema, reflexInvoice(over));
    expect(issue?.path).toEqual([path]);
    expect(issue?.message).toContain(message);
  });

  test("a status deep inside, and a list that is none", () => {
    const [issue] = issuesOf(txnInvoicePageSchema, { data: [txnResource("1"), txnResource("2", { status: null })] });
    expect(issue).toEqual({
      path: ["data", 1, "attributes", "status"],
      message: "data[1].attributes.status: must be text",
    });
    expect(issuesOf(invoicePageSchema, { list: {} })).toEqual([{ path: ["list"], message: "list: must be a list" }]);
    expect(issuesOf(invoicePageSchema, null)).toEqual([{ path: [], message: "the value: must be an object" }]);
  });
});

describe("no value makes one throw", () => {
  const throwing = new Proxy(
    {},
    {
      get() {
        throw new Error("no");
      },
      ownKeys() {
        throw new Error("no");
      },
    },
  );
  const circular: Record<string, unknown> = reflexInvoice();
  circular.self = circular;
  const values: [string, unknown][] = [
    ["undefined", undefined],
    ["a symbol", Symbol("x")],
    ["a function", () => {}],
    ["a proxy that throws", throwing],
    [
      "a throwing field",
      {
        get data() {
          throw new Error("no");
        },
        get id() {
          throw new Error("no");
        },
        get list() {
          throw new Error("no");
        },
        get invoice() {
          throw new Error("no");
        },
      },
    ],
    ["a circle", circular],
    [
      "__proto__ as a key",
      JSON.parse('{"__proto__": {"polluted": 1}, "data": {"__proto__": {}}, "list": {"__proto__": {}}}'),
    ],
    ["200,000 faulty rows", { data: Array(200_000).fill({}), list: Array(200_000).fill({}) }],
  ];

  test.each(values)("%s", (_name, value) => {
    for (const schema of Object.values(schemas)) {
      const result = schema["~standard"].validate(value);
      if (result.issues) expect(result.issues.length).toBeLessThanOrEqual(100);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
