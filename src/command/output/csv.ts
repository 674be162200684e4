import { stringify } from "csv-stringify/sync";

/**
 * One line of CSV (RFC 4180). Cells that a spreadsheet would run as a formula have an apostrophe before it: also behind
 * blanks and line breaks, in full-width signs, and behind a semicolon, which separates cells in half of Europe.
 */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(harmless)]);
}

// The controls that remain may be part of a text of several lines.
const UNSAFE = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;
const FORMULA = /[=+\-@＝＋－＠](?<=(?:^|[;|\t\r\n])[\s\u200b]*.)/g;

function harmless(text: string): string {
  // A negative amount is a number and nothing to run.
  if (/^-\d+(\.\d+)?$/.test(text)) return text;
  const clean = text.replace(UNSAFE, "\u{fffd}").replace(FORMULA, "'$&");
  return /^[\t\r]/.test(clean) ? `'${clean}` : clean;
}
