/**
 * `JSON.stringify` for what this package gives: amounts in msat (bigint) become decimal text.
 *
 * @param value Anything.
 * @param space As in `JSON.stringify`: the indentation.
 * @example
 * stringify({ amount_msats: 100000n }); // '{"amount_msats":"100000"}'
 */
export function stringify(value: unknown, space?: string | number): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part), space);
}
