/**
 * Decides whether an invoice that a user wants paid may be: Reflex checks its nodes without saving it, and any flag
 * refuses it. Ends with exit code 1 where the invoice is not to be paid.
 *
 *   node examples/withdrawal-check.ts <payment request>
 */
import { connect } from "./support/apis.ts";
import { sat } from "./support/format.ts";
import { judge } from "./support/verdict.ts";

const { client, sandbox, where } = connect();
// Without an invoice of yours: one of the sandbox's.
const payment_request = process.argv[2] ?? sandbox.reflex.invoices[0]?.payment_request ?? "";

// Everything that the invoice itself tells comes first: it costs no request.
const preview = client.reflex.previewInvoice({ payment_request });
const { invoice, checks, checkErrors } = await client.reflex.pushInvoice({
  invoice: { payment_request },
  options: { invoice: { do_not_save: true } },
});
const { answer, hits } = judge(checks, checkErrors);

console.log(`${where} ${sat(invoice.amount_msats)} to ${invoice.destination}`);
for (const remark of preview.remarks) console.log(`  ${remark}`);
for (const { what, flags } of hits) console.log(`  ${what}: ${flags.join(", ")}`);
for (const { message } of checkErrors) console.log(`  a check failed: ${message}`);
console.log(
  {
    refuse: "REFUSED: a list has a hit.",
    "no data": "NOT DECIDED: nothing is known of one of its nodes, or a check failed. Let a person look at it.",
    "nothing found": "No list has a hit.",
  }[answer],
);
process.exitCode = answer === "nothing found" ? 0 : 1;
