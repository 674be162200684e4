import { readFileSync } from "node:fs";
import { encode, sign } from "bolt11";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeInvoice } from "../../src/bolt11/index.ts";
import { readInvoice } from "../../src/sandbox/bolt11/read.ts";
import { writeInvoice } from "../../src/sandbox/bolt11/write.ts";
import { createSandbox } from "../../src/sandbox/index.ts";
import * as draft from "../bolt11/encode.ts";
import { documents, graphql } from "./harness.ts";

// The sandbox reads and writes invoices by code of its own. The package's decoder is held against it, and the other way round.

/** What both readers give of a text; null where it is refused. */
function bySandbox(text: string) {
  try {
    const { amountMsat, createdAtMs, paymentHash, description, destination, routeNodes } = readInvoice(text);
    return { amountMsat, createdAtMs, paymentHash, description, destination, routeNodes };
  } catch {
    return null;
  }
}

function byDecoder(text: string) {
  try {
    const { amountMsat, timestamp, paymentHash, description, payee, routeHints } = decodeInvoice(text);
    const routeNodes = routeHints.flat().map(({ pubkey }) => pubkey);
    return {
      ...{ amountMsat, createdAtMs: timestamp * 1000, paymentHash: paymentHash ?? "", description },
      ...{ destination: payee, routeNodes },
    };
  } catch {
    return null;
  }
}

const vectors: { invoice: string; decodable: boolean }[] = Object.values(
  JSON.parse(readFileSync(new URL("../bolt11/spec-vectors.json", import.meta.url), "utf8")) as Record<string, never>,
).flat();

describe("reading", () => {
  test("the specification's examples: the decoder's verdict, and its fields", () => {
    const invoices = vectors.map(({ invoice }) => invoice).filter((invoice) => typeof invoice === "string");
    expect(invoices.length).toBeGreaterThan(20);
    expect(invoices.filter((invoice) => bySandbox(invoice) !== null).length).toBeGreaterThan(12);
    for (const invoice of invoices) expect(bySandbox(invoice), invoice).toEqual(byDecoder(invoice));
  });

  const named: draft.Field = ["n", draft.words(draft.payee)];
  const flipped = (signed: Uint8Array) => {
    const signature = draft.sign(signed);
    signature[64] = (signature[64] ?? 0) ^ 1;
    return signature;
  };
  const hop = `${draft.payee}${"00".repeat(18)}`;

  test.each<[string, string]>([
    ["signet", draft.encode({ prefix: "lntbs10u" })],
    ["simnet", draft.encode({ prefix: "lnsb1m" })],
    ["upper case", draft.encode({}).toUpperCase()],
    ["tags that nobody knows", draft.encode({ fields: [...draft.proper, ["z", [1, 2, 3]], ["q", []]] })],
    [
      "fields of a length to be ignored",
      draft.encode({ fields: [["p", [1]], ["n", [2]], ["h", [3]], ...draft.proper] }),
    ],
    ["a flipped recovery id beside n", draft.encode({ fields: [...draft.proper, named], signature: flipped })],
    ["a high s", draft.encode({ signature: (signed) => draft.highS(draft.sign(signed)) })],
    [
      "a high s beside n",
      draft.encode({ fields: [...draft.proper, named], signature: (signed) => draft.highS(draft.sign(signed)) }),
    ],
    ["no payment hash", draft.encode({ fields: [draft.s, draft.d] })],
    [
      "an expiry that no date can hold",
      draft.encode({ fields: [...draft.proper, ["x", draft.numberWords(2n ** 52n)]] }),
    ],
    ["a node twice in its hints", draft.encode({ fields: [...draft.proper, ["r", draft.words(hop + hop)]] })],
    ["a hint that is cut off", draft.encode({ fields: [...draft.proper, ["r", draft.words(`${hop}00`)]] })],
    ["a description that is no UTF-8", draft.encode({ fields: [draft.p, draft.s, ["d", draft.words("fffe41")]] })],
    ["in a URI", `lightning:${draft.encode({})}`],
    ["beside an address", `bitcoin:bc1qxyz?amount=0.1&lightning=${draft.encode({})}`],
    ["in a line that was wrapped", ` ${draft.encode({}).replace(/.{60}/g, "$&\r\n ")}\u200b`],
  ])("%s: taken, as the decoder takes it", async (_, text) => {
    expect(bySandbox(text)).not.toBeNull();
    expect(bySandbox(text)).toEqual(byDecoder(text));
    const { body } = await graphql(createSandbox(), documents.pushInvoice, { invoice: { payment_request: text } });
    expect(body.errors).toBeUndefined();
    expect(body.data.pushInvoice.invoice.payment_request).toBe(decodeInvoice(text).paymentRequest);
  });

  test.each<[string, string]>([
    ["another coin", draft.encode({ prefix: "lnbch" })],
    ["an amount of a tenth of a millisatoshi", draft.encode({ prefix: "lnbc1p" })],
    ["bech32m", draft.encode({ encoding: "bech32m" })],
    [
      "named and signed by two",
      draft.encode({ fields: [...draft.proper, named], secretKey: new Uint8Array(32).fill(7) }),
    ],
    ["a field that runs into the signature", draft.encode({ loose: [1, 31, 31] })],
    ["a recovery id that there is not", draft.encode({ signature: (signed) => draft.sign(signed).fill(4, 64) })],
    ["a signature of zeros", draft.encode({ signature: () => new Uint8Array(65) })],
  ])("%s: refused, as the decoder refuses it", (_, text) => {
    expect(bySandbox(text)).toBeNull();
    expect(byDecoder(text)).toBeNull();
  });

  test("no difference over random fields, and over random changes with the checksum made right again", () => {
    const letters = [..."qpzry9x8gf2tvdw0s3jn54khce6mua7l"];
    const anyField = fc.tuple(
      fc.constantFrom(...letters),
      fc.array(fc.nat(31), { maxLength: 60 }),
    ) as fc.Arbitrary<draft.Field>;
    const prefix = fc.constantFrom(
      "lnbc",
      "lntb20m",
      "lntbs",
      "lnbcrt5n",
      "lnsb10p",
      "lnbc01u",
      "lnbc0",
      "lnbcm",
      "lntbsx",
    );
    const changes = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...letters)), { maxLength: 2 });
    fc.assert(
      fc.property(prefix, fc.array(anyField, { maxLength: 4 }), changes, (start, extra, changed) => {
        const characters = [...draft.encode({ prefix: start, fields: [...draft.proper, ...extra] })];
        const from = characters.lastIndexOf("1") + 1;
        for (const [at, letter] of changed) characters[from + (at % (characters.length - from - 6))] = letter;
        const text = draft.repairChecksum(characters.join(""));
        expect(bySandbox(text)).toEqual(byDecoder(text));
      }),
      { numRuns: 150 },
    );
  });
});

