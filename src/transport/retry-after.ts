import { parseTime } from "../input/time.ts";

/**
 * How long the server asks to wait, in milliseconds; `null` where it does not say.
 *
 * Seconds or a date (RFC 9110, section 10.2.3). A NestJS throttler with a name sends `retry-after-<name>`, others
 * `retry-after-ms`, in milliseconds; what was sent twice arrives as one text. The longest of all counts.
 *
 * @example
 * retryAfterMs(new Headers({ "retry-after": "2" })); // 2000
 */
export function retryAfterMs(headers: Headers): number | null {
  const waits: number[] = [];
  // Counted from the server's own clock where it tells the time: the two clocks may differ by minutes.
  const serverNow = parseHttpDate(headers.get("date") ?? "");
  const now = Number.isNaN(serverNow) ? Date.now() : serverNow;
  headers.forEach((value, name) => {
    if (!/^retry-after(-|$)/i.test(name)) return;
    const unitMs = /-ms$/i.test(name) ? 1 : 1000;
    // The comma behind the day of a week parts nothing.
    for (const text of value.replace(/, (?=\d\d[ -][a-z]{3}[ -])/gi, " ").split(",")) {
      const wait = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) * unitMs : parseHttpDate(text) - now;
      if (!Number.isNaN(wait)) waits.push(wait);
    }
  });
  return waits.length > 0 ? Math.max(0, ...waits) : null;
}

/** A date in any form of RFC 9110, section 5.6.7, all of which are in UTC, or in ISO 8601; `NaN` for anything else. */
function parseHttpDate(text: string): number {
  const given = text.trim();
  const fixed = /^[a-z]{3,9},? (\d\d)[ -]([a-z]{3})[ -](\d{2}|\d{4}) (\d\d:\d\d:\d\d) GMT$/i.exec(given);
  if (fixed) return Date.parse(`${fixed[1]} ${fixed[2]} ${fullYear(fixed[3])} ${fixed[4]} GMT`);
  const asctime = /^[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/i.exec(given);
  if (asctime) return Date.parse(`${asctime[2]} ${asctime[1]} ${asctime[4]} ${asctime[3]} GMT`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(given) ? parseTime(given) : Number.NaN;
}

/** RFC 9110: two digits that seem to be more than 50 years ahead are of the century before. */
function fullYear(digits = ""): string {
  if (digits.length === 4) return digits;
  const thisYear = new Date().getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return String(year > thisYear + 50 ? year - 100 : year);
}
