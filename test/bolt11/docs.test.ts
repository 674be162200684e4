import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { InvoiceDecodeErrorCode, InvoiceIssue } from "../../src/bolt11/index.ts";

const page = readFileSync(new URL("../../docs/bolt11.md", import.meta.url), "utf8");

// The compiler holds these to the types: a code too few or too many does not build.
const issues: Record<InvoiceIssue, true> = {
  missing_p: true,
  missing_s: true,
  missing_d_h: true,
  both_d_h: true,
  duplicate_p: true,
  duplicate_s: true,
  duplicate_d: true,
  duplicate_n: true,
  duplicate_h: true,
  duplicate_x: true,
  duplicate_c: true,
  duplicate_m: true,
  duplicate_9: true,
  wrong_length_p: true,
  wrong_length_s: true,
  wrong_length_h: true,
  wrong_length_n: true,
  unknown_required_feature: true,
  missing_feature_dependency: true,
  description_not_utf8: true,
  amount_zero: true,
  amount_leading_zero: true,
  non_minimal_x: true,
  non_minimal_c: true,
  non_minimal_9: true,
  nonzero_padding: true,
  invalid_fallback: true,
  empty_f: true,
  bad_route_hint: true,
  invalid_route_hint_key: true,
  large_min_final_cltv: true,
  high_s_with_n: true,
  amount_contradicts_uri: true,
};
const errors: Record<InvoiceDecodeErrorCode, true> = {
  not_bolt11: true,
  bolt12_offer: true,
  bolt12_invoice: true,
  bolt12_invoice_request: true,
  lnurl: true,
  unknown_required_parameter: true,
  several_invoices: true,
  too_long: true,
  mixed_case: true,
  bad_character: true,
  bad_checksum: true,
  unknown_network: true,
  bad_amount: true,
  truncated: true,
  bad_field: true,
  bad_signature: true,
};

test.each([
  ["Issues", issues],
  ["Errors", errors],
])("docs/bolt11.md lists every code under %s, once, and no other", (heading, codes) => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const listed = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, code]) => code));
  expect(listed).toEqual(Object.keys(codes));
});
