import type { DecodedInvoice, InvoiceIssue } from "../bolt11/types.ts";
import { satText } from "./sat.ts";

/**
 * What a person should know before an invoice is paid, in sentences, the weightiest first.
 *
 * @param expired whether it can no longer be paid
 * @example
 * remarksOn(decodeInvoice("lntb1..."), true); // ["It expired on 2018-12-31T16:54:47.000Z.", "It is for testnet, ...", ...]
 */
export function remarksOn(decoded: DecodedInvoice, expired: boolean): string[] {
  const { amountMsat, cleaned, expiresAt, fallbackAddresses, issues, network, unknownFields, uri } = decoded;
  const remarks: string[] = [];
  if (expired) remarks.push(`It expired on ${expiresAt?.toISOString()}.`);
  if (network !== "mainnet") remarks.push(`It is for ${network}, where coins have no value.`);
  if (amountMsat === null) remarks.push("It names no amount: the payer chooses.");
  else if (amountMsat % 1000n !== 0n)
    remarks.push(`It is over ${satText(amountMsat)} sat, not a whole number of them.`);
  remarks.push(...issues.map(issueInWords));
  if (unknownFields.length > 0) {
    const tags = [...new Set(unknownFields.map(({ tag }) => tag))].join(", ");
    remarks.push(`It has fields that are not known here (${tags}); they may name nodes that are not listed.`);
  }
  if (fallbackAddresses.length > 0)
    remarks.push(`It can be paid on-chain instead, to ${fallbackAddresses.join(" or ")}.`);
  if (uri !== null && uri.address !== null) remarks.push(`The URI around it can be paid on-chain, to ${uri.address}.`);
  if (cleaned) remarks.push("Blanks, line breaks, invisible characters or slashes were taken out before it was read.");
  return remarks;
}

const fields: Record<string, string> = {
  p: "payment hash",
  s: "payment secret",
  d: "description",
  n: "payee's key",
  h: "description hash",
  x: "expiry",
  c: "final CLTV expiry",
  m: "metadata",
  "9": "feature field",
};

const words: Record<Exclude<InvoiceIssue, `${"duplicate" | "wrong_length" | "non_minimal"}_${string}`>, string> = {
  missing_p: "It has no payment hash, so it cannot be paid.",
  missing_s: "It has no payment secret, which today's nodes demand.",
  missing_d_h: "It has neither a description nor the hash of one.",
  both_d_h: "It has both a description and the hash of one.",
  unknown_required_feature: "It demands a feature that is not known: a wallet must refuse it.",
  missing_feature_dependency: "It has a feature without another that this one needs: a wallet must refuse it.",
  description_not_utf8: "Its description is not valid text; what cannot be read shows as \ufffd.",
  amount_zero: "Its amount is zero.",
  amount_leading_zero: "Its amount is written with a leading zero.",
  nonzero_padding: "Spare bits that must be zero are not.",
  invalid_fallback: "An on-chain fallback address cannot be read.",
  empty_f: "An on-chain fallback address is empty.",
  bad_route_hint: "A route hint cannot be read.",
  invalid_route_hint_key: "A route hint names a node by what cannot be a key.",
  large_min_final_cltv: "Its final CLTV expiry is beyond every block height: no node can accept it.",
  high_s_with_n: "Its signature is not in the form that the named payee's key demands.",
  amount_contradicts_uri: "The URI around it asks for another amount than the invoice does.",
};

function issueInWords(issue: InvoiceIssue): string {
  const field = fields[issue.slice(issue.lastIndexOf("_") + 1)];
  if (issue.startsWith("duplicate_")) return `Its ${field} is given more than once; the first one counts.`;
  if (issue.startsWith("wrong_length_")) return `Its ${field} has the wrong length and is left out.`;
  if (issue.startsWith("non_minimal_")) return `Its ${field} is not written in its shortest form.`;
  return words[issue as keyof typeof words];
}
