import { createECDH } from "node:crypto";
import { decode, encode, sign } from "bolt11";

/** What an invoice needs to be encoded; `amountMsat` null leaves the amount to the payer. */
export interface InvoicePlan {
  network: keyof typeof networks;
  amountMsat: bigint | null;
  /** Seconds since 1970. */
  timestamp: number;
  /** Seconds; null leaves the field out, and BOLT 11's 3600 apply. */
  expiry: number | null;
  paymentHash: string;
  paymentSecret: string;
  description: string;
  routes: RouteHint[][];
}

/** One hop of a route hint, under the names of the `bolt11` package. */
export interface RouteHint {
  pubkey: string;
  short_channel_id: string;
  fee_base_msat: number;
  fee_proportional_millionths: number;
  cltv_expiry_delta: number;
}

/** What the API reads out of an invoice. */
export interface ReadInvoice {
  amountMsat: bigint | null;
  createdAtMs: number;
  expiresAtMs: number;
  paymentHash: string;
  description: string | null;
  destination: string;
  /** The nodes of every hop of every route hint, in order. */
  routeNodes: string[];
}

/** The networks the `bolt11` package knows; signet is not among them. */
const networks = {
  mainnet: { bech32: "bc", pubKeyHash: 0x00, scriptHash: 0x05, validWitnessVersions: [0, 1] },
  testnet: { bech32: "tb", pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  regtest: { bech32: "bcrt", pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] },
  simnet: { bech32: "sb", pubKeyHash: 0x3f, scriptHash: 0x7b, validWitnessVersions: [0, 1] },
};

// A limit of the sandbox's own: the package's time grows with the square of the number of fields.
const MAX_INVOICE_LENGTH = 16_384;

/** Encodes and signs an invoice. The same plan and key give the same text (RFC 6979 signatures). */
export function encodeInvoice(plan: InvoicePlan, privateKey: string): string {
  const unsigned = encode(
    {
      network: networks[plan.network],
      ...(plan.amountMsat === null ? {} : { millisatoshis: plan.amountMsat.toString() }),
      timestamp: plan.timestamp,
      tags: [
        { tagName: "payment_hash", data: plan.paymentHash },
        { tagName: "payment_secret", data: plan.paymentSecret },
        { tagName: "description", data: plan.description },
        ...(plan.expiry === null ? [] : [{ tagName: "expire_time", data: plan.expiry }]),
        { tagName: "min_final_cltv_expiry", data: 18 },
        ...plan.routes.map((route) => ({ tagName: "routing_info", data: route })),
        { tagName: "feature_bits", data: featureBits },
      ],
    },
    false,
  );
  return sign(unsigned, privateKey).paymentRequest ?? "";
}

const featureBits = {
  word_length: 4,
  var_onion_optin: { required: false, supported: true },
  payment_secret: { required: true, supported: false },
  basic_mpp: { required: false, supported: true },
};

/** The compressed public key of a private key, both in hex. Remembered: a test suite makes the same world many times over. */
export function publicKeyOf(privateKey: string): string {
  let publicKey = publicKeys.get(privateKey);
  if (publicKey === undefined) {
    publicKey = derivePublicKey(privateKey);
    if (publicKeys.size >= MAX_REMEMBERED_KEYS) publicKeys.clear();
    publicKeys.set(privateKey, publicKey);
  }
  return publicKey;
}

const publicKeys = new Map<string, string>();
const MAX_REMEMBERED_KEYS = 10_000;

function derivePublicKey(privateKey: string): string {
  try {
    const pair = createECDH("secp256k1");
    pair.setPrivateKey(privateKey, "hex");
    return pair.getPublicKey("hex", "compressed");
  } catch {
    // Bun has no such curve. The package names the signer of an invoice: slower by 4 ms, the same key.
    const tags = [
      { tagName: "payment_hash", data: "00".repeat(32) },
      { tagName: "description", data: "" },
    ];
    return sign(encode({ timestamp: 1, tags }, false), privateKey).payeeNodeKey ?? "";
  }
}

/**
 * Reads an invoice with the `bolt11` package.
 *
 * @throws Error of any kind when the package cannot read it, or when it has no payment hash.
 */
export function readInvoice(paymentRequest: string): ReadInvoice {
  if (paymentRequest.length > MAX_INVOICE_LENGTH) throw new Error("invoice too long");
  const decoded = decode(paymentRequest);
  const { timestamp, payeeNodeKey, millisatoshis } = decoded;
  // The first field of a kind counts (BOLT 11), the package's own `tagsObject` keeps the last; it also accepts any length.
  const first = (tagName: string) => decoded.tags.find((tag) => tag.tagName === tagName)?.data;
  const paymentHash = decoded.tags.find(
    (tag) => tag.tagName === "payment_hash" && String(tag.data).length === 64,
  )?.data;
  if (timestamp === undefined || payeeNodeKey === undefined || typeof paymentHash !== "string") {
    throw new Error("a mandatory field is missing");
  }
  const description = first("description");
  const expiry = first("expire_time");
  return {
    amountMsat: millisatoshis ? BigInt(millisatoshis) : null,
    createdAtMs: timestamp * 1000,
    expiresAtMs: (timestamp + (typeof expiry === "number" ? expiry : 3600)) * 1000,
    paymentHash,
    description: typeof description === "string" ? description : null,
    destination: payeeNodeKey,
    routeNodes: decoded.tags.flatMap(({ tagName, data }) => (tagName === "routing_info" ? hopKeys(data) : [])),
  };
}

function hopKeys(data: unknown): string[] {
  // A field of odd length leaves the package a cut-off last hop.
  return (data as RouteHint[]).map((hop) => hop.pubkey).filter((pubkey) => pubkey.length === 66);
}
