import bolt11 from "bolt11";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice } from "../../src/bolt11/index.ts";
import { encode, hash, payee, proper, secretKey, sign, words } from "./encode.ts";
import { failure } from "./failure.ts";
import { recover } from "./native.ts";
import vectors from "./spec-vectors.json" with { type: "json" };

// The `bolt11` package writes each invoice, then it and the decoder read it. Both must see what was written.

const networks = {
  mainnet: { bech32: "bc", pubKeyHash: 0x00, scriptHash: 0x05, validWitnessVersions: [0, 1] },
  testnet: { bech32: "tb", pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  regtest: { bech32: "bcrt", pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  simnet: { bech32: "sb", pubKeyHash: 0x3f, scriptHash: 0x7b, validWitnessVersions: [0, 1] },
};

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array).toString("hex"));
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const hop = fc.record({
  pubkey: fc.constant(payee), // `bolt11` reads only points of the curve
  short_channel_id: bytes(8),
  fee_base_msat: uint32,
  fee_proportional_millionths: uint32,
  cltv_expiry_delta: fc.integer({ min: 0, max: 0xffff }),
});
const fallback = fc.oneof(
  fc.record({ code: fc.constantFrom(0, 17, 18), addressHash: bytes(20) }),
  fc.record({ code: fc.constantFrom(0, 1), addressHash: bytes(32) }),
);
const draft = fc.record({
  network: fc.constantFrom(...(Object.keys(networks) as (keyof typeof networks)[])),
  amountMsat: fc.option(fc.bigInt({ min: 1n, max: 2_100_000_000_000_000_000n })),
  timestamp: fc.integer({ min: 1, max: 2 ** 35 - 1 }),
  paymentHash: bytes(32),
  paymentSecret: bytes(32),
  description: fc.option(fc.string({ unit: "grapheme", maxLength: 40 })),
  descriptionHash: bytes(32),
  expiry: fc.option(fc.integer({ min: 1, max: 2 ** 31 })),
  minFinalCltvExpiry: fc.option(fc.integer({ min: 1, max: 2 ** 31 })),
  fallbacks: fc.array(fallback, { maxLength: 2 }),
  routeHints: fc.array(fc.array(hop, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
  named: fc.boolean(),
  mpp: fc.boolean(),
});
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

test("what bolt11 writes, both read alike", () => {
  fc.assert(
    fc.property(draft, (written) => {
      const invoice = write(written);
      const theirs = bolt11.decode(invoice, networks[written.network]);
      const ours = decodeInvoice(invoice, { recover });
      expect(ours).toMatchObject({
        paymentRequest: invoice,
        network: written.network,
        amountMsat: written.amountMsat,
        timestamp: written.timestamp,
        expiry: written.expiry ?? 3600,
        minFinalCltvExpiry: written.minFinalCltvExpiry ?? 18,
        paymentHash: written.paymentHash,
        paymentSecret: written.paymentSecret,
        description: written.description,
        descriptionHash: written.description === null ? written.descriptionHash : null,
        featureBits: written.mpp ? [8, 14, 17] : [8, 14],
        payee,
        issues: [],
      });
      expect(asTheirs(ours)).toEqual({
        prefix: theirs.prefix,
        millisatoshis: theirs.millisatoshis,
        timestamp: theirs.timestamp,
        payeeNodeKey: theirs.payeeNodeKey,
        signature: theirs.signature,
        recoveryFlag: theirs.recoveryFlag,
        fallbacks: theirs.tags.filter((tag) => tag.tagName === "fallback_address").map((tag) => address(tag.data)),
        routes: theirs.tags.filter((tag) => tag.tagName === "routing_info").map((tag) => tag.data),
      });
    }),
    { numRuns: 150 },
  );
});

describe("known divergences of bolt11 1.4.1, by cause", () => {
  test("it knows no signet", () => {
    const invoice = encode({ prefix: "lntbs20m" });
    expect(() => bolt11.decode(invoice)).toThrow("Unknown coin bech32 prefix");
    expect(decodeInvoice(invoice)).toMatchObject({ network: "signet", payee });
  });

  test("it takes the end of the fields for a signature where that is missing, and makes up a payee", () => {
    const looksRight = words(sign(new Uint8Array(32)));
    const invoice = encode({ fields: [...proper, ["m", looksRight]], signature: () => new Uint8Array() });
    expect(bolt11.decode(invoice).payeeNodeKey).toMatch(/^0[23]/);
    expect(failure(() => decodeInvoice(invoice)).code).toBe("truncated");
  });

  test("it reads p, s and h of a wrong length as if they were right", () => {
    for (const [tag, name] of [
      ["p", "payment_hash"],
      ["s", "payment_secret"],
      ["h", "purpose_commit_hash"],
    ] as const) {
      const invoice = encode({ fields: [[tag, words(hash).slice(0, 40)]] });
      expect(bolt11.decode(invoice).tagsObject[name]).toHaveLength(50);
      expect(decodeInvoice(invoice).issues).toContain(`wrong_length_${tag}`);
    }
  });

  test("it knows no metadata", () => {
    const invoice = encode({ fields: [...proper, ["m", words("01fafaf0")]] });
    expect(bolt11.decode(invoice).tags.at(-1)).toMatchObject({ tagName: "unknownTag", data: { tagCode: 27 } });
    expect(decodeInvoice(invoice).metadata).toBe("01fafaf0");
  });

  test("it refuses a valid example of the specification, for an n of wrong length", () => {
    const { invoice, expected } = vectors.vectors.find(({ id }) => id === "spec-13") ?? vectors.vectors[0]!;
    expect(() => bolt11.decode(invoice)).toThrow("does not match");
    expect(decodeInvoice(invoice).payee).toBe(expected?.payee);
  });

  test("it refuses a high s beside a named payee, which is readable", () => {
    const { invoice, expected } = vectors.vectors.find(({ id }) => id === "spec-25") ?? vectors.vectors[0]!;
    expect(() => bolt11.decode(invoice)).toThrow("does not match");
    expect(decodeInvoice(invoice)).toMatchObject({ payee: expected?.payee, issues: ["duplicate_s", "high_s_with_n"] });
  });
});

function write(written: Draft): string {
  const tags = [
    { tagName: "payment_hash", data: written.paymentHash },
    { tagName: "payment_secret", data: written.paymentSecret },
    written.description === null
      ? { tagName: "purpose_commit_hash", data: written.descriptionHash }
      : { tagName: "description", data: written.description },
    ...optional("expire_time", written.expiry),
    ...optional("min_final_cltv_expiry", written.minFinalCltvExpiry),
    ...optional("payee_node_key", written.named ? payee : null),
    ...written.fallbacks.map((data) => ({ tagName: "fallback_address", data })),
    ...written.routeHints.map((data) => ({ tagName: "routing_info", data })),
    {
      tagName: "feature_bits",
      data: {
        word_length: written.mpp ? 4 : 3,
        var_onion_optin: { required: true },
        payment_secret: { required: true },
        basic_mpp: { supported: written.mpp },
      },
    },
  ];
  const unsigned = bolt11.encode(
    {
      network: networks[written.network],
      timestamp: written.timestamp,
      ...(written.amountMsat === null ? {} : { millisatoshis: String(written.amountMsat) }),
      tags: tags as never,
    },
    false,
  );
  return bolt11.sign(unsigned, Buffer.from(secretKey)).paymentRequest as string;
}

function optional<T>(tagName: string, data: T | null): { tagName: string; data: T }[] {
  return data === null ? [] : [{ tagName, data }];
}

function address(data: unknown): string {
  return (data as { address: string }).address;
}

function asTheirs(ours: DecodedInvoice) {
  return {
    prefix: ours.prefix,
    millisatoshis: ours.amountMsat === null ? null : String(ours.amountMsat),
    timestamp: ours.timestamp,
    payeeNodeKey: ours.payee,
    signature: ours.signature,
    recoveryFlag: ours.recoveryId,
    fallbacks: ours.fallbackAddresses,
    routes: ours.routeHints.map((hops) =>
      hops.map((hop) => ({
        pubkey: hop.pubkey,
        short_channel_id: hop.shortChannelId,
        fee_base_msat: hop.feeBaseMsat,
        fee_proportional_millionths: hop.feeProportionalMillionths,
        cltv_expiry_delta: hop.cltvExpiryDelta,
      })),
    ),
  };
}
