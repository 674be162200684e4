import { readPrefix } from "./amount.ts";
import { decodeBech32 } from "./bech32.ts";
import { readNumber, regroup, toHex } from "./bytes.ts";
import { contradicts } from "./contradiction.ts";
import type { InvoiceDecodeErrorCode } from "./error.ts";
import { readFields } from "./fields.ts";
import { findInvoice } from "./find.ts";
import { report } from "./issues.ts";
import type { ParsedInvoice } from "./parsed.ts";
import { fault, type Source } from "./source.ts";
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
 * @param input The invoice, also behind `lightning:` or as `lightning=` in a `bitcoin:` URI (BIP 321) or a link.
 * @throws {InvoiceDecodeError} If it cannot be read.
 * @see docs/bolt11.md
 *
 * @example
 * parseInvoice("lnbc2500u1...").amountMsat; // 250000000n
 */
export function parseInvoice(input: string): DecodedInvoice {
  return readInvoice(input).invoice;
}

/** {@link parseInvoice}, with what `decodeInvoice` goes on with. */
export function readInvoice(input: unknown): ParsedInvoice {
  const { sources, uri, amounts, cleaned } = findInvoice(input);
  const parsed = readOneOf(sources);
  const { invoice, source } = parsed;
  invoice.uri = uri;
  invoice.cleaned = cleaned || source.text !== source.given;
  if (contradicts(amounts, invoice.amountMsat)) report(invoice.issues, "amount_contradicts_uri");
  return parsed;
}

/** BIP 321: what cannot be read is skipped. Between two that differ nobody can choose. */
function readOneOf(sources: readonly Source[]): ParsedInvoice {
  let chosen: ParsedInvoice | undefined;
  let failure: unknown;
  for (const source of sources) {
    try {
      const parsed = readSource(source);
      chosen ??= parsed;
      if (parsed.invoice.paymentRequest === chosen.invoice.paymentRequest) continue;
    } catch (error) {
      failure ??= error;
      continue;
    }
    throw fault(source, "several_invoices", "Two invoices that differ. Ask which one is meant.", 0);
  }
  if (chosen === undefined) throw failure;
  // Anew where there was another: its words are written over.
  return sources.length > 1 ? readSource(chosen.source) : chosen;
}

function readSource(source: Source): ParsedInvoice {
  refuseOtherKinds(source);
  const { prefix, words } = decodeBech32(source);
  const issues: InvoiceIssue[] = [];
  const { chain, amountMsat } = readPrefix(prefix, source, issues);
  const dataStart = prefix.length + 1;
  const signedLength = words.length - signatureLength;
  if (signedLength < timestampLength) {
    throw fault(source, "truncated", "Part of the invoice is missing. Copy all of it.", dataStart + words.length);
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
    unknownFields: [],
    uri: null,
    cleaned: false,
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

const bolt12 = /* @__PURE__ */ new Map<string, InvoiceDecodeErrorCode>([
  ["lno1", "bolt12_offer"],
  ["lni1", "bolt12_invoice"],
  ["lnr1", "bolt12_invoice_request"],
]);

/** By how it begins: what BOLT 12 defines has no checksum to hold it against. */
function refuseOtherKinds(source: Source): void {
  const text = source.text.slice(0, 5).toLowerCase();
  const code = bolt12.get(text.slice(0, 4));
  if (code)
    throw fault(source, code, `This is a BOLT 12 ${code.slice(7).replace("_", " ")}. Ask for a BOLT 11 invoice.`, 0);
  if (text === "lnurl") throw fault(source, "lnurl", "This is an LNURL. Ask for a BOLT 11 invoice.", 0);
  if (!text.startsWith("ln")) throw fault(source, "not_bolt11", "Not a BOLT 11 invoice: these begin with ln.", 0);
}
