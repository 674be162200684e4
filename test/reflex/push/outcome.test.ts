import { inspect } from "node:util";
import {
  AuthenticationError,
  BadRequestError,
  GraphQLResponseError,
  InvoiceMismatchError,
  OutcomeUnknownError,
  RateLimitError,
  type UnvoiceError,
} from "unvoice";
import { describe, expect, test } from "vitest";
import { SEED_HASH, SEED_INVOICE, SEED_PUSH } from "../../support/fixtures.ts";
import { json, rejection } from "../../support/server.ts";
import { keeper, type Received } from "./keeper.ts";

const error = (message: string, path?: unknown, extensions: object = {}) => ({ message, path, extensions });
const throttled = (path?: unknown) => error("ip-api: too many requests", path);

/** Saves, and answers with the invoice beside these errors. */
const savedBeside =
  (...errors: unknown[]) =>
  ({ response, save }: Received) =>
    json(response, 200, { data: { pushInvoice: { invoice: save(), checks: null } }, errors });
/** Saves, and answers with this. */
const savedBut =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  ({ response, save }: Received) => {
    save();
    json(response, status, body, headers);
  };
/** Saves nothing, and answers with this. */
const refused =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  ({ response }: Received) =>
    json(response, status, body, headers);

describe("an answer that holds the invoice is a success, and tells what failed beside it", () => {
  test.each([
    ["a check that was throttled", throttled(["pushInvoice", "checks"]), ["pushInvoice", "checks"]],
    ["a check that failed", error("ip-api is down", ["pushInvoice", "checks"]), ["pushInvoice", "checks"]],
    [
      "a check that is forbidden",
      error("no", ["pushInvoice", "checks", 0], { code: "FORBIDDEN" }),
      ["pushInvoice", "checks", 0],
    ],
    ["an error without a path", throttled(), []],
    ["an error with a path of one", throttled(["pushInvoice"]), ["pushInvoice"]],
    ["an error whose path is text", throttled("pushInvoice"), []],
  ])("%s", async (_what, one, path) => {
    const api = await keeper({ onPush: savedBeside(one) });
    const pushed = await api.reflex.pushInvoice(SEED_PUSH);
    expect(pushed).toMatchObject({ checks: null, checkErrors: [{ message: one.message, path }], reconciled: false });
    expect(pushed.invoice.payment_hash).toBe(SEED_HASH);
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });

  test.each([
    ["text", "ip-api: too many requests", "ip-api: too many requests"],
    ["an object", { message: "ip-api is down" }, "ip-api is down"],
    ["a list of text", ["ip-api is down"], "ip-api is down"],
    ["a list of null", [null], "it gave no reason"],
  ])("errors that are %s", async (_what, errors, message) => {
    const api = await keeper({
      onPush: ({ response, save }) =>
        json(response, 200, { data: { pushInvoice: { invoice: save(), checks: null } }, errors }),
    });
    expect((await api.reflex.pushInvoice(SEED_PUSH)).checkErrors).toEqual([{ message, path: [] }]);
    expect(api.counts().saved).toBe(1);
  });

  test("none beside an answer without errors", async () => {
    const api = await keeper();
    expect((await api.reflex.pushInvoice(SEED_PUSH)).checkErrors).toEqual([]);
  });

  test("checks that cannot be read take nothing from the invoice", async () => {
    const checks = { destinations: [{ pubkey: 5 }] };
    const api = await keeper({
      onPush: ({ response, save }) => json(response, 200, { data: { pushInvoice: { invoice: save(), checks } } }),
    });
    const pushed = await api.reflex.pushInvoice(SEED_PUSH);
    expect(pushed.checks).toBeNull();
    expect(pushed.checkErrors[0]?.message).toContain("checks.destinations[0].pubkey");
    expect(pushed.checkErrors[0]?.path).toEqual(["pushInvoice", "checks"]);
  });

  test("the payment request in a check's words is not repeated", async () => {
    const api = await keeper({ onPush: savedBeside(error(`cannot check ${SEED_INVOICE}`, [SEED_INVOICE])) });
    const pushed = await api.reflex.pushInvoice(SEED_PUSH);
    expect(JSON.stringify(pushed.checkErrors)).not.toContain(SEED_INVOICE.slice(0, 30));
  });

  test("with do_not_save, checks that fail are a failure: nothing was saved that it could hide", async () => {
    const api = await keeper({ onPush: savedBeside(error("ip-api is down", ["pushInvoice", "checks"])) });
    const params = { ...SEED_PUSH, options: { invoice: { do_not_save: true } } };
    const thrown = (await rejection(api.reflex.pushInvoice(params))) as UnvoiceError;
    expect(thrown).toBeInstanceOf(GraphQLResponseError);
    expect(thrown).not.toHaveProperty("outcome");
  });
});

