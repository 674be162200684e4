import type { Invoice, TxnInvoice } from "unvoice";
import { minute, money, satoshi, short } from "../ui/format.ts";
import { formatTag } from "./filter.ts";
import type { Row } from "./row.ts";

/** The table's columns. */
export const COLUMNS = ["Created", "Source", "Amount", "Payee or reference", "Description", "Tags or status"] as const;

/** What a row shows, one text a column. */
export function cellsOf(row: Row): readonly string[] {
  const [amount, party, description, state] = row.api === "reflex" ? ofReflex(row.invoice) : ofTxn(row.invoice);
  return [minute(row.createdAt), row.api === "reflex" ? "Reflex" : "Txn", amount, party, description, state];
}

type Texts = [amount: string, party: string, description: string, state: string];

function ofReflex({ amount_msats, destination, description, tags }: Invoice): Texts {
  const amount = amount_msats === null ? "any amount" : satoshi(amount_msats);
  return [amount, short(destination ?? "not known"), description ?? "", tags.map(formatTag).join("  ")];
}

function ofTxn(invoice: TxnInvoice): Texts {
  const { amountBilled, billedCurrency, amountCharged, chargedCurrency, reference, networkName, network } = invoice;
  const charged = amountCharged ? `${money(amountCharged, chargedCurrency)} on ${networkName ?? network ?? "?"}` : "";
  return [money(amountBilled, billedCurrency), reference ?? "no reference", charged, statusInWords(invoice)];
}

/**
 * Where a Txn invoice stands, in words.
 *
 * @example
 * statusInWords({ status: "completed", statusContext: "full", paymentStatus: "on_time" }); // "completed, full, on time"
 */
export function statusInWords({ status, statusContext, paymentStatus }: Partial<TxnInvoice>): string {
  const parts = [status, statusContext, paymentStatus].filter((part) => part && part !== "expecting");
  return parts.join(", ").replaceAll("_", " ");
}
