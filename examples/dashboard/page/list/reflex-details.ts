import type { Invoice } from "unvoice";
import { button, element, facts } from "../ui/dom.ts";
import { bitcoin, fromNow, minute, satoshi } from "../ui/format.ts";
import { wholeKey } from "../ui/parts.ts";
import type { DetailActions } from "./details.ts";
import { formatTag } from "./filter.ts";

/** All that Reflex keeps of an invoice. */
export function reflexDetails(invoice: Invoice, { check, filterByTag }: DetailActions): HTMLElement[] {
  const { amount_msats, invoice_expiry_at, routing_info, tags, payment_request } = invoice;
  const chips = tags.map((tag) => {
    const text = formatTag(tag);
    return button(text, () => filterByTag(text), { class: "chip", title: "Show the invoices with this tag" });
  });
  const expiry = invoice_expiry_at && `${minute(invoice_expiry_at)} (${fromNow(new Date(invoice_expiry_at))})`;
  return [
    element("p", { class: "headline" }, amount_msats === null ? "Any amount" : satoshi(amount_msats)),
    element(
      "p",
      {},
      button("Check this invoice", () => check(payment_request)),
    ),
    facts([
      ["Amount", amount_msats === null ? "the payer chooses" : `${satoshi(amount_msats)} = ${bitcoin(amount_msats)}`],
      ["Description", invoice.description || "(empty)"],
      ["Tags", chips.length === 0 ? "none" : chips],
      ["Payee", wholeKey(invoice.destination)],
      ["Route hints", routing_info.length === 0 ? "none" : routing_info.map(({ pubkey }) => wholeKey(pubkey))],
      ["Pushed to Reflex", minute(invoice.created_at)],
      ["Invoice created", minute(invoice.invoice_created_at)],
      ["Invoice expires", expiry ?? "not known"],
      ["Payment hash", wholeKey(invoice.payment_hash)],
      ["Payment request", wholeKey(payment_request)],
      ["Reflex id", wholeKey(invoice.id)],
      ["Account", wholeKey(invoice.account_id)],
    ]),
  ];
}
