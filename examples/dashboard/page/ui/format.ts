/** How figures, moments and keys are written. Money is never turned into a float. */

/**
 * An amount in msat, exact, in sat.
 *
 * @example
 * satoshi(1_234_567n); // "1,234.567 sat"
 */
export function satoshi(amountMsat: bigint | null): string {
  if (amountMsat === null) return "not stated";
  const whole = (amountMsat / 1000n).toLocaleString("en");
  const thousandths = amountMsat % 1000n;
  return thousandths === 0n ? `${whole} sat` : `${whole}.${String(thousandths).padStart(3, "0")} sat`;
}

/**
 * An amount in msat as bitcoin, to the satoshi.
 *
 * @example
 * bitcoin(123_456_789_000n); // "1.23456789 BTC"
 */
export function bitcoin(amountMsat: bigint): string {
  const sat = amountMsat / 1000n;
  const fraction = String(sat % 100_000_000n).padStart(8, "0");
  return `${(sat / 100_000_000n).toLocaleString("en")}.${fraction} BTC`;
}

/**
 * A decimal text of the wire with its currency; the digits stay as they are.
 *
 * @example
 * money("1234567.50", "USD"); // "1,234,567.50 USD"
 */
export function money(amount: string | null | undefined, currency: string | null | undefined): string {
  if (amount === null || amount === undefined || amount === "") return "not stated";
  const [whole = "", fraction] = amount.split(".");
  const grouped = /^\d+$/.test(whole) ? BigInt(whole).toLocaleString("en") : whole;
  return `${grouped}${fraction === undefined ? "" : `.${fraction}`} ${currency?.toUpperCase() ?? ""}`.trimEnd();
}

/** A count: `12,345`. */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** A share: `37%`, and `<1%` where rounding would say that there is nothing. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded === 0 && share > 0 ? "<1%" : `${rounded}%`;
}

/**
 * A moment to the minute, UTC.
 *
 * @example
 * minute("2026-01-01T12:34:56Z"); // "2026-01-01 12:34"
 */
export function minute(moment: Date | string | null | undefined): string {
  if (moment === null || moment === undefined) return "not known";
  const time = new Date(moment);
  return Number.isNaN(time.getTime()) ? String(moment) : time.toISOString().slice(0, 16).replace("T", " ");
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** How far a moment is from now: `3 days ago`, `in 20 minutes`. */
export function fromNow(moment: Date, now = Date.now()): string {
  const seconds = (moment.getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** The beginning and the end of a key or an id. */
export function short(text: string): string {
  return text.length > 18 ? `${text.slice(0, 8)}…${text.slice(-6)}` : text;
}

/** `3 invoices`, `1 invoice`. */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
