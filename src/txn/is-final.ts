/**
 * Whether an invoice's status can no longer change (Txn documents, "Invoice status flow"). An expired invoice can: it
 * may still be paid for seven days.
 *
 * @example
 * const open = invoices.filter((invoice) => !isFinal(invoice));
 */
export function isFinal(invoice: { status: string }): boolean {
  return invoice.status === "completed" || invoice.status === "cancelled" || invoice.status === "rejected";
}