describe("whatever is no refusal leaves the outcome unknown, and nothing is sent again", () => {
  const below = ["pushInvoice", "invoice", "tags"];
  test.each<[string, (push: Received) => void, string]>([
    [
      "HTTP 500 with a throttler's words",
      savedBut(500, { data: null, errors: [throttled(["pushInvoice", "checks"])] }),
      "server",
    ],
    ["HTTP 500 with a throttler's words and no path", savedBut(500, { errors: [throttled()] }), "server"],
    [
      "HTTP 500 with UNAUTHENTICATED",
      savedBut(500, { errors: [error("no", [], { code: "UNAUTHENTICATED" })] }),
      "server",
    ],
    [
      "HTTP 500 with the invoice",
      ({ response, save }) => json(response, 500, { data: { pushInvoice: { invoice: save() } } }),
      "server",
    ],
    ["HTTP 503", savedBut(503, ""), "server"],
    ["HTTP 408", savedBut(408, ""), "http"],
    [
      "HTTP 408 with a refusal in its body",
      savedBut(408, { errors: [error("no", [], { code: "FORBIDDEN" })] }),
      "http",
    ],
    ["a redirect to where the result is", savedBut(303, "", { location: "/result" }), "http"],
    ["an error below pushInvoice", savedBut(200, { data: null, errors: [error("no", below)] }), "graphql_response"],
    [
      "a throttler's error below pushInvoice",
      savedBut(200, { data: null, errors: [throttled(below)] }),
      "graphql_response",
    ],
    [
      "a refusal's code below pushInvoice",
      savedBut(200, { data: null, errors: [error("no", below, { code: "FORBIDDEN" })] }),
      "permission_denied",
    ],
    [
      "an error below pushInvoice at HTTP 400",
      savedBut(400, { data: null, errors: [error("no", below)] }),
      "bad_request",
    ],
    [
      "a throttler's error below pushInvoice at HTTP 429",
      savedBut(429, { data: null, errors: [throttled(below)] }),
      "graphql_response",
    ],
    [
      "an error whose path cannot be read",
      savedBut(200, { data: null, errors: [throttled({ 0: "pushInvoice" })] }),
      "graphql_response",
    ],
    [
      "a throttler's error beside a push without its invoice",
      savedBut(200, { data: { pushInvoice: { invoice: null } }, errors: [throttled(["pushInvoice"])] }),
      "graphql_response",
    ],
    [
      "an answer without the invoice",
      savedBut(200, { data: { pushInvoice: { invoice: null, checks: null } } }),
      "response_validation",
    ],
    ["an answer without the push", savedBut(200, { data: {} }), "response_validation"],
    ["an answer without data", savedBut(200, {}), "response_validation"],
    [
      "an invoice without its hash",
      ({ response, save }) => json(response, 200, { data: { pushInvoice: { invoice: save({ payment_hash: null }) } } }),
      "response_validation",
    ],
    ["an invoice that is text", savedBut(200, { data: { pushInvoice: { invoice: "saved" } } }), "response_validation"],
    ["HTML at HTTP 200", savedBut(200, "<html>"), "response_validation"],
    [
      "a connection that breaks",
      ({ save, reset }) => {
        save();
        reset();
      },
      "connection_broken",
    ],
    ["no answer in time", ({ save }) => void save(), "timeout"],
  ])("%s", async (_what, onPush, code) => {
    const api = await keeper({ onPush });
    const thrown = (await rejection(api.reflex.pushInvoice(SEED_PUSH, { timeoutMs: 150 }))) as OutcomeUnknownError;
    expect(thrown).toBeInstanceOf(OutcomeUnknownError);
    expect(thrown).toMatchObject({ outcome: "unknown", paymentHash: SEED_HASH, lookUps: 0, attempts: 1 });
    expect(thrown.cause).toMatchObject({ code });
    expect(api.counts()).toMatchObject({ pushes: 1, lists: 0 });
  });

  test("an error of the user's fetch, whatever its words", async () => {
    const api = await keeper();
    const wrapped: typeof fetch = async (...request) => {
      await fetch(...request);
      throw new Error('HTTP 500: {"message":"audit: connect ECONNREFUSED 10.0.0.5:5432"}');
    };
    const { createReflexClient } = await import("unvoice/reflex");
    const reflex = createReflexClient({ url: api.url, apiKey: "key-of-the-test", fetch: wrapped });
    expect(await rejection(reflex.pushInvoice(SEED_PUSH))).toBeInstanceOf(OutcomeUnknownError);
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });
});

