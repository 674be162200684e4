import type { CommonOptions, Format, Shell } from "../context.ts";
import { type ColumnSet, cell, type Row, readColumns } from "./columns.ts";
import { createLines, type Stringify } from "./lines.ts";
import { plainJson } from "./plain.ts";
import { list, Table } from "./table.ts";

/** `--format`, or a table for people on a terminal and JSON Lines in a pipe. */
export function formatOf({ stdout }: Shell, { format }: CommonOptions): Format {
  return format ?? (stdout.isTerminal ? "table" : "jsonl");
}

/** So many rows decide how wide a table's columns are. */
const ROWS_FOR_WIDTHS = 50;

/**
 * Writes a list as its rows come.
 *
 * @returns how many rows were written; fewer than there are where the reader left
 */
export async function writeRows(
  shell: Shell,
  options: CommonOptions,
  set: ColumnSet,
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<number> {
  const columns = readColumns(options.columns, set);
  const format = formatOf(shell, options);
  if (format === "table") return writeTable(shell, columns ?? set.shown, rows);
  const { stringify } = await import("../../index.ts");
  return writeLines(shell, createLines(format, set, columns, stringify), rows);
}

async function writeLines(
  { stdout }: Shell,
  lines: ReturnType<typeof createLines>,
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<number> {
  let count = 0;
  await stdout.write(lines.head);
  for await (const row of rows) {
    await stdout.write(lines.row(row, count));
    count += 1;
    if (stdout.closed) break;
  }
  await stdout.write(lines.foot(count));
  return count;
}

async function writeTable(
  { stdout }: Shell,
  columns: readonly string[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<number> {
  let count = 0;
  let table: Table | undefined;
  let waiting: string[][] = [];
  const begin = async () => {
    table = new Table(columns, waiting, stdout.isTerminal ? stdout.width : Number.POSITIVE_INFINITY);
    await stdout.write(table.head() + waiting.map((cells) => table?.line(cells)).join(""));
    waiting = [];
  };
  for await (const row of rows) {
    const cells = columns.map((column) => cell(row, column));
    count += 1;
    if (table) await stdout.write(table.line(cells));
    else if (waiting.push(cells) === ROWS_FOR_WIDTHS) await begin();
    if (stdout.closed) break;
  }
  if (!table) await begin();
  return count;
}

/**
 * Writes one thing: names and values on a terminal, one JSON object in a pipe.
 *
 * @param stringify The client's, where the thing is the client's; what needs no client does not load it.
 */
export async function writeOne(
  shell: Shell,
  options: CommonOptions,
  row: Row,
  stringify: Stringify = withBigints,
): Promise<void> {
  const set = { all: Object.keys(row), shown: Object.keys(row) };
  const format = formatOf(shell, options);
  const columns = readColumns(options.columns, set);
  if (format === "table") {
    const pairs = (columns ?? set.all).map((name): [string, string] => [name, cell(row, name)]);
    await shell.stdout.write(list(pairs.filter(([, value]) => value !== "")));
  } else if (format === "json" && !columns) {
    await shell.stdout.write(`${plainJson(stringify(row, 2))}\n`);
  } else {
    const lines = createLines(format === "json" ? "jsonl" : format, set, columns, stringify);
    await shell.stdout.write(lines.head + lines.row(row, 0) + lines.foot(1));
  }
}

function withBigints(value: unknown, space?: number): string {
  const writable = (_key: string, part: unknown) =>
    typeof part === "bigint" ? String(part) : part instanceof Uint8Array ? [...part] : part;
  return JSON.stringify(value, writable, space);
}
