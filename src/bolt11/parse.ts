import { readPrefix } from "./amount.ts";
import { decodeBech32 } from "./bech32.ts";
import { readNumber, regroup, toHex } from "./bytes.ts";
import { readFields } from "./fields.ts";
import { report } from "./issues.ts";
import type { ParsedInvoice } from "./parsed.ts";
import { fault, findInvoice } from "./source.ts";
import type { DecodedInvoice, InvoiceIssue } from "./types.ts";

// BOLT 11, "Data Part", in words of five bits: 35 bits and 520 bits.
const timestampLength = 7;
const signatureLength = 104;

// Half the order of secp256k1, rounded down, as hex: above it an `s` is "high" (BIP 62).
const halfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";

/**
 * Reads an invoice without checking its signature: `payee` is `null`, and nothing shows that the invoice is genuine.
 * Importing this alone leaves the curve out of a bundle.
 *
 * @param input The invoice, also behind `lightning:` or in a `bitcoin:?lightning=` URI (BIP 21).
 * @throws {InvoiceDecodeError} If it cannot be read.
 *
 * @example
 * parseInvoice("lnbc2500u1...").amountMsat; // 250000000n
 */
export function parseInvoice(input: string): DecodedInvoice {
  return readInvoice(input).invoice;
}

/** {@link parseInvoice}, with what `decodeInvoice` goes on with. */
export function readInvoice(input: unknown): ParsedInvoice {
  const source = findInvoice(input);
  const { prefix, words } = decodeBech32(source);
  const issues: InvoiceIssue[] = [];
  const { chain, amountMsat } = readPrefix(prefix, source, issues);
  const dataStart = prefix.length + 1;
  const signedLength = words.length - signatureLength;
  if (signedLength < timestampLength) {
    throw fault(source, "truncated", "Too short for an invoice. Part of it is missing.", dataStart + words.length);
  }
  const signedWords = words.subarray(0, signedLength);
  // 103 words are 64 bytes and three bits: with the last word these are the recovery id.
  const signature = new Uint8Array(64);
  const recoveryId = regroup(words.subarray(signedLength, -1), signature, 0) | (words.at(-1) as number);
  const invoice: DecodedInvoice = {
    paymentRequest: source.text.toLowerCase(),
    network: chain.network,
    prefix,
    amountMsat,
    timestamp: readNumber(words.subarray(0, timestampLength), 32),
    expiry: 3600,
    expiresAt: null,
    paymentHash: null,
    paymentSecret: null,
    description: null,
    descriptionHash: null,
    payee: null,
    minFinalCltvExpiry: 18,
    fallbackAddresses: [],
    routeHints: [],
    featureBits: [],
    metadata: null,
    signature: toHex(signature),
    recoveryId,
    issues,
  };
  const parsed: ParsedInvoice = { invoice, namedPayee: null, signature, signedWords, source };
  readFields(signedWords.subarray(timestampLength), dataStart + timestampLength, parsed, chain, issues);
  if (parsed.namedPayee !== null && invoice.signature.slice(64) > halfOrder) report(issues, "high_s_with_n");
  invoice.expiresAt = dateAt(invoice.timestamp + invoice.expiry);
  return parsed;
}

function dateAt(seconds: number): Date | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}
