import { styleText } from "node:util";
import type { InvoicePreview, PushedInvoice } from "../index.ts";
import { connect } from "./connect.ts";
import type { Context } from "./context.ts";
import { satWords } from "./decode.ts";
import { readArgument } from "./input/text.ts";
import { formatOf, writeOne } from "./output/write.ts";
import { judge, type Verdict } from "./verdict.ts";

const CODES = { "nothing found": 0, refuse: 1, "not decided": 2 } as const;

/** `unvoice check`: whether an invoice's nodes are on a list, without saving anything. The exit code is the answer. */
export async function run(context: Context<{ network: string }>): Promise<number> {
  const { shell, options, args } = context;
  const payment_request = (await readArgument(shell, "invoice", args[0])).trim();
  const client = await connect(context, ["reflex"]);
  const preview = client.reflex.previewInvoice({ payment_request });
  // Of another network it is refused whatever its nodes are: nothing needs to be sent.
  if (preview.decoded.network !== options.network) {
    const reason = `it is of ${preview.decoded.network}, not of ${options.network}`;
    return tell(context, preview, { answer: "refuse", reasons: [reason] });
  }
  const pushed = await client.reflex.pushInvoice({
    invoice: { payment_request },
    options: { invoice: { do_not_save: true } },
  });
  return tell(context, preview, judge(preview.decoded, pushed.checks, checkErrors(pushed)));
}

function checkErrors(pushed: PushedInvoice & { checkErrors?: readonly { message: string }[] }): string[] {
  return (pushed.checkErrors ?? []).map(({ message }) => message);
}

async function tell({ shell, options }: Context, preview: InvoicePreview, verdict: Verdict): Promise<number> {
  const { decoded, expired } = preview;
  const { answer, reasons } = verdict;
  const amount = decoded.amountMsat;
  if (formatOf(shell, options) === "table") {
    await writeOne(shell, options, {
      amount: amount === null ? "any: the payer chooses" : satWords(amount),
      payee: decoded.payee,
      network: decoded.network,
      expired: expired ? "yes: it can no longer be paid" : "no",
    });
    for (const reason of reasons) await writeOne(shell, {}, { "": reason });
    const color = { "nothing found": "green", refuse: "red", "not decided": "yellow" } as const;
    const words = {
      "nothing found": "NOTHING FOUND. No list has a hit.",
      refuse: "REFUSE.",
      "not decided": "NOT DECIDED. Let a person look at it.",
    };
    await shell.stdout.write(`${styleText(color[answer], words[answer], { stream: shell.stdout.stream })}\n`);
  } else {
    const { payee, network, paymentHash } = decoded;
    await writeOne(shell, options, { answer, reasons, expired, network, amountMsat: amount, payee, paymentHash });
  }
  return CODES[answer];
}
