import { describe, expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice, parseInvoice } from "../../src/bolt11/index.ts";
import { failure } from "./failure.ts";
import vectors from "./spec-vectors.json" with { type: "json" };

const reasons: Record<string, string> = {
  bech32_checksum: "bad_checksum",
  bech32_separator: "not_bolt11",
  bech32_case: "mixed_case",
  signature: "bad_signature",
  too_short: "truncated",
  amount: "bad_amount",
  amount_submsat: "bad_amount",
};

describe("the examples of BOLT 11", () => {
  for (const vector of vectors.vectors) {
    test(`${vector.id}: ${vector.name.slice(0, 80)}`, () => {
      if (vector.expected === null) {
        expect(failure(() => decodeInvoice(vector.invoice)).code).toBe(reasons[vector.reason as string]);
        return;
      }
      const decoded = decodeInvoice(vector.invoice);
      expect(asInVectors(decoded)).toEqual(vector.expected);
      expect(decoded.issues).toEqual(vector.issues);
      expect(decoded.paymentRequest).toBe(vector.invoice.toLowerCase());
      expect(decoded.expiresAt).toEqual(new Date((vector.expected.timestamp + vector.expected.expiry) * 1000));
      expect(parseInvoice(vector.invoice)).toEqual({ ...decoded, payee: null });
    });
  }

  test("all 26 are there", () => {
    expect(vectors.vectors).toHaveLength(26);
  });
});

test("the invoice in Reflex's documentation", () => {
  const invoice =
    "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";
  expect(decodeInvoice(invoice)).toMatchObject({
    network: "testnet",
    amountMsat: 100_000n,
    timestamp: 1_546_271_687,
    expiry: 3600,
    paymentHash: "c9dc7c0e988bcc2740aa64750b56829de53794e35e2a1cf7591ae7b671549a23",
    description: "suredbits demo invoice",
    payee: "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1",
    routeHints: [],
    issues: ["missing_s"],
  });
});

function asInVectors(invoice: DecodedInvoice) {
  return {
    network: invoice.network,
    amount_msat: invoice.amountMsat === null ? null : String(invoice.amountMsat),
    timestamp: invoice.timestamp,
    payment_hash: invoice.paymentHash,
    payment_secret: invoice.paymentSecret,
    description: invoice.description,
    description_hash: invoice.descriptionHash,
    expiry: invoice.expiry,
    min_final_cltv: invoice.minFinalCltvExpiry,
    payee: invoice.payee,
    fallbacks: invoice.fallbackAddresses,
    route_hints: invoice.routeHints.map((hops) =>
      hops.map((hop) => ({
        pubkey: hop.pubkey,
        short_channel_id: hop.shortChannelId,
        fee_base_msat: hop.feeBaseMsat,
        fee_proportional_millionths: hop.feeProportionalMillionths,
        cltv_expiry_delta: hop.cltvExpiryDelta,
      })),
    ),
    feature_bits: invoice.featureBits,
    metadata: invoice.metadata,
    signature: invoice.signature,
    recovery_id: invoice.recoveryId,
    prefix: invoice.prefix,
  };
}
