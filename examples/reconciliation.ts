/**
 * Compares one's own orders with what Txn says of their invoices: which were paid in full, too little or too much, which
 * have no invoice, and which invoices no order knows.
 */
import type { TxnInvoice } from "unvoice";
import { isFinal } from "unvoice";
import { compareDecimal } from "unvoice/txn";
import { connect } from "./support/apis.ts";
import { table } from "./support/format.ts";

/** An order in one's own books. */
interface Order {
  reference: string;
  amount: string;
  currency: string;
}

const { client, sandbox, where } = connect();
console.log(where);
const orders = ownOrders();

const invoices = new Map<string, TxnInvoice>();
const strangers: TxnInvoice[] = [];
const references = new Set(orders.map(({ reference }) => reference));
// All of them once, and not one request for each order: 120 requests a minute are what Txn's documents allow.
for await (const invoice of client.txn.listInvoices({ order_type: "asc" }, { prefetch: 4 })) {
  if (references.has(invoice.reference ?? "")) invoices.set(invoice.reference ?? "", invoice);
  else strangers.push(invoice);
}

const findings = orders.map((order) => ({ order, finding: compare(order, invoices.get(order.reference)) }));
const counts = new Map<string, number>();
for (const { finding } of findings) counts.set(finding, (counts.get(finding) ?? 0) + 1);
counts.set("invoice without an order", strangers.length);
console.log(
  table(
    ["finding", "orders"],
    [...counts].map(([finding, count]) => [finding, String(count)]),
    ["orders"],
  ),
);
for (const { order, finding } of findings) {
  if (finding === "other amount" || finding === "no invoice") console.log(`look at ${order.reference}: ${finding}`);
}

function compare(order: Order, invoice: TxnInvoice | undefined): string {
  if (!invoice) return "no invoice";
  const { billedCurrency, amountBilled, status, statusContext } = invoice;
  // Currency codes come in lower case from older hosts; amounts are decimal text, and no float may touch them.
  const isSame =
    billedCurrency?.toUpperCase() === order.currency && compareDecimal(amountBilled ?? "0", order.amount) === 0;
  if (!isSame) return "other amount";
  return isFinal(invoice) ? `${status}, ${statusContext}` : "still open";
}

/** The books of the example: the sandbox's invoices, with one amount mistyped, one order never invoiced, one forgotten. */
function ownOrders(): Order[] {
  const referred = sandbox.txn.invoices.filter(({ attributes }) => attributes.reference !== null);
  const booked = referred.map(({ attributes }) => ({
    reference: String(attributes.reference),
    amount: String(attributes.amountBilled),
    currency: String(attributes.billedCurrency).toUpperCase(),
  }));
  return [
    ...booked.slice(2),
    { ...booked[1], amount: "1.01" } as Order,
    { reference: "never-invoiced", amount: "10.00", currency: "EUR" },
  ];
}