test("writing gives what the bolt11 package writes, letter for letter", () => {
  const privateKey = "01".repeat(32);
  for (const [network, bech32] of [
    ["mainnet", "bc"],
    ["testnet", "tb"],
    ["regtest", "bcrt"],
    ["simnet", "sb"],
  ] as const) {
    for (const amountMsat of [null, 1n, 10n, 1500n, 100_000n, 2_500_000n, 100_000_000n, 300_000_000_000n]) {
      const plan = {
        ...{ network, amountMsat, timestamp: 1_496_314_658, expiry: amountMsat === null ? null : 604_800 },
        ...{ paymentHash: "ab".repeat(32), paymentSecret: "cd".repeat(32), description: "ナンセンス 1杯" },
        routes: [[hint(1), hint(2)], [hint(3)]],
      };
      const unsigned = encode(
        {
          network: { bech32, pubKeyHash: 0, scriptHash: 5, validWitnessVersions: [0] },
          ...(amountMsat !== null && { millisatoshis: String(amountMsat) }),
          timestamp: plan.timestamp,
          tags: [
            { tagName: "payment_hash", data: plan.paymentHash },
            { tagName: "payment_secret", data: plan.paymentSecret },
            { tagName: "description", data: plan.description },
            ...(plan.expiry === null ? [] : [{ tagName: "expire_time", data: plan.expiry }]),
            { tagName: "min_final_cltv_expiry", data: 18 },
            ...plan.routes.map((data) => ({ tagName: "routing_info", data })),
            { tagName: "feature_bits", data: features },
          ],
        },
        false,
      );
      expect(writeInvoice(plan, privateKey)).toBe(sign(unsigned, privateKey).paymentRequest);
    }
  }
});

const features = {
  word_length: 4,
  var_onion_optin: { required: false, supported: true },
  payment_secret: { required: true, supported: false },
  basic_mpp: { required: false, supported: true },
};

function hint(number: number) {
  return {
    pubkey: draft.payee,
    short_channel_id: `000000000000000${number}`,
    fee_base_msat: 1000 * number,
    fee_proportional_millionths: number,
    cltv_expiry_delta: 40 + number,
  };
}
