import { getEventListeners } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { readBody } from "../../src/transport/body.ts";
import { Lifetime, race } from "../../src/transport/lifetime.ts";
import { startTimer } from "../../src/transport/timer.ts";

afterEach(() => void vi.useRealTimers());

const timeUp = () => new Error("time is up");
const DAY_MS = 86_400_000;

test("a lifetime ends with the reason of the caller's signal that aborts first, and leaves it no listener", () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const lifetime = new Lifetime(1000, timeUp, [one.signal, two.signal]);
  two.abort("second");
  one.abort("first");
  lifetime.end();
  expect(lifetime.signal.reason).toBe("second");
  expect(lifetime.isCancelled).toBe(true);
  expect(getEventListeners(one.signal, "abort")).toEqual([]);
});

test("a lifetime of a caller who has left is over before it begins", () => {
  const lifetime = new Lifetime(1000, timeUp, [AbortSignal.abort("gone")]);
  lifetime.end();
  expect(lifetime.signal.reason).toBe("gone");
});

test("a lifetime's clock stands still while it is paused", async () => {
  vi.useFakeTimers();
  const lifetime = new Lifetime(1000, timeUp, []);
  await vi.advanceTimersByTimeAsync(400);
  const paused = lifetime.pause(() => new Promise((resolve) => setTimeout(resolve, DAY_MS)));
  await vi.advanceTimersByTimeAsync(DAY_MS);
  await paused;
  expect(lifetime.left()).toBe(600);
  await vi.advanceTimersByTimeAsync(599);
  expect(lifetime.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(lifetime.signal.reason).toEqual(timeUp());
  expect(lifetime.isCancelled).toBe(false);
});

test("a pause ends with the caller's signal, even if what is waited for ignores it", async () => {
  const controller = new AbortController();
  const lifetime = new Lifetime(1000, timeUp, [controller.signal]);
  const paused = lifetime.pause(() => new Promise(() => {}));
  controller.abort("gone");
  await expect(paused).rejects.toBe("gone");
  lifetime.end();
});

test("a timer of more than a platform can set fires once, when it should", () => {
  vi.useFakeTimers();
  const done = vi.fn();
  startTimer(90 * DAY_MS, done);
  vi.advanceTimersByTime(90 * DAY_MS - 1);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(done).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
  startTimer(90 * DAY_MS, done)();
  startTimer(Number.POSITIVE_INFINITY, done)();
  expect(vi.getTimerCount()).toBe(0);
});

test("a race is decided by what comes first, and drops the rest", async () => {
  const { signal } = new AbortController();
  expect(await race(Promise.resolve(1), signal)).toBe(1);
  await expect(race(Promise.reject(new Error("x")), signal)).rejects.toThrow("x");
  expect(getEventListeners(signal, "abort")).toEqual([]);
  await expect(race(Promise.resolve(1), AbortSignal.abort("gone"))).rejects.toBe("gone");
});

test("an answer without a body is empty text", async () => {
  expect(await readBody(new Response(null, { status: 204 }), 10, new AbortController().signal)).toEqual({
    text: "",
    complete: true,
  });
});
