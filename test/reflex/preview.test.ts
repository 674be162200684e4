import { createReflexClient } from "unvoice/reflex";
import { describe, expect, test } from "vitest";
import { findMismatches } from "../../src/reflex/push/compare.ts";
import { type Draft, d, encode, hash, numberWords, p, payee, s, words } from "../bolt11/encode.ts";

const reflex = createReflexClient();
const preview = (payment_request: string) => reflex.previewInvoice({ payment_request });

describe("a preview of an unusual invoice", () => {
  test("that leaves the amount to the payer", () => {
    expect(preview(encode({})).invoice).toMatchObject({ amount_msats: null, amount_sats: null, destination: payee });
  });

  test("of a part of a satoshi", () => {
    expect(preview(encode({ prefix: "lnbc15n" })).invoice).toMatchObject({ amount_msats: 1500n, amount_sats: "1.5" });
  });

  test("without a payment hash", () => {
    const { invoice, decoded } = preview(encode({ fields: [s, d] }));
    expect(invoice.payment_hash).toBeNull();
    expect(decoded.issues).toContain("missing_p");
  });

  test("that never ends, as far as a Date can tell", () => {
    const { invoice, expired } = preview(encode({ fields: [p, s, d, ["x", numberWords(2 ** 50, 10)]] }));
    expect(invoice.invoice_expiry_at).toBeNull();
    expect(expired).toBe(false);
  });

  test("with a description and tags of one's own", () => {
    const tags = [{ key: "user-id", string_value: "7" }];
    const { invoice } = reflex.previewInvoice({ payment_request: encode({}), description: "mine", tags });
    expect(invoice.description).toBe("mine");
    expect(invoice.tags).toEqual([{ key: "user-id", string_value: "7", number_value: null, boolean_value: null }]);
  });
});

describe("the nodes that Reflex would check", () => {
  const other = "02e89ca9e8da72b33d896bae51d20e7e6675aa971f7557500b6591b15429e717f1";
  const offTheCurve = `03${"00".repeat(31)}05`;
  const noKey = "00".repeat(33);
  // The key, the channel, two fees, the delta: 51 bytes (BOLT 11, field `r`).
  const r = (...keys: string[]) =>
    ["r", words(keys.map((key) => `${key}010203040506070800000001000000140003`).join(""))] as const;

  test("the payee, then each node of the route hints once, each with whether it can be one", () => {
    const request = encode({ fields: [p, s, d, r(other, noKey), r(offTheCurve, other), r(payee, other)] });
    const { invoice, nodes, decoded } = preview(request);
    expect(nodes).toEqual([
      { pubkey: payee, where: "payee", valid: true },
      { pubkey: other, where: "route_hint", valid: true },
      { pubkey: noKey, where: "route_hint", valid: false },
      { pubkey: offTheCurve, where: "route_hint", valid: false },
    ]);
    expect(invoice.routing_info.map(({ pubkey }) => pubkey)).toEqual([other, noKey, offTheCurve, payee]);
    expect(decoded.routeHints.flat()).toHaveLength(6);
  });

  test("without route hints, the payee alone", () => {
    expect(preview(encode({})).nodes).toEqual([{ pubkey: payee, where: "payee", valid: true }]);
  });
});

