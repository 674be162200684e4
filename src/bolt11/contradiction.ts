/**
 * Whether one of a URI's amounts is another one than the invoice's, or, where that has none, than the first of them.
 *
 * @param amounts Bitcoin as decimal text (BIP 21, "Transfer amount"); an empty one says nothing.
 */
export function contradicts(amounts: readonly string[], amountMsat: bigint | null): boolean {
  const given = amounts.filter((amount) => amount !== "").map(toMsat);
  const meant = amountMsat ?? given[0];
  return given.some((amount) => amount === null || !isSame(amount, meant as bigint)); // given[0] is among these
}

function isSame(amount: bigint, meant: bigint): boolean {
  const difference = amount > meant ? amount - meant : meant - amount;
  // On the chain there is no part of a satoshi: there it is rounded.
  return difference === 0n || (difference < 1000n && amount % 1000n === 0n);
}

/** `null` for what is no amount, or none that an invoice can have. */
function toMsat(amount: string): bigint | null {
  const [, whole, fraction] = /^(\d{0,20})\.?(\d{0,11})0*$/.exec(amount) ?? [];
  return whole === undefined || fraction === undefined ? null : BigInt(whole + fraction.padEnd(11, "0"));
}
