/** @throws RangeError for what cannot be a number of invoices. */
export function wholeNumber(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("sandbox: a number of invoices must be whole");
  return count;
}