describe("a refusal keeps its class, and says that nothing was saved", () => {
  const gql = (one: unknown) => ({ data: null, errors: [one] });
  test.each([
    [
      "UNAUTHENTICATED at HTTP 200",
      refused(200, gql(error("no", ["pushInvoice"], { code: "UNAUTHENTICATED" }))),
      AuthenticationError,
    ],
    ["HTTP 401", refused(401, { message: "Unauthorized" }), AuthenticationError],
    ["BAD_USER_INPUT", refused(200, gql(error("no", undefined, { code: "BAD_USER_INPUT" }))), BadRequestError],
    ["HTTP 400 of GraphQL", refused(400, gql(error("no", undefined, { code: "BAD_USER_INPUT" }))), BadRequestError],
    [
      "an error of the resolver itself",
      refused(200, gql(error("Invalid invoice", ["pushInvoice"]))),
      GraphQLResponseError,
    ],
    ["an error without a path", refused(200, gql(error("Invalid invoice"))), GraphQLResponseError],
    ["a Retry-After that is too long", refused(429, "", { "retry-after": "7200" }), RateLimitError],
  ])("%s", async (_what, onPush, Class) => {
    const api = await keeper({ onPush });
    const thrown = await rejection(api.reflex.pushInvoice(SEED_PUSH, { onUnknownOutcome: "reconcile" }));
    expect(thrown).toBeInstanceOf(Class);
    expect(thrown).toMatchObject({ outcome: "not_saved" });
    expect(JSON.parse(JSON.stringify(thrown))).toMatchObject({ outcome: "not_saved" });
    expect(api.counts()).toEqual({ pushes: 1, lists: 0, saved: 0 });
  });

  test("so do errors before anything is sent", async () => {
    const api = await keeper();
    const push = (params: unknown, options: unknown = {}) =>
      rejection(api.reflex.pushInvoice(params as never, options as never));
    const invoice = { payment_request: SEED_INVOICE };
    const throws = Object.defineProperty({}, "invoice", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    for (const [params, options] of [
      [undefined],
      [{ invoice: { payment_request: "lnbc1" } }],
      [{ invoice: { ...invoice, tags: 5 } }],
      [throws],
      [{ invoice }, { retries: 5 }],
      [{ invoice }, { timeoutMs: -1 }],
      [{ invoice }, { expectedNetwork: "mainnet" }],
    ]) {
      expect(await push(params, options)).toMatchObject({ outcome: "not_saved" });
    }
    expect(api.counts().pushes).toBe(0);
  });
});

describe("a push is sent again where it provably was not processed", () => {
  test.each<[string, (push: Received) => void]>([
    ["a throttler's error without a path", refused(200, { errors: [throttled()] }, { "retry-after-short": "0" })],
    [
      "a throttler's error at pushInvoice",
      refused(200, { data: null, errors: [throttled(["pushInvoice"])] }, { "retry-after": "0" }),
    ],
    [
      "a throttler's error at HTTP 400",
      refused(400, { data: { pushInvoice: null }, errors: [throttled()] }, { "retry-after": "0" }),
    ],
    ["HTTP 429", refused(429, "", { "retry-after": "0" })],
  ])("%s", async (_what, first) => {
    const api = await keeper({
      onPush: (push) => (push.nth === 1 ? first(push) : savedBeside()(push)),
    });
    expect((await api.reflex.pushInvoice(SEED_PUSH)).invoice.payment_hash).toBe(SEED_HASH);
    expect(api.counts()).toMatchObject({ pushes: 2, saved: 1 });
  });
});

describe("an answer about another invoice", () => {
  test.each([
    ["another hash leaves the outcome unknown", { payment_hash: "00".repeat(32) }, "payment_hash", "unknown"],
    ["another amount does not: it was saved", { amount_msats: "1" }, "amount_msats", "saved"],
    ["another payment request of the same hash neither", { payment_request: "lntb1other" }, "payment_request", "saved"],
  ])("%s", async (_what, over, field, outcome) => {
    const api = await keeper({
      onPush: ({ response, save }) => json(response, 200, { data: { pushInvoice: { invoice: save(over) } } }),
    });
    const thrown = (await rejection(api.reflex.pushInvoice(SEED_PUSH))) as InvoiceMismatchError;
    expect(thrown).toBeInstanceOf(InvoiceMismatchError);
    expect(thrown).toMatchObject({ outcome, mismatches: [{ field }] });
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
  });

  test.each([
    ["in the field that differs", { destination: SEED_INVOICE }],
    ["as the payment request", { payment_request: `${SEED_INVOICE}x` }],
  ])("shows no payment request that stands %s, but lets it be read", async (_where, over) => {
    const api = await keeper({
      onPush: ({ response, save }) => json(response, 200, { data: { pushInvoice: { invoice: save(over) } } }),
    });
    const thrown = (await rejection(api.reflex.pushInvoice(SEED_PUSH))) as InvoiceMismatchError;
    expect(thrown.mismatches[0]?.remote).toBe(Object.values(over)[0]);
    for (const shown of [inspect(thrown, { depth: 20 }), JSON.stringify(thrown)]) expect(shown).not.toContain("lntb1u");
  });

  test("is none where the payment request differs in its case alone", async () => {
    const api = await keeper({
      onPush: ({ response, save }) =>
        json(response, 200, {
          data: { pushInvoice: { invoice: save({ payment_request: SEED_INVOICE.toUpperCase() }) } },
        }),
    });
    expect((await api.reflex.pushInvoice(SEED_PUSH)).invoice.payment_hash).toBe(SEED_HASH);
  });
});

test("what the answer came with is readable, and in no log", async () => {
  const api = await keeper({
    onPush: ({ response, save }) =>
      json(response, 200, { data: { pushInvoice: { invoice: save() } } }, { "x-request-id": "request-7" }),
  });
  const pushed = await api.reflex.pushInvoice(SEED_PUSH);
  expect(pushed.response).toMatchObject({ status: 200, requestId: "request-7" });
  expect(pushed.response.headers.get("content-type")).toBe("application/json");
  expect(Object.keys(pushed)).not.toContain("response");
});
