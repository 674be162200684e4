import { plain } from "./plain.ts";

/** Columns of text, aligned. Widths are those of the first rows: what comes later and is longer is cut. */
export class Table {
  readonly #header: readonly string[];
  readonly #widths: number[];
  readonly #width: number;

  /**
   * @param header Names of the columns.
   * @param first Rows that the widths are taken from.
   * @param width Columns of the terminal: the last column is cut there.
   */
  constructor(header: readonly string[], first: readonly (readonly string[])[], width: number) {
    this.#header = header;
    this.#width = width;
    this.#widths = header.map((name, column) =>
      Math.max(name.length, ...first.map((row) => columnsOf(plain(row[column] ?? "")))),
    );
  }

  /** The header, and a rule below it. */
  head(): string {
    return this.line(this.#header) + this.line(this.#widths.map((width) => "-".repeat(width)));
  }

  /** One row, with the line's end. */
  line(cells: readonly string[]): string {
    const padded = this.#widths.map((width, column) => fill(plain(cells[column] ?? ""), width));
    const line = padded.join("  ").trimEnd();
    return `${columnsOf(line) > this.#width ? fill(line, this.#width) : line}\n`;
  }
}

/** Names and values, one a line. */
export function list(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs
    .map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`.trimEnd())
    .join("\n")
    .concat("\n");
}

/** Cut or filled up to a width in columns. */
function fill(text: string, width: number): string {
  if (columnsOf(text) <= width) return text + " ".repeat(width - columnsOf(text));
  let cut = "";
  for (const sign of text) {
    if (columnsOf(cut + sign) > width - 1) break;
    cut += sign;
  }
  return `${cut}…`;
}

/** How many columns a text takes: East Asian wide signs and emoji take two, combining marks none. */
function columnsOf(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const sign of text) columns += /\p{Mark}|\u200b|\u200d/u.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1;
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
