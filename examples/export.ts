/**
 * Exports the invoices of both APIs, Txn's as CSV and Reflex's as JSON Lines, with a progress bar. Run again after a
 * crash or an interruption, it goes on where it stopped; what was inserted meanwhile neither repeats nor loses a row.
 *
 *   node examples/export.ts --to exports            all of it
 *   node examples/export.ts --to exports --pages 2  two pages of each, the rest another time
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Page, type Pager, stringify } from "unvoice";
import { connect } from "./support/apis.ts";
import { csvLine } from "./support/csv.ts";
import { progressBar } from "./support/progress-bar.ts";
import { ResumableFile } from "./support/resumable-file.ts";

const { values } = parseArgs({ options: { to: { type: "string", default: "exports" }, pages: { type: "string" } } });
const mostPages = Number(values.pages ?? Number.POSITIVE_INFINITY);
mkdirSync(values.to, { recursive: true });
const { client, where } = connect();
console.log(where);

const columns = ["id", "reference", "status", "amountBilled", "billedCurrency", "createdAt"] as const;
const csv = new ResumableFile(join(values.to, "txn-invoices.csv"), csvLine(columns));
// Oldest first: what is created meanwhile comes at the end, and several pages can be asked for at once.
const txn = client.txn.listInvoices({ order_type: "asc" }, { prefetch: 4, cursor: csv.cursor });
await save("Txn", txn, csv, (invoice) => csvLine(columns.map((column) => invoice[column])), null);

const jsonLines = new ResumableFile(join(values.to, "reflex-invoices.jsonl"));
const total = (await client.reflex.getInvoices({ page: { limit: 1 } })).aggregated?.total?.count ?? null;
const reflex = client.reflex.getInvoices(
  { sort: { direction: "ASC" } },
  { prefetch: 4, aggregated: false, cursor: jsonLines.cursor },
);
await save("Reflex", reflex, jsonLines, (invoice) => `${stringify(invoice)}\n`, total);

async function save<T, P extends Page<T>>(
  name: string,
  pager: Pager<T, P>,
  file: ResumableFile,
  line: (item: T) => string,
  expected: number | null,
): Promise<void> {
  const bar = progressBar(name, expected);
  let pages = 0;
  let complete = true;
  for await (const page of pager.pages()) {
    file.append(page.items.map(line), page.cursor);
    bar.show(file.items);
    pages += 1;
    if (pages >= mostPages && page.hasNextPage()) {
      complete = false;
      break;
    }
  }
  file.close({ complete });
  bar.end(`${file.items} invoices${complete ? "" : " so far; run again to go on"}`);
}
