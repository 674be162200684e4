import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { writeOne } from "./output/write.ts";

interface Options {
  amount: string;
  billed: string;
  charged: string;
  network: string;
  target?: string;
  account?: string;
  reference?: string;
  successUrl?: string;
  unsuccessUrl?: string;
  method?: string;
  reconcile?: boolean;
}

/** `unvoice create`: creates an invoice at Txn. */
export async function run(context: Context<Options>): Promise<undefined> {
  const { shell, options } = context;
  const client = await connect(context, ["txn"]);
  const { stringify } = await import("../index.ts");
  const created = await client.txn.createInvoice(
    {
      amountBilled: options.amount,
      billedCurrency: options.billed,
      chargedCurrency: options.charged,
      network: options.network,
      targetCurrency: options.target,
      targetAccountId: options.account,
      reference: options.reference,
      successRedirectUrl: options.successUrl,
      unsuccessRedirectUrl: options.unsuccessUrl,
      paymentMethods: options.method?.split(",").map((word) => word.trim()),
    },
    { onUnknownOutcome: options.reconcile ? "reconcile" : "throw" },
  );
  await writeOne(shell, options, { ...created }, stringify);
  if (created.reconciled && !options.quiet)
    await shell.stderr.write("The answer was lost; the invoice was found created.\n");
}
