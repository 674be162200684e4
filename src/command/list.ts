import type { Client, Pager, UnifiedInvoice } from "../index.ts";
import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { type ColumnSet, invoiceColumns, type Row } from "./output/columns.ts";
import { writeRows } from "./output/write.ts";
import {
  bounds,
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
    const row = rowOf(selection, invoice);
    if (!isSelected(selection, row)) continue;
    yield row;
    left -= 1;
    if (left === 0) return;
  }
}

/** The invoices of a selection, and some at its bounds that may not be. */
export function pagerOf(client: Client, selection: Selection, walk: Walk): Pager<Row> {
  if (selection.source === "reflex") return reflexPager(client, selection, walk) as Pager<never>;
  if (selection.source === "txn") return txnPager(client, selection, walk) as Pager<never>;
  const { from, to } = bounds(selection.span);
  const { cursor, direction, prefetch } = walk;
  return client.invoices({ from, to, direction }, { cursor, prefetch }) as Pager<never>;
}

/** An invoice as a row: what the stream gives is laid flat, with the service's own behind it. */
export function rowOf({ source }: Selection, invoice: Row): Row {
  if (source !== "all") return invoice;
  const { amount, raw, ...fields } = invoice as unknown as UnifiedInvoice;
  return { ...fields, value: amount.value, currency: amount.currency, raw };
}

/** The columns of a selection. */
export function columnsFor({ source }: Selection): ColumnSet {
  return invoiceColumns[source];
}
