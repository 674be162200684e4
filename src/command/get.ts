import type { Client, Invoice } from "../index.ts";
import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";
import { writeOne } from "./output/write.ts";

/** `unvoice get`: one invoice, of Txn by its id, of Reflex by its payment hash. */
export async function run(context: Context): Promise<undefined> {
  const { shell, options, args } = context;
  const id = args[0] ?? "";
  const { stringify } = await import("../index.ts");
  if (!/^[0-9a-f]{64}$/i.test(id)) {
    const client = await connect(context, ["txn"]);
    await writeOne(shell, options, { ...(await client.txn.getInvoice(id)) }, stringify);
    return;
  }
  const client = await connect(context, ["reflex"]);
  const found = await findByHash(client, id.toLowerCase());
  if (!found) throw new CommandError(79, "Reflex has no invoice with this payment hash.");
  await writeOne(shell, options, { ...found }, stringify);
}

/** Reflex reads none by its hash: its list is looked through, newest first. */
async function findByHash({ reflex }: Client, hash: string): Promise<Invoice | undefined> {
  for await (const invoice of reflex.getInvoices({}, { aggregated: false, prefetch: 4 })) {
    if (invoice.payment_hash.toLowerCase() === hash) return invoice;
  }
  return undefined;
}
