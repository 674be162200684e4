import { createSandbox } from "unvoice/sandbox";
import {
  createTxnClient,
  InputError,
  NotFoundError,
  ResponseValidationError,
  txnCurrencyPairsSchema,
} from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { txnResource } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

/** A client whose every request gets this body. */
function answering(body: unknown, baseUrl = "https://txn.test") {
  const urls: string[] = [];
  const fetch = async (url: unknown) => {
    urls.push(String(url));
    return Response.json(body);
  };
  return {
    urls,
    txn: createTxnClient({ apiKey: "key-of-the-test", baseUrl, fetch: fetch as typeof globalThis.fetch }),
  };
}

describe("getInvoice", () => {
  test("gives what the list gives of the same invoice, if not more", async () => {
    const sandbox = createSandbox({ txn: { invoices: 5 } });
    const { txn, fetch } = sandbox.clientOptions();
    const client = createTxnClient({ ...txn, fetch });
    for (const listed of (await client.listInvoices()).items)
      expect(await client.getInvoice(listed.id)).toMatchObject(listed);
  });

  test("asks below the list's address, whatever the base is", async () => {
    const { txn, urls } = answering({ data: txnResource("a-1") }, "https://txn.test/proxy/?tenant=7");
    expect(await txn.getInvoice("a-1")).toMatchObject({ id: "a-1", type: "invoices", status: "pending" });
    expect(urls).toEqual(["https://txn.test/proxy/api/public/v1/invoices/a-1?tenant=7"]);
  });

  test.each(["", " ", "..", ".", "../accounts", "a/b", "a\\b", "a?b", "a#b", "a%2fb", "ä", 7, null, undefined, {}])(
    "refuses the id %j, and sends nothing",
    async (id) => {
      const { txn, urls } = answering({ data: txnResource("1") });
      const error = await rejection(txn.getInvoice(id as string));
      expect(error).toBeInstanceOf(InputError);
      expect(error).toMatchObject({ operation: "getInvoice", issues: [{ path: "id" }] });
      expect(() => txn.waitForInvoice(id as string)).toThrow(InputError);
      expect(urls).toEqual([]);
    },
  );

  test("of an invoice that is not there is a NotFoundError", async () => {
    const { txn, fetch } = createSandbox().clientOptions();
    const error = await rejection(
      createTxnClient({ ...txn, fetch }).getInvoice("0b6a0c1e-0000-4000-8000-00000000dead"),
    );
    expect(error).toBeInstanceOf(NotFoundError);
  });

  test.each([{}, { data: null }, { data: [txnResource("1")] }, { data: { ...txnResource("1"), type: "payouts" } }])(
    "of %j is a ResponseValidationError",
    async (body) => {
      expect(await rejection(answering(body).txn.getInvoice("1"))).toBeInstanceOf(ResponseValidationError);
    },
  );
});

describe("listCurrencyPairs", () => {
  test("gives the sandbox's pairs, each with the networks of what is charged", async () => {
    const { txn, fetch } = createSandbox().clientOptions();
    const pairs = await createTxnClient({ ...txn, fetch }).listCurrencyPairs();
    const pair = pairs.find(
      ({ billedCurrency, chargedCurrency }) => billedCurrency === "USD" && chargedCurrency === "USDT",
    );
    expect(pair).toMatchObject({ direction: "sell", enabled: true });
    expect(pair?.networks).toContainEqual({ code: "ttrx:usdt", name: "Tron (TRC20)", currencyCode: "USDT" });
  });

  test("finds networks under the documents' singular type, and leaves out what has no code or is not included", async () => {
    const to = (type: string, id: string) => ({ data: { type, id } });
    const document = {
      data: [
        {
          id: "p1",
          type: "invoiceCurrencyPairs",
          attributes: { direction: "sell", enabled: false },
          relationships: { billedCurrency: to("currencies", "EUR"), chargedCurrency: to("currencies", "USDT") },
        },
        {
          id: "p2",
          type: "invoiceCurrencyPairs",
          attributes: {},
          relationships: { billedCurrency: to("currencies", "EUR"), chargedCurrency: to("currencies", "BTC") },
        },
      ],
      included: [
        {
          id: "USDT",
          type: "currencies",
          relationships: {
            networks: {
              data: [
                { type: "networks", id: "n1" },
                { type: "network", id: "n2" },
                { type: "network", id: "gone" },
              ],
            },
          },
        },
        { id: "n1", type: "network", attributes: { code: "ttrx:usdt", name: "Tron (TRC20)", currencyCode: "USDT" } },
        { id: "n2", type: "network", attributes: { name: "no code" } },
      ],
    };
    const expected = [
      {
        id: "p1",
        direction: "sell",
        enabled: false,
        billedCurrency: "EUR",
        chargedCurrency: "USDT",
        networks: [{ code: "ttrx:usdt", name: "Tron (TRC20)", currencyCode: "USDT" }],
      },
      { id: "p2", direction: null, enabled: null, billedCurrency: "EUR", chargedCurrency: "BTC", networks: [] },
    ];
    expect(await answering(document).txn.listCurrencyPairs()).toEqual(expected);
    expect(txnCurrencyPairsSchema["~standard"].validate(document)).toEqual({ value: expected });
  });
});
