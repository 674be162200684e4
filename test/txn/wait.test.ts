import { createTxnClient, InputError, ServerError, type TxnClient, type WaitOptions } from "unvoice/txn";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { txnResource } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An invoice that is in the last of the given states whose time, in ms from now, has come. */
function invoice(states: Record<number, object>, { failing = [] as number[], maxRetries = 0 } = {}) {
  const begin = Date.now();
  const polls: number[] = [];
  const fetch = async () => {
    const at = Date.now() - begin;
    const nth = polls.push(at);
    if (failing.includes(nth)) return new Response("", { status: 503 });
    const [, attributes] = Object.entries(states).findLast(([from]) => Number(from) <= at) ?? [];
    return Response.json({ data: txnResource("1", { status: "pending", ...attributes }) });
  };
  const txn = createTxnClient({ apiKey: "key-of-the-test", baseUrl: "https://txn.test", fetch, maxRetries });
  return { txn, polls };
}

/** What a wait gives, and how it ends, after so much time. */
async function watch(ms: number, txn: TxnClient, options?: WaitOptions) {
  const seen: string[] = [];
  let end: unknown = "goes on";
  (async () => {
    for await (const { status } of txn.waitForInvoice("1", options)) seen.push(status);
  })().then(
    () => (end = "ended"),
    (error: unknown) => (end = error),
  );
  await vi.advanceTimersByTimeAsync(ms);
  return { seen, end };
}

describe("a wait follows the documented life of an invoice", () => {
  test("every minute for 20 minutes, then every 10", async () => {
    const { txn, polls } = invoice({ 0: {} });
    await watch(HOUR, txn);
    const minutes = polls.map((at) => Math.round(at / MINUTE));
    expect(minutes).toEqual([...Array.from({ length: 21 }, (_, minute) => minute), 30, 40, 50, 60]);
  });

  test("each change is given once, and a final status ends it", async () => {
    const { txn, polls } = invoice({
      0: {},
      [3 * MINUTE]: { status: "processing", paymentStatus: "on_time" },
      [5 * MINUTE]: { status: "processing", paymentStatus: "late" },
      [9 * MINUTE]: { status: "completed", statusContext: "full" },
    });
    expect(await watch(HOUR, txn)).toEqual({
      seen: ["pending", "processing", "processing", "completed"],
      end: "ended",
    });
    expect(polls).toHaveLength(10);
  });

  test("after 168 hours the last state is the end, unless compliance holds it", async () => {
    expect(await watch(169 * HOUR, invoice({ 0: { status: "expired" } }).txn)).toEqual({
      seen: ["expired"],
      end: "ended",
    });
    const held = invoice({ 0: {}, [HOUR]: { status: "on_hold" }, [300 * HOUR]: { status: "rejected" } });
    expect(await watch(301 * HOUR, held.txn)).toEqual({ seen: ["pending", "on_hold", "rejected"], end: "ended" });
  });

  test("awaited, it gives the last state, and asks once however often it is awaited", async () => {
    const { txn, polls } = invoice({ 0: {}, [MINUTE]: { status: "cancelled" } });
    const wait = txn.waitForInvoice("1");
    const both = Promise.all([wait, wait]);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect((await both).map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    expect(polls).toHaveLength(2);
  });
});

describe("until ends it before", () => {
  const life = { 0: {}, [5 * MINUTE]: { status: "processing" }, [15 * MINUTE]: { status: "completed" } };

  test.each<[string, WaitOptions["until"]]>([
    ["a status", "processing"],
    ["one of several", ["expired", "processing"]],
    ["a function", ({ status }) => status === "processing"],
  ])("%s", async (_name, until) => {
    expect(await watch(HOUR, invoice(life).txn, { until })).toEqual({ seen: ["pending", "processing"], end: "ended" });
  });

  test("a moment, at which it is read once more", async () => {
    const { txn, polls } = invoice(life);
    const until = new Date(Date.now() + 5.5 * MINUTE);
    expect(await watch(HOUR, txn, { until })).toEqual({ seen: ["pending", "processing"], end: "ended" });
    expect(polls.at(-1)).toBe(5.5 * MINUTE);
    const past = invoice(life);
    expect(await watch(HOUR, past.txn, { until: new Date(0) })).toEqual({ seen: ["pending"], end: "ended" });
    expect(past.polls).toHaveLength(1);
  });

  test("null is no condition, and a final status ends it all the same", async () => {
    expect((await watch(HOUR, invoice(life).txn, { until: null, signal: null })).end).toBe("ended");
    expect((await watch(HOUR, invoice(life).txn, { until: "rejected" })).seen.at(-1)).toBe("completed");
  });

  test.each([{ until: 5 }, { until: "" }, { until: [] }, { until: new Date("x") }, { signal: {} }, { timeout: 5 }])(
    "%j is refused at once",
    (options) => {
      expect(() => invoice({ 0: {} }).txn.waitForInvoice("1", options as never)).toThrow(InputError);
    },
  );
});

describe("errors", () => {
  test("that a read survives are survived", async () => {
    const life = { 0: {}, [2 * MINUTE]: { status: "completed" } };
    const { txn } = invoice(life, { failing: [1, 3], maxRetries: 2 });
    expect(await watch(HOUR, txn)).toEqual({ seen: ["pending", "completed"], end: "ended" });
  });

  test("that exhaust its retries end the wait", async () => {
    const { txn, polls } = invoice({ 0: {} }, { failing: [3] });
    const { seen, end } = await watch(HOUR, txn);
    expect(seen).toEqual(["pending"]);
    expect(end).toBeInstanceOf(ServerError);
    expect(end).toMatchObject({ operation: "waitForInvoice" });
    expect(polls).toHaveLength(3);
  });

  test("an abort ends it with its own reason, and leaves no timer", async () => {
    const controller = new AbortController();
    const { txn } = invoice({ 0: {} });
    const waiting = rejection(txn.waitForInvoice("1", { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(90_000);
    controller.abort(new Error("enough"));
    expect(await waiting).toMatchObject({ message: "enough" });
    expect(vi.getTimerCount()).toBe(0);
  });
});
