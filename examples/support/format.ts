/** Texts for a terminal: aligned columns, amounts with their units. */

/** Lines of a table; the columns named in `right` are aligned to the right. */
export function table(header: string[], texts: string[][], right: string[] = []): string {
  const rows = texts.map((row) => row.map(printable));
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(header[column] ?? "") ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** An amount in msat as sat, exact: `100,000 sat`, `1.500 sat`. */
export function sat(amountMsat: bigint | null): string {
  if (amountMsat === null) return "any amount";
  const whole = (amountMsat / 1000n).toLocaleString("en");
  const thousandths = amountMsat % 1000n;
  return thousandths === 0n ? `${whole} sat` : `${whole}.${String(thousandths).padStart(3, "0")} sat`;
}

/**
 * A stranger's text without what would steer a terminal: control characters (escape sequences begin with one) and marks
 * that turn the direction of writing. A line break becomes a blank.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (character) => (character === "\n" ? " " : "\uFFFD"));
}

/** The beginning and the end of a key or an id. */
export function short(text: string | null): string {
  return text === null ? "-" : text.length > 16 ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
}

/** A moment to the minute. */
export function minute(iso: string | null | undefined): string {
  return iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : "-";
}
