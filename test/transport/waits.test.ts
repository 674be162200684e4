import { expect, test } from "vitest";
import { readBody } from "../../src/transport/body.ts";
import { guard, sleep } from "../../src/transport/guard.ts";

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
