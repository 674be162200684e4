import type { Format } from "../context.ts";
import { type ColumnSet, cell, pick, type Row } from "./columns.ts";
import { csvLine } from "./csv.ts";
import { plain, plainJson } from "./plain.ts";

/** How rows become text: what stands before the first, each row, and what ends it. */
export interface Lines {
  head: string;
  /** @param index Counts from 0: JSON has commas between rows. */
  row(row: Row, index: number): string;
  /** @param count How many rows there were. */
  foot(count: number): string;
}

/** `JSON.stringify` that knows what rows hold: msat are bigint. */
export type Stringify = (value: unknown, space?: number) => string;

/**
 * The text of a list in a format that needs no widths. JSON has whole rows unless columns are named, CSV and Markdown
 * all columns.
 */
export function createLines(
  format: Exclude<Format, "table">,
  set: ColumnSet,
  columns: string[] | null,
  stringify: Stringify,
): Lines {
  const names = columns ?? set.all;
  const json = (row: Row) => plainJson(stringify(columns ? pick(row, columns) : row));
  const cells = (row: Row) => names.map((name) => cell(row, name));
  if (format === "jsonl") return { head: "", row: (row) => `${json(row)}\n`, foot: () => "" };
  if (format === "json") {
    // The comma leads its row: a file that grows then never ends with half a line.
    return {
      head: "[\n",
      row: (row, index) => `${index === 0 ? " " : ","}${json(row)}\n`,
      foot: () => "]\n",
    };
  }
  if (format === "csv") return { head: csvLine(names), row: (row) => csvLine(cells(row)), foot: () => "" };
  return {
    head: markdownLine(names) + markdownLine(names.map(() => "---")),
    row: (row) => markdownLine(cells(row)),
    foot: () => "",
  };
}

function markdownLine(cells: readonly string[]): string {
  // A bar would end the cell; an angle bracket, a bracket or a backtick would be read as HTML, a link or code.
  const safe = cells.map((text) => plain(text).replace(/[\\|<>[\]`*_]/g, "\\$&"));
  return `| ${safe.join(" | ")} |\n`;
}
