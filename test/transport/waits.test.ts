import { expect, test } from "vitest";
import { readBody } from "../../src/transport/body.ts";
import { guard, sleep } from "../../src/transport/guard.ts";
import { backoffMs, retryAfterMs } from "../../src/transport/retry.ts";

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
  expect(asked({ "retry-after": "Sunday, 06-Nov-94 08:49:37 GMT" })).toBe(0);
  expect(asked({ "retry-after": "Sun Nov  6 08:49:37 1994" })).toBe(0);
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

test("a random wait stays below its bound, which grows to eight seconds", () => {
  for (const [failures, bound] of [
    [1, 500],
    [2, 1000],
    [5, 8000],
    [50, 8000],
  ] as const) {
    for (let round = 0; round < 100; round++) {
      expect(backoffMs(failures)).toBeLessThan(bound);
      expect(backoffMs(failures)).toBeGreaterThanOrEqual(0);
    }
  }
});

test("work is not begun for a caller who has left", async () => {
  const controller = new AbortController();
  const reason = new Error("gone");
  controller.abort(reason);
  let begun = false;
  const work = async () => {
    begun = true;
  };
  await expect(guard(work, 1000, () => new Error("late"), [controller.signal])).rejects.toBe(reason);
  expect(begun).toBe(false);
});

test("a wait ends with its signal", async () => {
  const controller = new AbortController();
  const started = performance.now();
  setTimeout(() => controller.abort(), 5);
  await sleep(60_000, controller.signal);
  expect(performance.now() - started).toBeLessThan(30_000);
});

test("an answer without a body is empty text", async () => {
  expect(await readBody(new Response(null, { status: 204 }), 10, new AbortController().signal)).toEqual({
    text: "",
    complete: true,
  });
});
