import { parseTime } from "../../input/time.ts";

/** A moment of an answer as every database reads it: ISO 8601, UTC, to the millisecond. `null` where it is none. */
export function moment(text: string | null | undefined): string | null {
  const time = new Date(parseTime(text));
  // A year of five digits is no moment to a database.
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 1
    ? null
    : time.toISOString();
}

/** Decimal text, `null` where it is none: what came instead is in `raw`. */
export function decimal(text: string | null | undefined): string | null {
  return typeof text === "string" && /^\d+(\.\d+)?$/.test(text) ? text : null;
}
