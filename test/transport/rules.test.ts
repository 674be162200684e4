import { afterEach, describe, expect, test, vi } from "vitest";
import {
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  GraphQLResponseError,
  type HttpAnswer,
  HttpError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
} from "../../src/errors.ts";
import { connectionFailure, httpFailure } from "../../src/transport/failure.ts";
import { backoffMs, isTransient, leavesOutcomeOpen, wasNotProcessed } from "../../src/transport/retry.ts";

const answer = (status: number, data: unknown = null): HttpAnswer => ({
  status,
  data,
  headers: new Headers(),
  bodyText: "",
});
const context = { api: "txn", operation: "listInvoices", attempts: 1 } as const;
const asIs = (text: string) => text;

afterEach(() => void vi.restoreAllMocks());

/** What each error permits: to read again; to push again, since nothing was done; whether it leaves a push open. */
const rules: [string, unknown, { read: boolean; push: boolean; open: boolean }][] = [
  ["never connected", new ConnectionError("", {}, "connection_failed"), { read: true, push: true, open: false }],
  ["broken off", new ConnectionError("", {}, "connection_broken"), { read: true, push: false, open: true }],
  ["no headers in time", new TimeoutError("headers", 1, {}), { read: true, push: false, open: true }],
  ["no body in time", new TimeoutError("body", 1, {}), { read: true, push: false, open: true }],
  ["out of time", new TimeoutError("total", 1, {}), { read: false, push: false, open: true }],
  ["throttled", new RateLimitError("", answer(429), {}, null), { read: true, push: true, open: false }],
  ["throttled at 200", new RateLimitError("", answer(200), {}, null), { read: true, push: true, open: false }],
  ["408", new HttpError("", answer(408), {}), { read: true, push: false, open: false }],
  ["500", new ServerError("", answer(500), {}), { read: true, push: false, open: true }],
  ["501", new ServerError("", answer(501), {}), { read: false, push: false, open: true }],
  ["502", new ServerError("", answer(502), {}), { read: true, push: false, open: true }],
  ["503", new ServerError("", answer(503), {}), { read: true, push: false, open: true }],
  ["504", new ServerError("", answer(504), {}), { read: true, push: false, open: true }],
  ["a key refused at 500", new AuthenticationError("", answer(500), {}), { read: false, push: false, open: false }],
  ["400", new BadRequestError("", answer(400), {}), { read: false, push: false, open: false }],
  ["418", new HttpError("", answer(418), {}), { read: false, push: false, open: false }],
  [
    "refused by GraphQL",
    new GraphQLResponseError("", { errors: [], data: null }, {}),
    { read: false, push: false, open: false },
  ],
  ["unreadable", new ResponseValidationError([], "", {}), { read: false, push: false, open: true }],
  ["anything else", new Error("no"), { read: false, push: false, open: false }],
];

test.each(rules)("%s", (_name, error, { read, push, open }) => {
  expect(isTransient(error), "a read is sent again").toBe(read);
  expect(wasNotProcessed(error), "a push is sent again").toBe(push);
  expect(leavesOutcomeOpen(error), "a push is left open").toBe(open);
});

test("the bound of the random wait doubles from half a second to eight", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  expect([1, 2, 3, 4, 5, 6].map(backoffMs)).toEqual([250, 500, 1000, 2000, 4000, 4000]);
});

describe("the message of a refusal", () => {
  const message = (status: number, data?: unknown, attempts = 1, meaning?: number) =>
    httpFailure(answer(status, data), { ...context, attempts }, asIs, meaning).message;
  const redirect = "The server points to another address; redirects are not followed. Check the URL.";

  test.each([
    [500, "txn.listInvoices: HTTP 500."],
    [401, "txn.listInvoices: HTTP 401. Check the API key."],
    [403, "txn.listInvoices: HTTP 403. The key may not do this."],
    [404, "txn.listInvoices: HTTP 404. Check the URL."],
    [429, "txn.listInvoices: HTTP 429. Send less often, or set rateLimit."],
    [0, `txn.listInvoices: HTTP 0. ${redirect}`],
    [299, "txn.listInvoices: HTTP 299."],
    [300, `txn.listInvoices: HTTP 300. ${redirect}`],
    [399, `txn.listInvoices: HTTP 399. ${redirect}`],
    [400, "txn.listInvoices: HTTP 400."],
  ])("of status %d without a word", (status, expected) => {
    expect(message(status)).toBe(expected);
  });

  test("repeats the server's own words on one line, bounded, and counts the attempts", () => {
    expect(message(400, { message: "amount  is\n\ttoo low." })).toBe("txn.listInvoices: HTTP 400: amount is too low.");
    expect(message(503, { message: "x".repeat(400) }, 3)).toBe(
      `txn.listInvoices: HTTP 503: ${"x".repeat(300)} (after 3 attempts).`,
    );
    expect(message(200, { message: "no key" }, 1, 401)).toBe("txn.listInvoices: HTTP 200: no key. Check the API key.");
    expect(httpFailure(answer(500), { api: "txn", operation: "x" }, asIs).message).toBe("txn.x: HTTP 500.");
  });

  test.each([
    ["errors that say nothing", { errors: [{}, null, 5, { title: "one" }, { title: "two" }] }, "one; two"],
    ["what is no text among texts", { message: ["one", 2, null, "two"] }, "one, two"],
    ["neither text nor list", { message: { text: "no" } }, ""],
    ["text in place of an object", "no", ""],
  ])("leaves out %s", (_what, data, words) => {
    expect(message(400, data)).toBe(`txn.listInvoices: HTTP 400${words && `: ${words}`}.`);
  });
});

describe("the message of a connection that failed", () => {
  const thrown = (error: unknown) => connectionFailure(error, context, asIs);
  const broken = "txn.listInvoices: the connection broke before the answer was complete";
  const connect = (code: string) => Object.assign(new Error(`connect ${code}`), { syscall: "connect", code });
  const reset = Object.assign(new Error("read ECONNRESET"), { syscall: "read", code: "ECONNRESET" });

  test("has the innermost reason, bounded", () => {
    expect(thrown(new TypeError("fetch failed", { cause: reset })).message).toBe(`${broken} (read ECONNRESET).`);
    expect(thrown(connect("ECONNREFUSED")).message).toBe(
      "txn.listInvoices: the server could not be reached (connect ECONNREFUSED).",
    );
    expect(thrown(new Error("x".repeat(400))).message).toBe(`${broken} (${"x".repeat(300)}).`);
    expect(thrown("boom").message).toBe(`${broken}.`);
  });

  test("is of the platform's error where ky wrapped it, and keeps no more than that", () => {
    const wrapper = (name: string, cause?: Error) => Object.assign(new Error("ky's own", { cause }), { name });
    expect(thrown(wrapper("NetworkError", reset)).cause).toBe(reset);
    expect(thrown(wrapper("NetworkError")).message).toBe(`${broken} (ky's own).`);
    expect(thrown(wrapper("OtherError", reset)).cause).toMatchObject({ name: "OtherError", cause: reset });
  });

  test.each([
    ["all were refused", [connect("ECONNREFUSED"), connect("ENETUNREACH")], "connection_failed"],
    ["one of them got through and broke", [connect("ECONNREFUSED"), reset], "connection_broken"],
    ["there were none to tell", [], "connection_broken"],
  ])("of several addresses, of which %s", (_which, errors, code) => {
    expect(thrown(new AggregateError(errors)).code).toBe(code);
  });
});
