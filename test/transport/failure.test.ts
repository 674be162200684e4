import { UnprocessableEntityError } from "unvoice";
import { createTxnClient } from "unvoice/txn";
import { describe, expect, test } from "vitest";
import type { HttpAnswer } from "../../src/errors/errors.ts";
import { connectionFailure, httpFailure } from "../../src/transport/failure.ts";
import { rejection } from "../support/server.ts";

const answer = (status: number, data: unknown = null): HttpAnswer => ({
  status,
  data,
  headers: new Headers(),
  bodyText: "",
});
const context = { api: "txn", operation: "listInvoices", attempts: 1 } as const;
const asIs = (text: string) => text;

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
    expect(thrown(new TypeError("fetch failed", { cause: new Error("") })).message).toBe(`${broken} (fetch failed).`);
    expect(thrown("boom").message).toBe(`${broken}.`);
  });

  test("has the first reason of several, which have no message of their own", () => {
    const errors = [connect("ECONNREFUSED ::1:80"), connect("ECONNREFUSED 127.0.0.1:80")];
    const message = (cause: Error) => thrown(new TypeError("fetch failed", { cause })).message;
    expect(message(new AggregateError(errors))).toContain("could not be reached (connect ECONNREFUSED ::1:80).");
    expect(message(new AggregateError(errors, "both failed"))).toContain("(both failed).");
    expect(message(new AggregateError(["no error"]))).toBe(`${broken} (fetch failed).`);
    expect(message(new AggregateError([]))).toBe(`${broken} (fetch failed).`);
  });

  test.each([
    ["all were refused", [connect("ECONNREFUSED"), connect("ENETUNREACH")], "connection_failed"],
    ["one of them got through and broke", [connect("ECONNREFUSED"), reset], "connection_broken"],
    ["there were none to tell", [], "connection_broken"],
  ])("of several addresses, of which %s", (_which, errors, code) => {
    expect(thrown(new AggregateError(errors)).code).toBe(code);
  });
});

test.each([
  [
    "JSON:API",
    { errors: [{ title: "amount is below minimum", detail: "amount: 5.0" }] },
    "amount is below minimum, amount: 5.0",
  ],
  ["JSON:API, several", { errors: [{ title: "one" }, { title: "two" }] }, "one; two"],
  ["JSON:API, a code alone", { errors: [{ code: "amount_below_minimum" }] }, "amount_below_minimum"],
  ["texts in place of objects", { errors: ["one", 2, null] }, "one"],
  [
    "NestJS behind GraphQL",
    { errors: [{ message: "Bad Request Exception", extensions: { originalError: { message: ["a", "b"] } } }] },
    "a, b",
  ],
  [
    "NestJS",
    { statusCode: 422, message: ["limit must not be above 50"], error: "Unprocessable" },
    "limit must not be above 50",
  ],
  ["NestJS, an error alone", { statusCode: 422, error: "Unprocessable" }, "Unprocessable"],
  ["a proxy, which says nothing", null, "HTTP 422. "],
  ["text in JSON", "no", "HTTP 422. "],
])("the server's own words stand in the message: %s", async (_server, body, words) => {
  const txn = createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://localhost",
    fetch: async () => Response.json(body, { status: 422 }),
  });
  const error = await rejection(txn.listInvoices());
  expect(error).toBeInstanceOf(UnprocessableEntityError);
  expect(`${(error as Error).message} `).toContain(words);
});
