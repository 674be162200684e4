import { report } from "./issues.ts";
import { type Chain, chains } from "./networks.ts";
import { fault, type Source } from "./source.ts";
import type { InvoiceIssue } from "./types.ts";

// In tenths of a millisatoshi, the `p` multiplier's unit, so that all of them are whole.
const multipliers = /* @__PURE__ */ new Map([
  ["", 1_000_000_000_000n],
  ["m", 1_000_000_000n],
  ["u", 1_000_000n],
  ["n", 1_000n],
  ["p", 1n],
]);

// 21 million bitcoin in tenths of a millisatoshi: 20 digits.
const maximumAmount = 21_000_000_000_000_000_000n;
const maximumDigits = 20;

/** Reads the network and the amount, `null` where there is none (BOLT 11, "Human-Readable Part"). */
export function readPrefix(
  prefix: string,
  source: Source,
  issues: InvoiceIssue[],
): { chain: Chain; amountMsat: bigint | null } {
  // The letters in front of the amount are the network's, all of them: lnbch is not lnbc's. Those of a known one with a
  // multiplier behind are an amount without digits.
  const letters = /^[a-z]*/.exec(prefix.slice(2))?.[0] as string; // matches anything, if only nothing
  const [name, chain] =
    chains.find(
      ([name]) => letters === name || (letters.slice(0, -1) === name && multipliers.has(letters.slice(-1))),
    ) ?? [];
  if (name === undefined || chain === undefined) {
    throw fault(source, "unknown_network", "The network, the letters behind ln, is not known.", 2);
  }
  const start = 2 + name.length;
  return { chain, amountMsat: start < prefix.length ? readAmount(prefix, start, source, issues) : null };
}

function readAmount(prefix: string, start: number, source: Source, issues: InvoiceIssue[]): bigint {
  const digits = /^\d*/.exec(prefix.slice(start))?.[0] as string; // matches anything, if only nothing
  const end = start + digits.length;
  const multiplier = multipliers.get(prefix.slice(end));
  if (digits === "" || multiplier === undefined) {
    throw fault(source, "bad_amount", "The amount is not digits with at most one of m, u, n or p behind them.", end);
  }
  const significant = digits.replace(/^0+(?=.)/, "");
  if (significant !== digits) report(issues, "amount_leading_zero");
  // Counted first: to turn thousands of digits into a number takes time.
  const amount = significant.length > maximumDigits ? maximumAmount + 1n : BigInt(significant) * multiplier;
  if (amount > maximumAmount) {
    throw fault(source, "bad_amount", "The amount is more than all bitcoin there will ever be.", start);
  }
  if (amount % 10n !== 0n) {
    throw fault(source, "bad_amount", "The amount is not a whole number of millisatoshi.", end - 1);
  }
  if (amount === 0n) report(issues, "amount_zero");
  return amount / 10n;
}
