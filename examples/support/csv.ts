import { stringify } from "csv-stringify/sync";
import { printable } from "./format.ts";

/** A formula behind blanks or line breaks, which a spreadsheet strips before it looks. */
const HIDDEN_FORMULA = /^\s+[=+\-@＝＋－＠]/;

/**
 * One line of CSV (RFC 4180). A reference may be a stranger's text: one that a spreadsheet would run as a formula has an
 * apostrophe before it, and one with a semicolon is quoted, since spreadsheets of many countries split cells there.
 *
 * @example
 * csvLine(["order-1", "=1+1", null]); // "order-1,'=1+1,\r\n"
 */
export function csvLine(cells: readonly (string | null | undefined)[]): string {
  const inert = cells.map((cell) => {
    const text = cell ?? "";
    return (HIDDEN_FORMULA.test(text) ? "'" : "") + printable(text);
  });
  return stringify([inert], { record_delimiter: "\r\n", escape_formulas: true, quoted_match: /;/ });
}
