import { CommandError } from "../failure.ts";

/** A moment or a span of them, in milliseconds since 1970; `before` is not part of it. */
export interface Span {
  from: number;
  before: number;
}

/** What a date is read by. */
export interface DateContext {
  /** IANA name. */
  timezone: string;
  /** Milliseconds since 1970. */
  now: number;
}

const FORMS = "2026, 2026-05, 2026-05-31, 2026-05-31T14:30:00Z, today, yesterday, now, 12h, 7d, 2w, 3mo or 1y";

/**
 * Reads `--from` and `--to` as people write dates. A year, a month or a day is meant whole: `--to 2026-05` ends with May.
 *
 * @returns milliseconds since 1970; `before` is the first that is not meant any more; infinite where nothing was given.
 * @throws CommandError for what is no date, or an end before its beginning
 */
export function readSpan(from: string | undefined, to: string | undefined, context: DateContext): Span {
  checkTimezone(context.timezone);
  const span = {
    from: from === undefined ? Number.NEGATIVE_INFINITY : readDate("--from", from, context).from,
    before: to === undefined ? Number.POSITIVE_INFINITY : readDate("--to", to, context).before,
  };
  if (span.from < span.before) return span;
  throw new CommandError(64, "--from is not before --to; turn them round.");
}

function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    throw new CommandError(64, "--timezone must be an IANA name such as Europe/Zurich.");
  }
}

function readDate(option: string, text: string, { timezone, now }: DateContext): Span {
  const trimmed = text.trim();
  const span = readAgo(trimmed, now) ?? readDay(trimmed, timezone, now) ?? readCalendar(trimmed, timezone);
  if (span && !Number.isNaN(span.from) && !Number.isNaN(span.before)) return span;
  throw new CommandError(64, `${option} is no date; write ${FORMS}.`);
}

const UNITS: Record<string, number> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `7d`: so long ago. The moment itself belongs to it. */
function readAgo(text: string, now: number): Span | null {
  const [, digits, unit = ""] = /^(\d{1,5})(min|h|d|w|mo|y)$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const count = Number(digits);
  const ms = UNITS[unit];
  if (ms !== undefined) return moment(now - count * ms);
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - count * (unit === "y" ? 12 : 1));
  // Of 31 May, a month ago is 30 April.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return moment(date.getTime());
}

/**
 * Reads a length of time such as `7d`, in milliseconds.
 *
 * @throws CommandError for what is none
 */
export function readDuration(option: string, text: string): number {
  const [, digits, unit = ""] = /^(\d{1,5})(min|h|d|w)$/.exec(text.trim()) ?? [];
  const ms = UNITS[unit];
  if (digits !== undefined && ms !== undefined) return Number(digits) * ms;
  throw new CommandError(64, `${option} is no length of time; write 90min, 12h, 7d or 2w.`);
}

function readDay(text: string, timezone: string, now: number): Span | null {
  if (text === "now") return moment(now);
  if (text !== "today" && text !== "yesterday") return null;
  const [year, month, day] = wallClock(now, timezone);
  return calendarSpan([year, month - 1, day + (text === "today" ? 0 : -1)], "day", timezone);
}

function readCalendar(text: string, timezone: string): Span | null {
  const match =
    /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i.exec(
      text,
    );
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = "", zone] = match;
  const numbers = [year, month ?? "01", day ?? "01", hour ?? "0", minute ?? "0", second ?? "0"].map(Number);
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = numbers;
  if (!exists(y, mo, d) || h > 23 || mi > 59 || s > 59) return null;
  if (month === undefined) return calendarSpan([y, 0, 1], "year", timezone);
  if (day === undefined) return calendarSpan([y, mo - 1, 1], "month", timezone);
  if (hour === undefined) return calendarSpan([y, mo - 1, d], "day", timezone);
  const wall = Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, "0")));
  if (zone === undefined) return moment(toUtc(wall, timezone));
  return moment(wall - offsetOf(zone));
}

/** Whether the calendar has the day: `Date` would take 31 April for 1 May. */
function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}

function moment(ms: number): Span {
  return { from: ms, before: ms + 1 };
}

function calendarSpan(
  [year, month, day]: [number, number, number],
  size: "year" | "month" | "day",
  zone: string,
): Span {
  const add = (unit: string) => (size === unit ? 1 : 0);
  return {
    from: toUtc(Date.UTC(year, month, day), zone),
    before: toUtc(Date.UTC(year + add("year"), month + add("month"), day + add("day")), zone),
  };
}

/** The moment at which clocks of a zone show a time, given as if it were UTC. */
function toUtc(wall: number, timezone: string): number {
  const shown = (ms: number) => {
    const [year, month, day, hour, minute, second] = wallClock(ms, timezone);
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000);
  };
  const guess = wall - (shown(wall) - wall);
  // Near a change of the clocks the first guess has the other side's offset.
  return guess - (shown(guess) - wall);
}

function wallClock(ms: number, timezone: string): [number, number, number, number, number, number] {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: timezone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(ms);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return [part("year"), part("month"), part("day"), part("hour"), part("minute"), part("second")];
}
