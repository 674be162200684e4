import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";
import { readTags } from "./input/tags.ts";
import { readArgument } from "./input/text.ts";
import { plain } from "./output/plain.ts";
import { formatOf, writeOne } from "./output/write.ts";

interface Options {
  description?: string;
  tag?: string[];
  network?: string;
  reconcile?: boolean;
}

/** `unvoice push`: saves an invoice in Reflex. */
export async function run(context: Context<Options>): Promise<undefined> {
  const { shell, options, args } = context;
  const { description, tag, network, reconcile } = options;
  const invoice = {
    payment_request: (await readArgument(shell, "invoice", args[0])).trim(),
    description,
    tags: tag && readTags(tag),
  };
  const client = await connect(context, ["reflex"]);
  const { decoded } = client.reflex.previewInvoice(invoice);
  if (network !== undefined && decoded.network !== network) {
    throw new CommandError(
      65,
      `The invoice is of ${decoded.network}, and --network allows ${network} alone; nothing was sent.`,
    );
  }
  const pushed = await client.reflex.pushInvoice({ invoice }, { onUnknownOutcome: reconcile ? "reconcile" : "throw" });
  const { stringify } = await import("../index.ts");
  const asTable = formatOf(shell, options) === "table";
  await writeOne(shell, options, asTable ? { ...pushed.invoice } : { ...pushed, preview: undefined }, stringify);
  if (pushed.reconciled && !options.quiet) {
    await shell.stderr.write(plain("The answer was lost; the invoice was found saved.").concat("\n"));
  }
}