describe("remarks", () => {
  const inTime = Math.floor(Date.now() / 1000);
  const remarksOn = (draft: Draft, write = (request: string) => request) =>
    preview(write(encode({ timestamp: inTime, prefix: "lnbc20u", ...draft }))).remarks;

  test("none on an invoice of which there is nothing to say", () => {
    expect(remarksOn({})).toEqual([]);
  });

  test("it is no longer to be paid, and no money", () => {
    const { remarks, network, expired } = preview(encode({ prefix: "lntbs20u" }));
    expect({ network, expired }).toEqual({ network: "signet", expired: true });
    expect(remarks).toEqual([
      "It expired on 2017-06-01T11:57:38.000Z.",
      "It is for signet, where coins have no value.",
    ]);
  });

  test.each(["lntb", "lnbcrt", "lnsb"])("%s is no money either", (prefix) => {
    expect(remarksOn({ prefix: `${prefix}20u` })).toEqual([expect.stringMatching(/^It is for \w+, where coins/)]);
  });

  test("the amount", () => {
    expect(remarksOn({ prefix: "lnbc" })).toEqual(["It names no amount: the payer chooses."]);
    expect(remarksOn({ prefix: "lnbc15n" })).toEqual(["It is over 1.5 sat, not a whole number of them."]);
    expect(remarksOn({ prefix: "lnbc10p" })).toEqual(["It is over 0.001 sat, not a whole number of them."]);
  });

  test("an address on the chain, in the invoice and beside it", () => {
    const fallback = ["f", [17, ...words("00".repeat(20))]] as const;
    const address = "1111111111111111111114oLvT2";
    const remarks = remarksOn({ fields: [p, s, d, fallback] }, (request) => `bitcoin:${address}?lightning=${request}`);
    expect(remarks).toEqual([
      `It can be paid on-chain instead, to ${address}.`,
      `The URI around it can be paid on-chain, to ${address}.`,
    ]);
  });

  test("another amount beside it", () => {
    expect(remarksOn({}, (request) => `lightning:${request}?amount=0.5`)).toEqual([
      "The URI around it asks for another amount than the invoice does.",
    ]);
  });

  test("what is not known, and what was taken out", () => {
    expect(remarksOn({ fields: [p, s, d, ["5", []], ["5", []], ["t", []]] }, (request) => ` ${request}`)).toEqual([
      "It has fields that are not known here (5, t); they may name nodes that are not listed.",
      "Blanks, line breaks, invisible characters or slashes were taken out before it was read.",
    ]);
  });

  test("every broken rule in words", () => {
    const remarks = remarksOn({
      prefix: "lnbc020u",
      fields: [
        ["h", [1]],
        ["h", words(hash)],
        d,
        d,
        ["x", [0, 28, 28]],
        ["9", [0, ...numberWords(2n ** 100n)]],
        ["c", numberWords(2 ** 33)],
      ],
    });
    expect(remarks).toEqual([
      "Its amount is written with a leading zero.",
      "Its description hash has the wrong length and is left out.",
      "Its description is given more than once; the first one counts.",
      "Its expiry is not written in its shortest form.",
      "Its feature field is not written in its shortest form.",
      "It demands a feature that is not known: a wallet must refuse it.",
      "Its final CLTV expiry is beyond every block height: no node can accept it.",
      "It has no payment hash, so it cannot be paid.",
      "It has no payment secret, which today's nodes demand.",
      "It has both a description and the hash of one.",
    ]);
  });
});

describe("what the server does not say, or the invoice does not, is no mismatch", () => {
  const { decoded } = preview(encode({ prefix: "lnbc15n" }));
  const payment_request = decoded.paymentRequest;
  const answer = {
    payment_hash: hash,
    destination: payee,
    amount_msats: 1500n,
    payment_request,
  } as never as Parameters<typeof findMismatches>[1];

  test("the same", () => {
    expect(findMismatches(decoded, answer)).toEqual([]);
    expect(findMismatches(decoded, { ...answer, destination: payee.toUpperCase() })).toEqual([]);
  });

  test("no destination in the answer, no hash in the invoice", () => {
    expect(findMismatches(decoded, { ...answer, destination: null })).toEqual([]);
    expect(findMismatches({ ...decoded, paymentHash: null }, { ...answer, payment_hash: "ff" })).toEqual([]);
  });

  test("an amount that is left to the payer, as null or as 0", () => {
    const open = { ...decoded, amountMsat: null };
    expect(findMismatches(open, { ...answer, amount_msats: null })).toEqual([]);
    expect(findMismatches(open, { ...answer, amount_msats: 0n })).toEqual([]);
  });

  test("but an amount on one side alone is one", () => {
    expect(findMismatches(decoded, { ...answer, amount_msats: null })).toMatchObject([
      { field: "amount_msats", local: "1500", remote: null },
    ]);
    expect(findMismatches({ ...decoded, amountMsat: null }, answer)).toMatchObject([
      { field: "amount_msats", local: null, remote: "1500" },
    ]);
  });
});
