import { stringify } from "unvoice";
import { createTxnClient } from "unvoice/txn";
import { expect, test } from "vitest";
import { txnResource } from "./support/fixtures.ts";

test("bigints become decimal text, however deep", () => {
  expect(stringify({ a: [{ amount: 2n ** 70n }], b: 1.5, c: null })).toBe(
    '{"a":[{"amount":"1180591620717411303424"}],"b":1.5,"c":null}',
  );
  expect(stringify([1n], 2)).toBe('[\n  "1"\n]');
});

test("resources in a circle are written, with a reference where it closes", async () => {
  const to = (id: string) => ({ data: { type: "addresses", id } });
  const body = {
    data: [txnResource("1", {}, { address: to("a"), targetAccount: to("a") })],
    included: [
      { id: "a", type: "addresses", attributes: { label: "A" }, relationships: { account: to("b"), network: to("a") } },
      { id: "b", type: "addresses", attributes: { label: "B" }, relationships: { account: to("a") } },
    ],
  };
  const fetch = async () => Response.json(body);
  const [invoice] = (await createTxnClient({ baseUrl: "https://txn.test", apiKey: "k", fetch }).listInvoices()).items;
  const a = { id: "a", type: "addresses" };
  const address = { ...a, label: "A", account: { id: "b", type: "addresses", label: "B", account: a }, network: a };
  // One that is met again outside of itself is no circle: it is written whole.
  expect(JSON.parse(stringify(invoice))).toMatchObject({ address, targetAccount: address });
});

test("a circle of anything else throws as JSON.stringify does", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(() => stringify(circle)).toThrow(TypeError);
});
