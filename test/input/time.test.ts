import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseTime } from "../../src/input/time.ts";

// Neither UTC nor a whole number of hours from it.
beforeEach(() => void vi.stubEnv("TZ", "Asia/Kathmandu"));
afterEach(() => void vi.unstubAllEnvs());

const NOON = Date.UTC(2026, 0, 31, 12);

test.each([
  ["2026-01-31T12:00:00Z", NOON],
  ["2026-01-31T12:00:00.000Z", NOON],
  ["2026-01-31T12:00:00", NOON],
  ["2026-01-31t12:00:00", NOON],
  ["2026-01-31 12:00:00", NOON],
  ["2026-01-31T12:00", NOON],
  ["2026-01-31T12:00:00.123456", NOON + 123],
  ["2026-01-31 12:00:00.5", NOON + 500],
  ["2026-01-31T12:00:00+02:00", NOON - 2 * 3_600_000],
  ["2026-01-31T12:00:00-05:30", NOON + 5.5 * 3_600_000],
  ["2026-01-31T12:00:00+0200", NOON - 2 * 3_600_000],
  ["2026-01-31", Date.UTC(2026, 0, 31)],
  ["Sat, 31 Jan 2026 12:00:00 GMT", NOON],
])("%s", (text, milliseconds) => {
  expect(new Date(0).getTimezoneOffset()).not.toBe(0);
  expect(parseTime(text)).toBe(milliseconds);
});

test.each([null, undefined, "", "soon", "2026-13-31T12:00:00"])("%j cannot be read", (text) => {
  expect(parseTime(text)).toBeNaN();
});
