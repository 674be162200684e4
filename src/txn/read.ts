import { copyOptions } from "../input/copy.ts";
import { fieldIssues, type Rule } from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { checkRequestOptions, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { pairList, pairsOf } from "./currency-pairs.ts";
import { invoiceDocument, invoiceOf } from "./schemas.ts";
import type { TxnCurrencyPair, TxnInvoice } from "./types.ts";

/** A slash or dots would lead elsewhere, and with the key. */
const invoiceId: Rule = [
  (value) => typeof value === "string" && /^[\w:~-]{1,200}$/.test(value),
  "must be an invoice's id: letters, digits, - and _",
];

/** Throws an `InputError` unless this can be the id of an invoice. */
export function checkInvoiceId(id: unknown, operation: string): void {
  throwIfInvalid(fieldIssues({ id: id ?? "" }, { id: invoiceId }), "txn", operation);
}

/** Reads one invoice; see `TxnClient.getInvoice`. */
export async function getInvoice(
  connection: Connection,
  id: string,
  givenOptions: RequestOptions,
  operation = "getInvoice",
): Promise<TxnInvoice> {
  const options = copyOptions(givenOptions);
  checkInvoiceId(id, operation);
  checkRequestOptions(options, "txn", operation, []);
  const answer = await connection.get(operation, {}, options, undefined, `/${id}`);
  return invoiceOf(connection.parse(invoiceDocument, answer.data, answer));
}

/** Lists what can be billed and charged; see `TxnClient.listCurrencyPairs`. */
export async function listCurrencyPairs(
  connection: Connection,
  givenOptions: RequestOptions,
): Promise<TxnCurrencyPair[]> {
  const options = copyOptions(givenOptions);
  checkRequestOptions(options, "txn", "listCurrencyPairs", []);
  const answer = await connection.get("listCurrencyPairs", {}, options, undefined, "/currency_pairs");
  return pairsOf(connection.parse(pairList, answer.data, answer));
}
