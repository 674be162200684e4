import type { Client, Pager } from "../index.ts";
import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";
import { type ColumnSet, invoiceColumns, type Row } from "./output/columns.ts";
import { writeRows } from "./output/write.ts";
import {
  type FilterOptions,
  isSelected,
  readSelection,
  reflexPager,
  type Selection,
  sourcesOf,
  txnPager,
  type Walk,
} from "./select.ts";

/** `unvoice list`: invoices, newest first. */
export async function run(context: Context<FilterOptions>): Promise<undefined> {
  const selection = readSelection(context);
  const client = await connect(context, sourcesOf(selection));
  const rows = selected(client, selection, { direction: "desc" });
  const count = await writeRows(context.shell, context.options, columnsFor(selection), rows);
  if (count === 0 && context.shell.stdout.isTerminal && !context.options.quiet) {
    await context.shell.stderr.write("No invoice fits.\n");
  }
}

/** The invoices of a selection, as they come. */
export async function* selected(client: Client, selection: Selection, walk: Walk): AsyncGenerator<Row> {
  let left = selection.limit;
  for await (const invoice of pagerOf(client, selection, walk)) {
    if (!isSelected(selection, invoice)) continue;
    yield invoice;
    left -= 1;
    if (left === 0) return;
  }
}

/** The invoices of a selection, and some at its bounds that may not be. */
export function pagerOf(client: Client, selection: Selection, walk: Walk): Pager<Row> {
  if (selection.source === "reflex") return reflexPager(client, selection, walk) as Pager<never>;
  if (selection.source === "txn") return txnPager(client, selection, walk) as Pager<never>;
  throw new CommandError(64, "Say which: list reflex, or list txn.");
}

/** The columns of a selection. */
export function columnsFor({ source }: Selection): ColumnSet {
  return invoiceColumns[source === "reflex" ? "reflex" : "txn"];
}
