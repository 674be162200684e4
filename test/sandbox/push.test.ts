import { encode, sign } from "bolt11";
import { describe, expect, test } from "vitest";
import { decodeInvoice } from "../../src/bolt11/index.ts";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { documents, findMany, graphql } from "./harness.ts";

const example = documents.pushInvoiceVariables;

async function push(sandbox: Sandbox, variables: unknown = example) {
  const { body } = await graphql(sandbox, documents.pushInvoice, variables);
  return { pushed: body.data?.pushInvoice, errors: body.errors };
}

/** The documented example with other tags. */
function tagged(tags: unknown[]) {
  return { invoice: { ...example.invoice, tags } };
}

describe("pushInvoice", () => {
  test("reads the documented invoice: testnet, expired, without a payment secret", async () => {
    const { pushed } = await push(createSandbox());
    expect(pushed.invoice).toMatchObject({
      amount_msats: "100000",
      amount_sats: "100",
      description: "User withdrawal",
      destination: "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1",
      invoice_created_at: "2018-12-31T15:54:47.000Z",
      invoice_expiry_at: "2018-12-31T16:54:47.000Z",
      payment_hash: "c9dc7c0e988bcc2740aa64750b56829de53794e35e2a1cf7591ae7b671549a23",
      payment_request: example.invoice.payment_request,
      routing_info: [],
      tags: [
        { key: "product-id", number_value: 534271, string_value: null, boolean_value: null },
        {
          key: "user-id",
          number_value: null,
          string_value: "61274095-7828-45dd-98e8-2daabdb39386",
          boolean_value: null,
        },
        { key: "is-withdrawal", number_value: null, string_value: null, boolean_value: true },
      ],
    });
  });

  test("lists what it stored as the newest row, found by the real time", async () => {
    const sandbox = createSandbox();
    const from = new Date(Date.now() - 60_000).toISOString();
    const { pushed } = await push(sandbox);
    const { list } = await findMany(sandbox, { filter: { from } });
    expect(list).toEqual([pushed.invoice]);
    expect(sandbox.reflex.invoices.at(-1)).toEqual(pushed.invoice);
  });

  test("stores nothing with do_not_save", async () => {
    const sandbox = createSandbox();
    const { pushed } = await push(sandbox, { ...example, options: { invoice: { do_not_save: true } } });
    expect(pushed.invoice.payment_hash).toHaveLength(64);
    expect(sandbox.reflex.invoices).toHaveLength(200);
  });

  test("takes the invoice's own description where none is given", async () => {
    const { payment_request } = example.invoice;
    const { pushed } = await push(createSandbox(), { invoice: { payment_request } });
    expect(pushed.invoice).toMatchObject({ description: "suredbits demo invoice", tags: [] });
  });

  test("pushed again: the stored row, an error, or a second row, by guess", async () => {
    const kept = createSandbox();
    const first = await push(kept);
    const again = await push(kept, { invoice: { ...example.invoice, description: "changed" } });
    expect(again.pushed.invoice).toEqual(first.pushed.invoice);
    expect(kept.reflex.invoices).toHaveLength(201);

    const strict = createSandbox({ reflex: { guesses: { repeatedPush: "error" } } });
    await push(strict);
    expect((await push(strict)).errors[0]).toMatchObject({ extensions: { code: "INTERNAL_SERVER_ERROR" } });

    const loose = createSandbox({ reflex: { guesses: { repeatedPush: "create" } } });
    const ids = [(await push(loose)).pushed.invoice.id, (await push(loose)).pushed.invoice.id];
    expect(new Set(ids).size).toBe(2);
    expect(loose.reflex.invoices).toHaveLength(202);
  });

  test("fractions of a satoshi are written out, or dropped by guess", async () => {
    // 15 pico-bitcoin are 1500 msat; the bolt11 package signs it with any key.
    const unsigned = encode({
      millisatoshis: "1500",
      timestamp: 1,
      tags: [{ tagName: "payment_hash", data: "ab".repeat(32) }],
    });
    const { paymentRequest } = sign(unsigned, "01".repeat(32));
    const variables = { invoice: { payment_request: paymentRequest } };
    expect((await push(createSandbox(), variables)).pushed.invoice).toMatchObject({
      amount_msats: "1500",
      amount_sats: "1.5",
    });
    const floored = createSandbox({ reflex: { guesses: { fractionOfSatoshi: "floor" } } });
    expect((await push(floored, variables)).pushed.invoice).toMatchObject({ amount_msats: "1500", amount_sats: "1" });
  });

  test("knows a seeded invoice again", async () => {
    const sandbox = createSandbox();
    const seeded = sandbox.reflex.invoices[5];
    const { pushed } = await push(sandbox, { invoice: { payment_request: seeded?.payment_request } });
    expect(pushed.invoice.id).toBe(seeded?.id);
  });

  test.each([
    "not an invoice",
    "",
    "lnbc1",
    `${example.invoice.payment_request}q`,
    "lnbch1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrss",
    "ln".repeat(100_000),
  ])("refuses what is no invoice: %.20s", async (payment_request) => {
    const { pushed, errors } = await push(createSandbox(), { invoice: { payment_request } });
    expect(pushed).toBeUndefined();
    expect(errors[0]).toMatchObject({
      message: "Invalid payment request",
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    });
  });

  test("holds tags to the documented rules", async () => {
    const five = Array.from({ length: 5 }, () => ({ key: "a-b", string_value: "" }));
    expect((await push(createSandbox(), tagged(five))).errors).toBeUndefined();
    const refused = [
      tagged([...five, ...five]),
      ...["A", "a1", "a--b", "-a", "a-", "", "a\n"].map((key) => tagged([{ key, number_value: 1 }])),
      tagged([{ key: "a" }]),
      tagged([{ key: "a", string_value: "x", boolean_value: false }]),
    ];
    for (const variables of refused) {
      const { errors } = await push(createSandbox(), variables);
      expect(errors[0].extensions.code).toBe("BAD_REQUEST");
      expect(errors[0].extensions.originalError.message[0]).toMatch(/^tags/);
    }
  });
});

