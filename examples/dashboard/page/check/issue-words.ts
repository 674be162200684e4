import type { InvoiceIssue } from "unvoice/bolt11";

const FIELDS: Record<string, string> = {
  p: "payment hash",
  s: "payment secret",
  d: "description",
  n: "payee's key",
  h: "description hash",
  x: "expiry",
  c: "final CLTV expiry",
  m: "metadata",
  "9": "features",
};

const WORDS: Record<string, string> = {
  missing_p: "It has no payment hash, so it cannot be paid.",
  missing_s: "It has no payment secret, which today's nodes demand.",
  missing_d_h: "It has neither a description nor the hash of one.",
  both_d_h: "It has both a description and the hash of one.",
  unknown_required_feature: "It demands a feature that is not known: a wallet must refuse it.",
  description_not_utf8: "Its description is not valid text; what cannot be read shows as �.",
  amount_zero: "Its amount is zero.",
  amount_leading_zero: "Its amount is written with a leading zero.",
  nonzero_padding: "Spare bits that must be zero are not.",
  invalid_fallback: "An on-chain fallback address cannot be read.",
  empty_f: "An on-chain fallback address is empty.",
  bad_route_hint: "A route hint cannot be read.",
  high_s_with_n: "Its signature is not in the form that the named payee's key demands.",
};

/**
 * A broken rule in words.
 *
 * @example
 * issueInWords("duplicate_p"); // "Its payment hash is given more than once; the first one counts."
 */
export function issueInWords(issue: InvoiceIssue): string {
  const field = FIELDS[issue.slice(issue.lastIndexOf("_") + 1)] ?? "a field";
  if (issue.startsWith("duplicate_")) return `Its ${field} is given more than once; the first one counts.`;
  if (issue.startsWith("wrong_length_")) return `Its ${field} has the wrong length and is left out.`;
  if (issue.startsWith("non_minimal_")) return `Its ${field} is not written in its shortest form.`;
  return WORDS[issue] ?? issue;
}
