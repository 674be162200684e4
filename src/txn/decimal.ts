import { InputError } from "../errors/errors.ts";

/** Decimal text: digits, perhaps a sign before them and a fraction behind. No exponent: no API of ours writes one. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Longer than any amount, and short enough to be computed with at once. */
const MOST_CHARACTERS = 1_000;

/** `digits / 10 ** scale`. */
interface Decimal {
  digits: bigint;
  scale: number;
}

/**
 * Compares two amounts or rates exactly, whatever their scale.
 *
 * @param a Decimal text, such as `"33.00"`, or a bigint.
 * @param b The same.
 * @returns -1 where `a` is less, 1 where it is more, 0 where they are equal: what `toSorted` takes.
 * @throws InputError for what is no decimal text, or has more than 1,000 characters. A number is none: it may have lost digits.
 * @example
 * compareDecimal("33.00", "33"); // 0
 */
export function compareDecimal(a: string | bigint, b: string | bigint): -1 | 0 | 1 {
  const [left, right] = [read(a, "a", "compareDecimal"), read(b, "b", "compareDecimal")];
  const scale = Math.max(left.scale, right.scale);
  const difference = rescale(left, scale) - rescale(right, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/**
 * Adds two amounts exactly.
 *
 * @param a Decimal text, such as `"33.00"`, or a bigint.
 * @param b The same.
 * @returns Decimal text with as many decimals as the longer of the two.
 * @throws InputError for what is no decimal text, or has more than 1,000 characters.
 * @example
 * addDecimal("0.1", "0.20"); // "0.30"
 */
export function addDecimal(a: string | bigint, b: string | bigint): string {
  const [left, right] = [read(a, "a", "addDecimal"), read(b, "b", "addDecimal")];
  const scale = Math.max(left.scale, right.scale);
  return write({ digits: rescale(left, scale) + rescale(right, scale), scale });
}

/**
 * Multiplies two amounts or rates exactly: nothing is rounded.
 *
 * @param a Decimal text, such as `"283.417792"`, or a bigint.
 * @param b The same.
 * @returns Decimal text with as many decimals as both together.
 * @throws InputError for what is no decimal text, or has more than 1,000 characters.
 * @example
 * multiplyDecimal("40.424657", "0.9894951"); // "40.0000000206807"
 */
export function multiplyDecimal(a: string | bigint, b: string | bigint): string {
  const [left, right] = [read(a, "a", "multiplyDecimal"), read(b, "b", "multiplyDecimal")];
  return write({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** Whether a value is decimal text, such as `"33.00"`. */
export function isDecimal(value: unknown): value is string {
  return typeof value === "string" && value.length <= MOST_CHARACTERS && DECIMAL.test(value);
}

function read(value: string | bigint, path: string, operation: string): Decimal {
  const text = typeof value === "bigint" ? String(value) : value;
  const [, sign, whole, fraction = ""] = (isDecimal(text) && DECIMAL.exec(text)) || [];
  if (whole === undefined) {
    const message = `must be decimal text of at most ${MOST_CHARACTERS} characters, such as "33.00", or a bigint`;
    throw new InputError([{ path, message }], { api: "txn", operation });
  }
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function rescale({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

function write({ digits, scale }: Decimal): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  const whole = text.slice(0, text.length - scale);
  const sign = digits < 0n ? "-" : "";
  return scale === 0 ? sign + whole : `${sign}${whole}.${text.slice(-scale)}`;
}
