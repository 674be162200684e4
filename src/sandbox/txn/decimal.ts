/** Decimal text as Txn sends it, reckoned with whole numbers: a float would not give the documented digits. */

/** A decimal as a whole number of its smallest unit. */
interface Scaled {
  units: bigint;
  scale: number;
}

const DECIMAL = /^\d{1,30}(\.\d{1,30})?$/;

/** Whether a text is a plain decimal, not below zero. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/** `text` with exactly `scale` decimals, rounded half up. */
export function rescale(text: string, scale: number): string {
  return format(round(parse(text), scale));
}

/** a / b, rounded half up. `b` must not be zero. */
export function divide(a: string, b: string, scale: number): string {
  const [dividend, divisor] = [parse(a), parse(b)];
  const shift = scale + 1 + divisor.scale;
  const units = (dividend.units * 10n ** BigInt(shift)) / (divisor.units * 10n ** BigInt(dividend.scale));
  return format(round({ units, scale: scale + 1 }, scale));
}

/** a x b, rounded half up. */
export function multiply(a: string, b: string, scale: number): string {
  const [left, right] = [parse(a), parse(b)];
  return format(round({ units: left.units * right.units, scale: left.scale + right.scale }, scale));
}

/** a + b, with the decimals of the longer. */
export function add(a: string, b: string): string {
  const scale = Math.max(parse(a).scale, parse(b).scale);
  return format({ units: round(parse(a), scale).units + round(parse(b), scale).units, scale });
}

/** a - b, and 0 where b is the larger. */
export function subtract(a: string, b: string, scale: number): string {
  const units = round(parse(a), scale).units - round(parse(b), scale).units;
  return format({ units: units < 0n ? 0n : units, scale });
}

/** Below 0 where a < b, above where a > b. */
export function compare(a: string, b: string): number {
  const scale = Math.max(parse(a).scale, parse(b).scale);
  const difference = round(parse(a), scale).units - round(parse(b), scale).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function parse(text: string): Scaled {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function round({ units, scale }: Scaled, wanted: number): Scaled {
  if (wanted >= scale) return { units: units * 10n ** BigInt(wanted - scale), scale: wanted };
  const step = 10n ** BigInt(scale - wanted);
  return { units: (units + step / 2n) / step, scale: wanted };
}

function format({ units, scale }: Scaled): string {
  const digits = units.toString().padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
