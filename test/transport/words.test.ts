import { UnprocessableEntityError } from "unvoice";
import { createTxnClient } from "unvoice/txn";
import { expect, test } from "vitest";
import { rejection } from "../support/server.ts";

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
