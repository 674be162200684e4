import { createReflexClient } from "unvoice/reflex";
import { createTxnClient, type DriftEvent, ResponseValidationError, type TransportOptions } from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { reflexInvoice, txnResource } from "../support/fixtures.ts";

const MB = 1024 * 1024;

/** What a first page of this text comes to: its items, or the error. */
function txnPage(text: string, options: TransportOptions = {}): Promise<unknown> {
  const fetch = async () => new Response(text);
  const client = createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://txn.test",
    maxBodyBytes: 64 * MB,
    ...options,
    fetch,
  });
  return Promise.resolve(
    client.listInvoices().then(
      ({ items }) => items,
      (error: unknown) => error,
    ),
  );
}

/** The same of Reflex, from the rows on. */
function reflexPage(list: string): Promise<unknown> {
  const text = `{"data":{"getInvoices":{"find_many":{"list":${list}}}}}`;
  const fetch = async () => new Response(text);
  const client = createReflexClient({
    apiKey: "key-of-the-test",
    url: "https://reflex.test/graphql",
    maxBodyBytes: 64 * MB,
    fetch,
  });
  return Promise.resolve(
    client.getInvoices().then(
      ({ items }) => items,
      (error: unknown) => error,
    ),
  );
}

/** The text of an object in which `"@"` is replaced by text that no object could be made of in time. */
const withText = (value: unknown, text: string) => JSON.stringify(value).replace('"@"', text);
const manyFields = () => `{${Array.from({ length: 200_000 }, (_, at) => `"f${at}":null`).join()}}`;
const included = (attributes: unknown) => [{ id: "a", type: "unheard-of", attributes }];

describe("a hostile answer that can be read gives its invoices", () => {
  test.each([
    ["200,000 unknown fields", () => withText({ data: [txnResource("1")], included: included("@") }, manyFields())],
    ["200,000 unknown relationships", () => withText({ data: [txnResource("1", {}, "@" as never)] }, manyFields())],
    [
      "a field's name of 20 MB",
      () => withText({ data: [txnResource("1")] }, "").replace("{", `{"${"n".repeat(20 * MB)}":1,`),
    ],
    ["a nesting of 10^6", () => withText({ data: [txnResource("1")], x: "@" }, "[".repeat(1e6) + "]".repeat(1e6))],
    [
      "__proto__ everywhere",
      () => JSON.stringify({ data: [txnResource("1", { x: 1 }, { x: 1 })], x: 1 }).replaceAll('"x"', '"__proto__"'),
    ],
  ])("%s", async (_name, text) => {
    expect(await txnPage(text())).toMatchObject([{ id: "1", status: "pending" }]);
  });

  test("200,000 unknown fields of one invoice are there, and in all 10,000 of them told", async () => {
    const drift: DriftEvent[] = [];
    const text = withText(
      { data: [{ ...txnResource("1"), attributes: "@" }] },
      manyFields().replace("{", '{"status":"pending",'),
    );
    const [invoice] = (await txnPage(text, {
      hooks: { onDrift: (event: DriftEvent) => drift.push(event) },
    })) as object[];
    expect(invoice).toMatchObject({ id: "1", f0: null, f199999: null });
    expect(drift).toHaveLength(10_000);
  });
});

describe("one that cannot is a ResponseValidationError with few words", () => {
  test.each([
    ["200,000 rows that are empty", () => reflexPage(`[${Array(200_000).fill("{}").join()}]`)],
    ["200,000 rows of numbers", () => txnPage(`{"data":[${Array(200_000).fill("7").join()}]}`)],
    [
      "an amount of 30 million digits",
      () => reflexPage(`[${withText(reflexInvoice({ amount_msats: "@" }), `"${"9".repeat(3e7)}"`)}]`),
    ],
    [
      "a number of 30 million digits",
      () => reflexPage(`[${withText(reflexInvoice({ amount_msats: "@" }), "9".repeat(3e7))}]`),
    ],
    [
      "attributes of 30 MB of text",
      () => txnPage(withText({ data: [], included: included("@") }, `"${"x".repeat(30 * MB)}"`)),
    ],
    ["a list of 30 MB of text", () => reflexPage(`"${"x".repeat(30 * MB)}"`)],
    [
      "200,000 unknown fields where validation is strict",
      () =>
        txnPage(withText({ data: [], x: "@" }, "1").replace("{", manyFields().replace("}", ",")), {
          validation: "strict",
        }),
    ],
  ])("%s", async (_name, page) => {
    const error = (await page()) as ResponseValidationError;
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.issues.length).toBeLessThanOrEqual(101);
    expect(error.message.length).toBeLessThan(1_000);
  });
});

describe("a relationship never takes the place of what was validated", () => {
  test("id, type and attributes, whether this answer has them or not", async () => {
    const to = { data: { type: "addresses", id: "a" } };
    const relationships = { id: to, type: to, status: to, reference: to, amountBilled: to, __proto__: to, address: to };
    const own = { status: "pending", reference: "order-1" };
    const address = {
      id: "a",
      type: "addresses",
      attributes: { label: "A" },
      relationships: { label: to, value: to, id: to, account: to },
    };
    const [invoice] = (await txnPage(
      JSON.stringify({ data: [txnResource("1", own, relationships)], included: [address] }),
    )) as Record<string, unknown>[];
    expect(invoice).toMatchObject({ id: "1", type: "invoices", ...own, address: { id: "a", label: "A" } });
    expect(invoice?.amountBilled).toBeUndefined();
    expect(invoice?.address).not.toHaveProperty("value");
  });

  test.each([7, "text", [7, null, {}], { id: 7 }])("a linkage of %j refers to nothing", async (data) => {
    const [invoice] = (await txnPage(
      JSON.stringify({ data: [txnResource("1", {}, { address: { data }, coinDeposits: { data: [data] } })] }),
    )) as { address?: unknown; coinDeposits?: unknown }[];
    expect([[], undefined]).toContainEqual(invoice?.address);
    expect(invoice?.coinDeposits).toEqual([]);
  });
});
