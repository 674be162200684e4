import { isFinal, type TxnCoinDeposit, type TxnInvoice, type TxnInvoiceTransaction } from "unvoice";
import { element, facts } from "../ui/dom.ts";
import { minute, money } from "../ui/format.ts";
import { badge, wholeKey } from "../ui/parts.ts";
import { statusInWords } from "./cells.ts";

/** All that Txn tells of an invoice. */
export function txnDetails(invoice: TxnInvoice): HTMLElement[] {
  const { chargedCurrency, targetCurrency, chargedTargetRate, chargedTargetRateCurrency } = invoice;
  return [
    element(
      "p",
      { class: "headline" },
      money(invoice.amountBilled, invoice.billedCurrency),
      badge(statusInWords(invoice)),
      isFinal(invoice) ? badge("final") : badge("may still change", "warn"),
    ),
    facts([
      ["Reference", invoice.reference ?? "none"],
      ["Charged", money(invoice.amountCharged, chargedCurrency)],
      ["Credited", money(invoice.targetAmount, targetCurrency)],
      ["Exchange rate", invoice.exchangeRate ?? "not stated"],
      ["Charged to credited", chargedTargetRate ? money(chargedTargetRate, chargedTargetRateCurrency) : null],
      ["Network", invoice.networkName ?? invoice.network ?? "not known"],
      ["Payment methods", invoice.paymentMethods?.join(", ").replaceAll("_", " ") ?? "not stated"],
      ["Created", minute(invoice.createdAt)],
      ["Expires", minute(invoice.expiresAt)],
      ["Address", address(invoice)],
      ["Hosted page", invoice.hostedPageUrl ? hostedPage(invoice.hostedPageUrl) : null],
      ["Txn id", wholeKey(invoice.id)],
    ]),
    ...section("Payments", invoice.coinDeposits, payment),
    ...section("Fees", invoice.invoiceTransactions, fee),
  ];
}

/** `undefined` is a list that the server did not load: nothing is known of it. */
function section<Item>(title: string, items: Item[] | undefined, view: (item: Item) => HTMLElement): HTMLElement[] {
  const heading = element("h3", {}, title);
  if (items === undefined) return [heading, element("p", { class: "hint" }, "Not loaded by the server.")];
  if (items.length === 0) return [heading, element("p", { class: "hint" }, "None.")];
  return [heading, ...items.map(view)];
}

function payment({ amount, currencyCode, state, txHash, createdAt }: TxnCoinDeposit): HTMLElement {
  return facts([
    ["Amount", money(amount, currencyCode)],
    ["State", state?.replaceAll("_", " ") ?? "not known"],
    ["Seen", minute(createdAt)],
    ["Transaction", wholeKey(txHash)],
  ]);
}

function fee(transaction: TxnInvoiceTransaction): HTMLElement {
  const { txn, exchangeQuote } = transaction;
  const rate = exchangeQuote?.rate ? money(exchangeQuote.rate, exchangeQuote.rateCurrency) : null;
  return facts([
    ["Fee", money(transaction.transactionFee, transaction.transactionFeeCurrency)],
    ["Fee credited in", money(transaction.targetTransactionFee, transaction.targetTransactionFeeCurrency)],
    ["Booked", txn?.amount ? `${money(txn.amount, null)} (${txn.simplifiedState ?? "state not known"})` : "not yet"],
    ["Exchanged at", rate],
  ]);
}

function address({ address }: TxnInvoice): HTMLElement | string {
  if (address === undefined) return "not loaded by the server";
  return address === null ? "none" : wholeKey(address.value);
}

/** An answer must not put another scheme than https: behind a link. */
function hostedPage(url: string): HTMLElement | string {
  if (!url.startsWith("https://")) return url;
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Open at Txn");
}
