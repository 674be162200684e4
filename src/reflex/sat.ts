/** Sat as decimal text: a thousandth of a sat is a digit behind the point. */
export function satText(amountMsat: bigint): string {
  const fraction = String(amountMsat % 1000n)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${amountMsat / 1000n}${fraction && `.${fraction}`}`;
}
