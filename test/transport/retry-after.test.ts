import { afterEach, expect, test, vi } from "vitest";
import { retryAfterMs } from "../../src/transport/retry-after.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const asked = (headers: Record<string, string>) => retryAfterMs(new Headers(headers));

test("a wait that the server asks for, in each of its forms", () => {
  expect(asked({ "retry-after": "2" })).toBe(2000);
  expect(asked({ "retry-after": " 0.25 " })).toBe(250);
  // A throttler with names: the longest counts.
  expect(asked({ "retry-after-short": "1", "retry-after-long": "60" })).toBe(60_000);
  // By the server's own clock, which may be years off.
  const date = "Wed, 01 Jan 2020 00:00:10 GMT";
  expect(asked({ "retry-after": date, date: "Wed, 01 Jan 2020 00:00:00 GMT" })).toBe(10_000);
  expect(asked({ "retry-after": new Date(Date.now() + 60_000).toUTCString() })).toBeGreaterThan(50_000);
  expect(asked({ "retry-after": new Date(Date.now() + 60_000).toISOString() })).toBeGreaterThan(50_000);
});

test("what is no wait is none", () => {
  expect(asked({})).toBeNull();
  expect(asked({ "retry-after": "soon" })).toBeNull();
  expect(asked({ "retry-after": "in 5" })).toBeNull();
  expect(asked({ "retry-after": "5 or so" })).toBeNull();
  expect(asked({ "x-retry-after": "5" })).toBeNull();
  expect(asked({ "retry-afterwards": "5" })).toBeNull();
  expect(asked({ "retry-after": "-5" })).toBeNull();
  expect(asked({ "retry-after": "25:61:00" })).toBeNull();
});

test.each(["Pacific/Kiritimati", "America/Los_Angeles"])("each form of a date is read as UTC in %s", (zone) => {
  vi.stubEnv("TZ", zone);
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 6, 8, 49, 27) });
  for (const date of [
    "Fri, 06 Nov 2026 08:49:37 GMT",
    "Friday, 06-Nov-26 08:49:37 GMT",
    "Fri Nov  6 08:49:37 2026",
    "2026-11-06T08:49:37.000Z",
    "2026-11-06T09:49:37+01:00",
  ]) {
    expect(asked({ "retry-after": date }), date).toBe(10_000);
    // The server's own clock, in whichever form, is a minute fast.
    expect(asked({ "retry-after": "Fri, 06 Nov 2026 08:50:37 GMT", date: date.replace("49:37", "50:27") })).toBe(
      10_000,
    );
  }
  // RFC 850's two digits: 94 is not 2094.
  expect(asked({ "retry-after": "Sunday, 06-Nov-94 08:49:37 GMT" })).toBe(0);
  expect(asked({ "retry-after": "Sat, 31-Dec-50 23:59:59 GMT" })).toBeGreaterThan(20 * 365 * 86_400_000);
});

test("a header that was sent twice counts as the longer of both", () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 6, 8, 49, 27) });
  expect(asked({ "retry-after": "2, 5" })).toBe(5000);
  const date = "Fri, 06 Nov 2026 08:49:37 GMT";
  expect(asked({ "retry-after": `${date}, ${date}` })).toBe(10_000);
  expect(asked({ "retry-after": `3, ${date}` })).toBe(10_000);
  expect(asked({ "retry-after": "soon, 4" })).toBe(4000);
});

test("milliseconds are milliseconds", () => {
  expect(asked({ "retry-after-ms": "300" })).toBe(300);
  expect(asked({ "retry-after-ms": "300", "retry-after": "1" })).toBe(1000);
});
