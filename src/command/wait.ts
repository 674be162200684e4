import type { TxnInvoice } from "../index.ts";
import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { invoiceColumns, type Row } from "./output/columns.ts";
import { createLines } from "./output/lines.ts";
import { plain } from "./output/plain.ts";
import { formatOf } from "./output/write.ts";

/** `unvoice wait`: tells an invoice's states as they come. The exit code says whether it became what was waited for. */
export async function run(context: Context<{ until: string }>): Promise<number> {
  const { shell, options, args } = context;
  const client = await connect(context, ["txn"]);
  const until = options.until.split(",").map((word) => word.trim());
  const { stringify } = await import("../index.ts");
  const format = formatOf(shell, options);
  const lines = format === "table" ? null : createLines(format, invoiceColumns.txn, null, stringify);
  let count = 0;
  let last: TxnInvoice | undefined;
  await shell.stdout.write(lines?.head ?? "");
  for await (const invoice of client.txn.waitForInvoice(args[0] ?? "", { until })) {
    last = invoice;
    const words = [new Date().toISOString(), invoice.status, invoice.statusContext, invoice.paymentStatus].join("  ");
    await shell.stdout.write(lines ? lines.row(invoice as unknown as Row, count) : `${plain(words)}\n`);
    count += 1;
  }
  await shell.stdout.write(lines?.foot(count) ?? "");
  return last && until.includes(last.status) ? 0 : 1;
}
