import { describe, expect, test } from "vitest";
import { readSpan } from "../../src/command/input/dates.ts";

const now = Date.parse("2026-05-31T10:20:30.400Z");
const span = (from?: string, to?: string, timezone = "UTC") => readSpan(from, to, { timezone, now });
const from = (text: string, timezone?: string) => new Date(span(text, undefined, timezone).from).toISOString();
const before = (text: string, timezone?: string) => new Date(span(undefined, text, timezone).before).toISOString();

describe("--from is the beginning of what is meant", () => {
  test.each([
    ["2026", "2026-01-01T00:00:00.000Z"],
    ["2026-05", "2026-05-01T00:00:00.000Z"],
    ["2026-05-31", "2026-05-31T00:00:00.000Z"],
    ["2026-05-31T14:30", "2026-05-31T14:30:00.000Z"],
    ["2026-05-31 14:30:15", "2026-05-31T14:30:15.000Z"],
    ["2026-05-31T14:30:15.25Z", "2026-05-31T14:30:15.250Z"],
    ["2026-05-31T14:30:00+02:00", "2026-05-31T12:30:00.000Z"],
    ["2026-05-31T14:30:00-0530", "2026-05-31T20:00:00.000Z"],
    ["today", "2026-05-31T00:00:00.000Z"],
    ["yesterday", "2026-05-30T00:00:00.000Z"],
    ["now", "2026-05-31T10:20:30.400Z"],
    ["90min", "2026-05-31T08:50:30.400Z"],
    ["12h", "2026-05-30T22:20:30.400Z"],
    ["7d", "2026-05-24T10:20:30.400Z"],
    ["2w", "2026-05-17T10:20:30.400Z"],
    ["3mo", "2026-02-28T10:20:30.400Z"],
    ["1y", "2025-05-31T10:20:30.400Z"],
  ])("%s", (text, expected) => {
    expect(from(text)).toBe(expected);
  });
});

describe("--to takes in the whole of what is meant", () => {
  test.each([
    ["2026", "2027-01-01T00:00:00.000Z"],
    ["2026-05", "2026-06-01T00:00:00.000Z"],
    ["2024-02-29", "2024-03-01T00:00:00.000Z"],
    ["yesterday", "2026-05-31T00:00:00.000Z"],
    ["2026-05-31T14:30:15.250Z", "2026-05-31T14:30:15.251Z"],
  ])("%s", (text, expected) => {
    expect(before(text)).toBe(expected);
  });
});

describe("--timezone", () => {
  test.each([
    ["2026-05-31", "Europe/Zurich", "2026-05-30T22:00:00.000Z"],
    ["2026-01-01", "America/New_York", "2026-01-01T05:00:00.000Z"],
    ["2026-05-31T14:30", "Asia/Kathmandu", "2026-05-31T08:45:00.000Z"],
    // The clocks go forward at 2 and back at 3 that day.
    ["2026-03-29T03:30", "Europe/Zurich", "2026-03-29T01:30:00.000Z"],
    ["2026-10-25T12:00", "Europe/Zurich", "2026-10-25T11:00:00.000Z"],
    ["2026-10-25", "Europe/Zurich", "2026-10-24T22:00:00.000Z"],
    // A zone in the text goes before.
    ["2026-05-31T14:30:00Z", "Europe/Zurich", "2026-05-31T14:30:00.000Z"],
  ])("%s in %s", (text, timezone, expected) => {
    expect(from(text, timezone)).toBe(expected);
  });

  test("a day has 23 or 25 hours where the clocks change", () => {
    const hours = (day: string) => {
      const { from, before } = span(day, day, "Europe/Zurich");
      return (before - from) / 3_600_000;
    };
    expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([23, 25, 24]);
  });

  test("today is the zone's", () => {
    expect(from("today", "Pacific/Kiritimati")).toBe("2026-05-31T10:00:00.000Z");
  });

  test("a name that is none is refused", () => {
    expect(() => span("2026", undefined, "Mars/Base")).toThrow("--timezone must be an IANA name");
  });
});

test("nothing given leaves a side open", () => {
  expect(span()).toEqual({ from: Number.NEGATIVE_INFINITY, before: Number.POSITIVE_INFINITY });
});

test.each(["", "2026-13", "2026-02-30", "05/31/2026", "5m", "7 days", "tomorrow?", "2026-05-31T25:00", "1e3d"])(
  "%j is no date",
  (text) => {
    expect(() => span(text)).toThrow("--from is no date; write 2026, 2026-05");
  },
);

test("an end before its beginning is refused", () => {
  expect(() => span("2026-05", "2026-04")).toThrow("--from is not before --to");
});