describe("checks", () => {
  /** Pushes seeded invoices without saving and gives their checks. */
  async function checked(count: number) {
    const sandbox = createSandbox();
    const pushes = sandbox.reflex.invoices.slice(0, count).map(async (invoice) => {
      const variables = {
        invoice: { payment_request: invoice.payment_request },
        options: { invoice: { do_not_save: true } },
      };
      return { invoice, destinations: (await push(sandbox, variables)).pushed.checks.destinations };
    });
    return Promise.all(pushes);
  }

  test("cover the destination and every node of the route hints", async () => {
    const answers = await checked(40);
    expect(answers.some(({ destinations }) => destinations.length > 1)).toBe(true);
    for (const { invoice, destinations } of answers) {
      const named = destinations.map((check: { pubkey: string; field_location: string }) => [
        check.field_location,
        check.pubkey,
      ]);
      const hops = invoice.routing_info.map(({ pubkey }) => ["ROUTING_INFO", pubkey]);
      expect(named).toEqual([["DESTINATION", invoice.destination], ...hops]);
    }
  });

  test("tell of channels, addresses and IPs of every kind, and their statistics add up", async () => {
    const destinations = (await checked(120)).flatMap((answer) => answer.destinations);
    const channels = destinations.flatMap(({ checks }) => checks.channels.list);
    const ips = destinations.flatMap(({ checks }) => checks.ips.list);
    expect(new Set(ips.map(({ ip_type }) => ip_type))).toEqual(new Set(["IPV4", "IPV6", "TOR"]));
    for (const flag of ["is_vpn", "is_tor", "is_hosting", "is_proxy"]) {
      expect(new Set(ips.map((ip) => ip[flag]))).toContain(true);
      expect(new Set(ips.map((ip) => ip[flag]))).toContain(false);
    }
    expect(ips.some(({ flags }) => flags.length > 0)).toBe(true);
    expect(channels.flatMap(({ addresses }) => addresses).some(({ flags }) => flags.length > 0)).toBe(true);
    for (const { checks } of destinations) {
      const { list, statistics } = checks.ips;
      const types = statistics.types.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0);
      expect(types).toBe(list.length);
    }
  });

  test("of a node that the sandbox does not know are empty", async () => {
    const { pushed } = await push(createSandbox());
    const [only, ...others] = pushed.checks.destinations;
    expect(others).toEqual([]);
    expect(only.checks).toMatchObject({
      channels: { list: [] },
      ips: { list: [], statistics: { country: [], types: [] } },
    });
  });
});

test("seeded invoices are real: what they say, signed by the node they name, of every network", () => {
  const { invoices } = createSandbox().reflex;
  const networks = new Set<string>();
  for (const invoice of invoices) {
    const decoded = decodeInvoice(invoice.payment_request);
    networks.add(decoded.network);
    expect(decoded.issues).toEqual([]);
    expect(decoded.payee).toBe(invoice.destination);
    expect(decoded.paymentHash).toBe(invoice.payment_hash);
    expect(decoded.amountMsat?.toString() ?? null).toBe(invoice.amount_msats);
    expect(new Date(decoded.timestamp * 1000).toISOString()).toBe(invoice.invoice_created_at);
    expect(decoded.expiresAt?.toISOString()).toBe(invoice.invoice_expiry_at);
  }
  expect(networks).toEqual(new Set(["mainnet", "testnet", "signet", "regtest", "simnet"]));
  expect(invoices.some(({ amount_msats }) => amount_msats === null)).toBe(true);
  expect(invoices.some(({ amount_msats }) => amount_msats !== null && !String(amount_msats).endsWith("000"))).toBe(
    true,
  );
  expect(invoices.some(({ routing_info }) => routing_info.length > 0)).toBe(true);
});
