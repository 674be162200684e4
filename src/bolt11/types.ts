/** Which chain an invoice is for, by the prefix behind `ln`: `bc`, `tb`, `tbs`, `bcrt`, `sb`. */
export type Network = "mainnet" | "testnet" | "signet" | "regtest" | "simnet";

/** Everything a BOLT 11 invoice says. Keys, hashes and signatures are lower-case hex. */
export interface DecodedInvoice {
  /** The invoice itself: lower case, without what stood round it or inside. */
  paymentRequest: string;
  network: Network;
  /** The human-readable part as it stands, for example `lnbc2500u`. */
  prefix: string;
  /** Millisatoshi; `null` where the payer chooses. */
  amountMsat: bigint | null;
  /** When it was made, in seconds since 1970. */
  timestamp: number;
  /** How long it can be paid, in seconds from `timestamp`; 3600 where the invoice does not say. */
  expiry: number;
  /** `timestamp` plus `expiry`; `null` past what a `Date` can hold. */
  expiresAt: Date | null;
  /** `null` only with the issue `missing_p`. */
  paymentHash: string | null;
  paymentSecret: string | null;
  description: string | null;
  /** SHA-256 of a description given elsewhere. */
  descriptionHash: string | null;
  /**
   * The payee's compressed public key: the one the invoice names, held against the signature, or else the one recovered
   * from it. A recovered key proves nothing by itself: a changed invoice recovers another key. `null` where the
   * signature was skipped.
   */
  payee: string | null;
  /** In blocks; 18 where the invoice does not say. */
  minFinalCltvExpiry: number;
  /** On-chain addresses, the preferred one first. */
  fallbackAddresses: string[];
  /** One list of hops for each `r` field. */
  routeHints: RouteHop[][];
  /** The numbers of the set bits (BOLT 9), ascending. */
  featureBits: number[];
  metadata: string | null;
  /** `r` and `s`, 64 bytes. */
  signature: string;
  recoveryId: number;
  /** Fields with a tag that is not known here, as they came: the tag's letter, and the data, five bits each. */
  unknownFields: { tag: string; words: Uint8Array }[];
  /**
   * What stood beside the invoice in a URI or link; `null` where it stood alone. The parameters' names are lower case,
   * their values percent-decoded, the first of several alike, all but `lightning`. `amount` is bitcoin as decimal text.
   */
  uri: { address: string | null; amount: string | null; parameters: Record<string, string> } | null;
  /** Whether blanks, line breaks, invisible characters or the two slashes of `lightning://` were taken out. */
  cleaned: boolean;
  /** Rules that the invoice breaks without becoming unreadable, each once, in the order found. */
  issues: InvoiceIssue[];
}

/** One channel of a route hint, as BOLT 7's `channel_update` has it. */
export interface RouteHop {
  /** The node at the channel's start. */
  pubkey: string;
  /** 16 hex digits. */
  shortChannelId: string;
  feeBaseMsat: number;
  feeProportionalMillionths: number;
  cltvExpiryDelta: number;
}

/**
 * Public key recovery from a faster library, for example a native one.
 *
 * @param signature `r` and `s`, 64 bytes.
 * @param recoveryId 0 to 3.
 * @param hash The signed hash, 32 bytes.
 * @returns The compressed key, 33 bytes. To throw means that there is none.
 *
 * @example
 * import { ecdsaRecover } from "secp256k1";
 * const recover: RecoverPublicKey = (signature, recoveryId, hash) => ecdsaRecover(signature, recoveryId, hash, true);
 */
export type RecoverPublicKey = (signature: Uint8Array, recoveryId: number, hash: Uint8Array) => Uint8Array;

/** The tag letters of fields that may stand only once. */
type SingleField = "p" | "s" | "d" | "n" | "h" | "x" | "c" | "m" | "9";

/** A broken rule that leaves the invoice readable. */
export type InvoiceIssue =
  | "missing_p"
  | "missing_s"
  | "missing_d_h"
  | "both_d_h"
  | `duplicate_${SingleField}`
  | `wrong_length_${"p" | "s" | "h" | "n"}`
  | "unknown_required_feature"
  | "missing_feature_dependency"
  | "description_not_utf8"
  | "amount_zero"
  | "amount_leading_zero"
  | `non_minimal_${"x" | "c" | "9"}`
  | "nonzero_padding"
  | "invalid_fallback"
  | "empty_f"
  | "bad_route_hint"
  | "invalid_route_hint_key"
  | "large_min_final_cltv"
  | "high_s_with_n"
  | "amount_contradicts_uri";
