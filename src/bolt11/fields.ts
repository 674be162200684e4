import { alphabet } from "./bech32.ts";
import { readNumber, toBytes, toHex } from "./bytes.ts";
import { readFallback } from "./fallback.ts";
import { readFeatures } from "./features.ts";
import { report } from "./issues.ts";
import type { Chain } from "./networks.ts";
import type { ParsedInvoice } from "./parsed.ts";
import { readRouteHint } from "./route.ts";
import { fault } from "./source.ts";
import { readText } from "./text.ts";
import type { DecodedInvoice, InvoiceIssue } from "./types.ts";

// A reader skips these at any other length than 52, and `n` at any other than 53.
const hashTags = "psh";

// Fields that may stand only once. The writer's preferred one is the first.
const singleTags = "psdnhxcm9";

/**
 * Reads the tagged fields (BOLT 11, "Tagged Fields") into `parsed`, where the defaults stand already.
 *
 * @param words The data part between timestamp and signature.
 * @param index Where that begins in the invoice.
 */
export function readFields(
  words: Uint8Array,
  index: number,
  parsed: ParsedInvoice,
  chain: Chain,
  issues: InvoiceIssue[],
): void {
  let seen = 0; // a bit for each of the 32 types
  for (let at = 0, end = 0; at < words.length; at = end) {
    // `type`, five bits, and `data_length`, ten. Past the end of the words is NaN, and no `end` at all.
    end = at + 3 + (words[at + 1] as number) * 32 + (words[at + 2] as number);
    if (!(end <= words.length)) {
      const message = "Part of the invoice is missing. Copy all of it.";
      throw fault(parsed.source, "truncated", message, index + at);
    }
    const type = words[at] as number; // at < words.length
    const tag = alphabet.charAt(type);
    const data = words.subarray(at + 3, end);
    if (!hasExpectedLength(tag, data.length)) {
      report(issues, `wrong_length_${tag}` as InvoiceIssue);
    } else if ((seen >> type) & 1 && singleTags.includes(tag)) {
      report(issues, `duplicate_${tag}` as InvoiceIssue);
    } else {
      seen |= 1 << type;
      if (!readField(tag, data, parsed, chain, issues)) {
        throw fault(parsed.source, "bad_field", "A number in this field is too large to be meant.", index + at);
      }
    }
  }
  reportMissing(parsed.invoice, issues);
}

function hasExpectedLength(tag: string, length: number): boolean {
  if (tag === "n") return length === 53;
  return length === 52 || !hashTags.includes(tag);
}

/** False only for a number that cannot be represented. */
function readField(
  tag: string,
  data: Uint8Array,
  parsed: ParsedInvoice,
  chain: Chain,
  issues: InvoiceIssue[],
): boolean {
  const { invoice } = parsed;
  switch (tag) {
    case "p":
      invoice.paymentHash = toHex(toBytes(data, issues));
      break;
    case "s":
      invoice.paymentSecret = toHex(toBytes(data, issues));
      break;
    case "h":
      invoice.descriptionHash = toHex(toBytes(data, issues));
      break;
    case "n":
      parsed.namedPayee = toHex(toBytes(data, issues));
      break;
    case "m":
      invoice.metadata = toHex(toBytes(data, issues));
      break;
    case "d":
      invoice.description = readText(toBytes(data, issues), issues);
      break;
    case "x":
      if (data[0] === 0) report(issues, "non_minimal_x");
      invoice.expiry = readNumber(data, 32);
      return Number.isSafeInteger(invoice.expiry);
    case "c":
      if (data[0] === 0) report(issues, "non_minimal_c");
      invoice.minFinalCltvExpiry = readNumber(data, 32);
      // BOLT 2: an HTLC's expiry is a block height of 32 bits.
      if (invoice.minFinalCltvExpiry >= 2 ** 32) report(issues, "large_min_final_cltv");
      return Number.isSafeInteger(invoice.minFinalCltvExpiry);
    case "9":
      if (data[0] === 0) report(issues, "non_minimal_9");
      invoice.featureBits = readFeatures(data, issues);
      break;
    case "f":
      invoice.fallbackAddresses.push(...readFallback(data, chain, issues));
      break;
    case "r":
      invoice.routeHints.push(...readRouteHint(toBytes(data, issues), issues));
      break;
    default:
      // A copy: the words are gone with the next invoice.
      invoice.unknownFields.push({ tag, words: data.slice() });
  }
  return true;
}

// BOLT 11, "Tagged Fields", "Requirements": exactly one `p`, one `s`, and one of `d` and `h`.
function reportMissing(invoice: DecodedInvoice, issues: InvoiceIssue[]): void {
  if (invoice.paymentHash === null) report(issues, "missing_p");
  if (invoice.paymentSecret === null) report(issues, "missing_s");
  if (invoice.description === null && invoice.descriptionHash === null) report(issues, "missing_d_h");
  if (invoice.description !== null && invoice.descriptionHash !== null) report(issues, "both_d_h");
}
