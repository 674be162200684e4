import { report } from "./issues.ts";
import type { InvoiceIssue } from "./types.ts";

// The even bits that BOLT 9 assigns above 28; up to there it assigns them all. Others are required and unknown.
const assignedBits: readonly number[] = [34, 36, 38, 42, 44, 46, 48, 50, 60, 62];

// BOLT 9's column "Dependencies", by the even bit of each pair, without what it marks as ASSUMED but for payment_secret,
// which basic_mpp still names. Since each row is checked, so are those that follow from one another.
const dependencies: readonly (readonly [feature: number, needed: number])[] = [
  [16, 14], // basic_mpp, payment_secret
  [50, 46], // option_zeroconf, option_scid_alias
  [60, 26], // option_simple_close, option_shutdown_anysegwit
];

/** The numbers of the set bits, the last bit being number 0 (BOLT 11, "Feature Bits"). */
export function readFeatures(data: Uint8Array, issues: InvoiceIssue[]): number[] {
  const bits: number[] = [];
  for (let i = data.length - 1, first = 0; i >= 0; i--, first += 5) {
    let word = data[i] as number; // in range by the loop
    for (let bit = first; word > 0; bit++, word >>= 1) {
      if (word % 2 === 0) continue;
      bits.push(bit);
      if (bit % 2 === 0 && bit > 28 && !assignedBits.includes(bit)) report(issues, "unknown_required_feature");
    }
  }
  // Of a pair, the even bit demands the feature, and the odd one offers it.
  const has = (bit: number) => bits.includes(bit) || bits.includes(bit + 1);
  if (dependencies.some(([feature, needed]) => has(feature) && !has(needed))) {
    report(issues, "missing_feature_dependency");
  }
  return bits;
}
