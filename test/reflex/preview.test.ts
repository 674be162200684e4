import { createReflexClient } from "unvoice/reflex";
import { describe, expect, test } from "vitest";
import { findMismatches } from "../../src/reflex/preview.ts";
import { d, encode, hash, numberWords, p, payee, s, words } from "../bolt11/encode.ts";

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

  test("with route hints: a node for each hop", () => {
    // The key, the channel, two fees, the delta: 51 bytes (BOLT 11, field `r`).
    const hop = `${payee}${"0102030405060708"}${"00000001"}${"00000014"}${"0003"}`;
    const { invoice } = preview(encode({ fields: [p, s, d, ["r", words(hop + hop)]] }));
    expect(invoice.routing_info).toEqual([{ pubkey: payee }, { pubkey: payee }]);
  });

  test("with a description and tags of one's own", () => {
    const tags = [{ key: "user-id", string_value: "7" }];
    const { invoice } = reflex.previewInvoice({ payment_request: encode({}), description: "mine", tags });
    expect(invoice.description).toBe("mine");
    expect(invoice.tags).toEqual([{ key: "user-id", string_value: "7", number_value: null, boolean_value: null }]);
  });
});

describe("what the server does not say, or the invoice does not, is no mismatch", () => {
  const { decoded } = preview(encode({ prefix: "lnbc15n" }));
  const answer = { payment_hash: hash, destination: payee, amount_msats: 1500n } as never as Parameters<
    typeof findMismatches
  >[1];

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
    expect(findMismatches(decoded, { ...answer, amount_msats: null })).toEqual([
      { field: "amount_msats", local: "1500", remote: null },
    ]);
    expect(findMismatches({ ...decoded, amountMsat: null }, answer)).toEqual([
      { field: "amount_msats", local: null, remote: "1500" },
    ]);
  });
});
