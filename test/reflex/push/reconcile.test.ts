import { OutcomeUnknownError } from "unvoice";
import { describe, expect, test } from "vitest";
import { SEED_HASH, SEED_INVOICE, SEED_PUSH } from "../../support/fixtures.ts";
import { json, rejection } from "../../support/server.ts";
import { type Habits, keeper, page, rowOf } from "./keeper.ts";

const RECONCILE = { onUnknownOutcome: "reconcile", totalTimeoutMs: 900, timeoutMs: 400 } as const;

/** What a push comes to whose connection breaks after the save. */
const lostAfter: Habits["onPush"] = ({ save, reset }) => {
  save();
  reset();
};
/** The same before it. */
const lostBefore: Habits["onPush"] = ({ reset }) => reset();

describe("reconcile finds what was saved, without pushing again", () => {
  const rowsOfOthers = Array.from({ length: 45 }, () =>
    rowOf({ payment_request: "lnbc1other" }, new Date(), { payment_hash: "00".repeat(32) }),
  );

  test.each<[string, Habits, object?]>([
    ["a connection that broke", { onPush: lostAfter }],
    [
      "a save that came after the client had given up",
      { onPush: ({ save }) => void setTimeout(save, 250) },
      { timeoutMs: 100 },
    ],
    [
      "a list that lags behind",
      {
        onPush: ({ save, response }) => {
          save();
          response.writeHead(504).end();
        },
        list: (rows, variables) =>
          page(
            rows.filter((row) => Date.now() - Date.parse(String(row.created_at)) > 200),
            variables,
          ),
      },
    ],
    ["a clock six minutes behind", { onPush: lostAfter, clockMs: -6 * 60_000 }],
    ["a clock six minutes ahead", { onPush: lostAfter, clockMs: 6 * 60_000 }],
    ["an answer without the time", { onPush: lostAfter, tellsTime: false }],
    [
      "a hash in upper case",
      {
        onPush: ({ save, reset }) => {
          save({ payment_hash: SEED_HASH.toUpperCase() });
          reset();
        },
      },
    ],
    [
      "a page of 20 rows for 50, among others that came later",
      {
        onPush: lostAfter,
        list: (rows, { filter, page: { offset } }) =>
          page([...rowsOfOthers, ...rows], { filter, page: { limit: 20, offset } }),
      },
    ],
    [
      "a row beside others that cannot be read",
      {
        onPush: lostAfter,
        list: (rows, variables) => page([null, 5, { id: 7 }, ...rows] as never, { ...variables, filter: { from: "" } }),
      },
    ],
    [
      "tags in another order",
      {
        onPush: ({ save, reset, variables }) => {
          save({ tags: [...(variables.invoice.tags as object[])].reverse() });
          reset();
        },
      },
    ],
    [
      "a number kept as text",
      {
        onPush: ({ save, reset, variables }) => {
          const tags = (variables.invoice.tags as { number_value?: number }[]).map(({ number_value, ...tag }) =>
            number_value === undefined ? tag : { ...tag, string_value: String(number_value) },
          );
          save({ tags });
          reset();
        },
      },
    ],
    [
      "a look-up that fails at first",
      { onPush: lostAfter, onList: (response, nth) => nth === 1 && Boolean(response.writeHead(503).end()) },
      { maxRetries: 0 },
    ],
    [
      "an answer without the invoice",
      {
        onPush: ({ save, response }) => {
          save();
          json(response, 200, { data: { pushInvoice: null } });
        },
      },
    ],
  ])("%s", async (_what, habits, options = {}) => {
    const api = await keeper(habits);
    const pushed = await api.reflex.pushInvoice(SEED_PUSH, { ...RECONCILE, ...options });
    expect(pushed).toMatchObject({ reconciled: true, checks: null, checkErrors: [], invoice: { id: api.rows[0]?.id } });
    expect(pushed.response).toMatchObject({ status: 200 });
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });

  test.each([
    ["stored in lower case", SEED_INVOICE.toUpperCase(), SEED_INVOICE],
    ["stored in upper case", SEED_INVOICE, SEED_INVOICE.toUpperCase()],
    ["stored without its scheme", `lightning:${SEED_INVOICE}`, SEED_INVOICE],
  ])("an invoice that was not decoded, %s", async (_how, sent, stored) => {
    const api = await keeper({
      onPush: ({ save, reset }) => {
        save({ payment_request: stored });
        reset();
      },
    });
    const params = { invoice: { ...SEED_PUSH.invoice, payment_request: sent } };
    const pushed = await api.reflex.pushInvoice(params, { ...RECONCILE, localDecode: false });
    expect(pushed).toMatchObject({ reconciled: true, preview: null, invoice: { payment_hash: SEED_HASH } });
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });

  test.each([null, "", "suredbits demo invoice"])(
    "a push without a description, listed under %j",
    async (description) => {
      for (const localDecode of [true, false]) {
        const api = await keeper({
          onPush: ({ save, reset }) => {
            save({ description });
            reset();
          },
        });
        const pushed = await api.reflex.pushInvoice(
          { invoice: { payment_request: SEED_INVOICE } },
          { ...RECONCILE, localDecode },
        );
        expect(pushed.reconciled).toBe(true);
      }
    },
  );
});

