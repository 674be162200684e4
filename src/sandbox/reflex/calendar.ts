/** Buckets of time, in any time zone: where an hour, day, week, month or year begins there. */

export type Interval = "HOUR" | "DAY" | "WEEK" | "MONTH" | "YEAR";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The interval for a window of the given width. Amboss documents that the server chooses; the thresholds are invented. */
export function intervalFor(widthMs: number): Interval {
  if (widthMs <= 2 * DAY_MS) return "HOUR";
  if (widthMs <= 31 * DAY_MS) return "DAY";
  if (widthMs <= 183 * DAY_MS) return "WEEK";
  if (widthMs <= 1830 * DAY_MS) return "MONTH";
  return "YEAR";
}

/** Begin and end (not included) of the bucket that holds a time; all are milliseconds since 1970. */
export function bucketAround(ms: number, interval: Interval, timeZone: string): { start: number; end: number } {
  const local = ms + offsetAt(ms, timeZone);
  const start = toInstant(startOf(local, interval), timeZone);
  const end = toInstant(startOfNext(local, interval), timeZone);
  // Where the clocks go back, the repeated hour would come out before `ms`: keep the bucket round it.
  return { start: Math.min(start, ms), end: Math.max(end, ms + 1) };
}

/** Whether this runtime knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return name === "UTC" || formatterOf(name) !== undefined;
  } catch {
    return false;
  }
}

// "Local" times below are wall-clock readings written as if they were UTC, so that UTC's arithmetic serves for them.

function startOf(local: number, interval: Interval): number {
  if (interval === "HOUR") return Math.floor(local / HOUR_MS) * HOUR_MS;
  const date = new Date(local);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (interval === "DAY") return Date.UTC(year, month, day);
  // Weeks begin on Monday, as ISO 8601 has it.
  if (interval === "WEEK") return Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7));
  return Date.UTC(year, interval === "MONTH" ? month : 0, 1);
}

function startOfNext(local: number, interval: Interval): number {
  const start = startOf(local, interval);
  const date = new Date(start);
  if (interval === "HOUR") return start + HOUR_MS;
  if (interval === "DAY") return start + DAY_MS;
  if (interval === "WEEK") return start + 7 * DAY_MS;
  return Date.UTC(
    date.getUTCFullYear() + (interval === "YEAR" ? 1 : 0),
    date.getUTCMonth() + (interval === "MONTH" ? 1 : 0),
    1,
  );
}

/** The instant at which a zone's clocks show a local time. */
function toInstant(local: number, timeZone: string): number {
  const guess = local - offsetAt(local, timeZone);
  return local - offsetAt(guess, timeZone);
}

// A name can be written in any case: their number has no end.
const MAX_FORMATTERS = 100;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    if (formatters.size >= MAX_FORMATTERS) formatters.clear();
    formatter = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** How far a zone's clocks are ahead of UTC, in ms. */
function offsetAt(ms: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const name = formatterOf(timeZone)
    .formatToParts(ms)
    .find((part) => part.type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name ?? "");
  if (match === null) return 0;
  const [, sign, hours, minutes, seconds = "0"] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -size : size;
}
