import { extname, resolve } from "node:path";
import type { Client } from "../index.ts";
import { connect } from "./connect.ts";
import type { CommonOptions, Context, Format } from "./context.ts";
import { type ExportFile, openExport, type Plan } from "./export-file.ts";
import { CommandError } from "./failure.ts";
import { columnsFor, pagerOf, rowOf, selected } from "./list.ts";
import { readColumns } from "./output/columns.ts";
import { createLines, type Lines } from "./output/lines.ts";
import { createProgress } from "./output/progress.ts";
import { writeRows } from "./output/write.ts";
import { bounds, type FilterOptions, isSelected, readSelection, type Selection, sourcesOf } from "./select.ts";

interface Options extends FilterOptions {
  output?: string;
  resume?: boolean;
  overwrite?: boolean;
}

/** `unvoice export`: all invoices, oldest first, into a file that goes on where it stopped. */
export async function run(context: Context<Options>): Promise<undefined> {
  const { shell, options } = context;
  const selection = readSelection(context);
  const client = await connect(context, sourcesOf(selection));
  if (options.output === undefined) {
    if (options.resume || options.overwrite) throw new CommandError(64, "--resume and --overwrite need --output FILE.");
    await writeRows(
      shell,
      options,
      columnsFor(selection),
      selected(client, selection, { direction: "asc", prefetch: 4 }),
    );
    return;
  }
  const path = resolve(shell.cwd, options.output);
  const format = fileFormat(options, path);
  const columns = readColumns(options.columns, columnsFor(selection));
  const { from, to, tag, status, reference, limit } = options;
  const plan: Plan = {
    asked: {
      service: selection.source,
      from,
      to,
      tag,
      status,
      reference,
      limit,
      format,
      columns: columns ?? undefined,
    },
    // `7d` means another moment when the export goes on: what was meant first stays meant.
    span: { from: finite(selection.span.from), before: finite(selection.span.before) },
  };
  const file = openExport(path, plan, { resume: options.resume === true, overwrite: options.overwrite === true });
  const { stringify } = await import("../index.ts");
  const lines = createLines(format, columnsFor(selection), columns, stringify);
  await save(context, client, { ...selection, span: spanOf(file.plan) }, file, lines);
}

async function save(
  { shell, options }: Context<Options>,
  client: Client,
  selection: Selection,
  file: ExportFile,
  lines: Lines,
): Promise<void> {
  const { items: before } = file;
  const total = shell.stderr.isTerminal && !options.quiet ? await countOf(client, selection) : null;
  const progress = await createProgress(shell, options, total, before);
  if (file.bytes === 0) file.write(lines.head);
  // Oldest first: what is created meanwhile comes at the end, and several pages can be asked for at once.
  const pager = pagerOf(client, selection, { direction: "asc", prefetch: 4, cursor: file.cursor });
  try {
    for await (const page of pager.pages()) {
      const fitting = page.items.map((one) => rowOf(selection, one)).filter((row) => isSelected(selection, row));
      const rows = fitting.slice(0, selection.limit - file.items);
      file.append(rows.map((row, index) => lines.row(row, file.items + index)).join(""), rows.length, page.cursor);
      progress.show(file.items);
      if (file.items >= selection.limit) break;
    }
  } catch (error) {
    progress.stop();
    if (!options.quiet) await shell.stderr.write(`${file.items} invoices are written; --resume goes on behind them.\n`);
    throw error;
  }
  progress.stop();
  file.complete(lines.foot(file.items));
  if (!options.quiet) await shell.stderr.write(`${file.items} invoices in ${options.output}.\n`);
}

/** How many there will be, for the bar alone; null where nobody says. */
async function countOf(client: Client, selection: Selection): Promise<number | null> {
  if (selection.statuses.length > 0) return null;
  try {
    const counts = await Promise.all(
      sourcesOf(selection).map((source) => (source === "reflex" ? reflexCount : txnCount)(client, selection)),
    );
    const sum = counts.reduce((left, count) => (left === null || count === null ? null : left + count), 0);
    return sum === null ? null : Math.min(sum, selection.limit);
  } catch {
    // The list itself will say what is wrong.
    return null;
  }
}

async function reflexCount(client: Client, { span, tags }: Selection): Promise<number | null> {
  const filter = { ...bounds(span), tags: tags.length > 0 ? tags : undefined };
  const page = await client.reflex.getInvoices({ filter, page: { limit: 1 } });
  return page.aggregated?.total?.count ?? null;
}

/** With one invoice a page, `meta.total` is their number whether it counts invoices or pages. */
async function txnCount(client: Client, { span, reference }: Selection): Promise<number | null> {
  const { from: created_at_from, to: created_at_to } = bounds(span);
  const params = { reference, created_at_from, created_at_to, per_page: 1 };
  const total = Number((await client.txn.listInvoices(params, { prefetch: 0 })).meta?.total);
  return Number.isSafeInteger(total) ? total : null;
}

const EXTENSIONS: Record<string, Format> = {
  ".csv": "csv",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".json": "json",
  ".md": "markdown",
};

function fileFormat({ format }: CommonOptions, path: string): Exclude<Format, "table"> {
  const chosen = format ?? EXTENSIONS[extname(path).toLowerCase()] ?? "csv";
  if (chosen !== "table") return chosen;
  throw new CommandError(64, "--format table is for people on a terminal; a file takes csv, jsonl, json or markdown.");
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}

function spanOf({ span }: Plan): Selection["span"] {
  return { from: span.from ?? Number.NEGATIVE_INFINITY, before: span.before ?? Number.POSITIVE_INFINITY };
}