describe("reconcile takes no other row for this push's", () => {
  const old = (over: object, agoMs = 0) => [rowOf(SEED_PUSH.invoice, new Date(Date.now() - agoMs), { ...over })];
  test.each<[string, Habits["list"]]>([
    ["another description", (_rows, variables) => page(old({ description: "mine" }), variables)],
    ["no description", (_rows, variables) => page(old({ description: null }), variables)],
    ["other tags", (_rows, variables) => page(old({ tags: [{ key: "user-id", string_value: "x" }] }), variables)],
    ["a tag less", (_rows, variables) => page(old({ tags: SEED_PUSH.invoice.tags.slice(1) }), variables)],
    ["an older row of the very same push, from a server that heeds no filter", () => old({}, 10 * 60_000).slice()],
    [
      "another invoice",
      (_rows, variables) => page(old({ payment_hash: "00".repeat(32), payment_request: "lnbc1other" }), variables),
    ],
    ["nothing", () => []],
  ])("%s", async (_what, list = page) => {
    // Each page but the first is empty, as a server's is that was read to its end.
    const api = await keeper({
      onPush: lostBefore,
      list: (rows, variables) => (variables.page.offset > 0 ? [] : list(rows, variables)),
    });
    const thrown = (await rejection(api.reflex.pushInvoice(SEED_PUSH, RECONCILE))) as OutcomeUnknownError;
    expect(thrown).toBeInstanceOf(OutcomeUnknownError);
    expect(thrown).toMatchObject({ outcome: "unknown", paymentHash: SEED_HASH, attempts: 1 });
    expect(thrown.lookUps).toBeGreaterThan(1);
    expect(thrown.cause).toMatchObject({ code: "connection_broken" });
    expect(thrown.message).toContain(`looked up ${thrown.lookUps} times`);
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 0 });
  });

  test("an older row of the very same push, on a server whose clock is ahead", async () => {
    const clockMs = 6 * 60_000;
    const api = await keeper({
      onPush: lostBefore,
      clockMs,
      list: (_rows, variables) => page(old({}, -60_000), variables),
    });
    expect(await rejection(api.reflex.pushInvoice(SEED_PUSH, RECONCILE))).toBeInstanceOf(OutcomeUnknownError);
  });
});

describe("once unknown, nothing makes it definite but the invoice found", () => {
  test.each([
    ["401", (status = 401) => status],
    ["403", (status = 403) => status],
    ["404", (status = 404) => status],
  ])("a look-up that is answered %s", async (_status, status) => {
    const api = await keeper({ onPush: lostAfter, onList: (response) => Boolean(response.writeHead(status()).end()) });
    const thrown = (await rejection(api.reflex.pushInvoice(SEED_PUSH, RECONCILE))) as OutcomeUnknownError;
    expect(thrown).toBeInstanceOf(OutcomeUnknownError);
    expect(thrown).toMatchObject({ outcome: "unknown", lookUps: 1 });
    expect(thrown.message).toContain(`The last look-up failed: reflex.getInvoices: HTTP ${status()}`);
    expect(thrown.cause).toMatchObject({ code: "connection_broken" });
    expect(api.counts()).toEqual({ pushes: 1, lists: 1, saved: 1 });
  });

  test.each([
    ["broken connections", (response: { destroy(): void }) => Boolean(response.destroy() ?? true)],
    [
      "answers without a list",
      (response: never) => Boolean(json(response, 200, { data: { getInvoices: null } }) ?? true),
    ],
    [
      "pages without end",
      (response: never) => {
        const list = Array.from({ length: 50 }, () =>
          rowOf({ payment_request: "lnbc1other" }, new Date(), { payment_hash: "00" }),
        );
        return Boolean(json(response, 200, { data: { getInvoices: { find_many: { list } } } }) ?? true);
      },
    ],
    [
      "one page for ever",
      (response: never) => {
        const list = [rowOf({ payment_request: "lnbc1other" }, new Date(), { id: "the same", payment_hash: "00" })];
        return Boolean(json(response, 200, { data: { getInvoices: { find_many: { list } } } }) ?? true);
      },
    ],
  ])("look-ups that meet %s", async (_what, onList) => {
    const api = await keeper({ onPush: lostAfter, onList: onList as never });
    const started = performance.now();
    const thrown = await rejection(api.reflex.pushInvoice(SEED_PUSH, { ...RECONCILE, maxRetries: 0 }));
    expect(thrown).toBeInstanceOf(OutcomeUnknownError);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });

  test("a push that took all of its time is not looked up", async () => {
    const api = await keeper({ onPush: ({ save }) => void save() });
    const thrown = await rejection(api.reflex.pushInvoice(SEED_PUSH, { ...RECONCILE, totalTimeoutMs: 200 }));
    expect(thrown).toMatchObject({ name: "OutcomeUnknownError", lookUps: 0 });
    expect(api.counts()).toEqual({ pushes: 1, lists: 0, saved: 1 });
  });

  test("a cancelled look-up rejects with the signal's own reason", async () => {
    for (const while_ of ["asking", "waiting"]) {
      const controller = new AbortController();
      const reason = new Error("the user left");
      const api = await keeper({
        onPush: lostBefore,
        onList: () => {
          setTimeout(() => controller.abort(reason), while_ === "asking" ? 0 : 50);
          return while_ === "asking";
        },
      });
      const push = api.reflex.pushInvoice(SEED_PUSH, { ...RECONCILE, signal: controller.signal });
      expect(await rejection(push)).toBe(reason);
      expect(api.counts()).toMatchObject({ pushes: 1, lists: 1 });
    }
  });
});
