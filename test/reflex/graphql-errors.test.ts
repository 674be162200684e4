import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  createClient,
  GraphQLResponseError,
  HttpError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
} from "unvoice";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/server.ts";

/** What `ping` makes of an answer. */
function ping(body: unknown, status = 200): PromiseLike<string> {
  const fetch = async () => Response.json(body, { status });
  return createClient({ fetch, maxRetries: 0, reflex: { apiKey: "key-of-the-test" } }).reflex.ping();
}

const failure = async (body: unknown, status?: number) => (await rejection(ping(body, status))) as Error;
const error = (code: unknown, more: object = {}) => ({ message: "no", extensions: { code, ...more } });
const original = (statusCode: unknown, message: unknown = "no") =>
  error("X", { originalError: { statusCode, message } });

describe("a GraphQL error at HTTP 200 is taken by its meaning", () => {
  test.each([
    ["UNAUTHENTICATED", error("UNAUTHENTICATED"), AuthenticationError],
    ["FORBIDDEN", error("FORBIDDEN"), PermissionDeniedError],
    ["BAD_REQUEST", error("BAD_REQUEST"), BadRequestError],
    ["BAD_USER_INPUT", error("BAD_USER_INPUT"), BadRequestError],
    ["GRAPHQL_PARSE_FAILED", error("GRAPHQL_PARSE_FAILED"), BadRequestError],
    ["GRAPHQL_VALIDATION_FAILED", error("GRAPHQL_VALIDATION_FAILED"), BadRequestError],
    ["an original status of 400", original(400), BadRequestError],
    ["an original status of 401", original(401), AuthenticationError],
    ["an original status of 404", original(404), NotFoundError],
    ["an original status of 409", original(409), ConflictError],
    ["an original status of 499", original(499), HttpError],
    ["the original status before the code", error("FORBIDDEN", { originalError: { statusCode: 404 } }), NotFoundError],
    ["an original status of 500, which proves nothing", original(500), GraphQLResponseError],
    ["an original status of 399", original(399), GraphQLResponseError],
    ["an original status as text", original("401"), GraphQLResponseError],
    ["an unknown code", error("SOMETHING_NEW"), GraphQLResponseError],
    ["a code that is a list", error(["FORBIDDEN"]), GraphQLResponseError],
    ["a throttler's words", { message: "ThrottlerException: Too Many Requests" }, RateLimitError],
    ["a throttler's words before its code", { ...error("FORBIDDEN"), message: "too many requests" }, RateLimitError],
    ["a message that is a list", { message: ["Too Many Requests"] }, GraphQLResponseError],
    ["a message that is an object", { message: { text: "no" } }, GraphQLResponseError],
    ["no message at all", {}, GraphQLResponseError],
    ["null for an error", null, GraphQLResponseError],
  ])("%s", async (_meaning, one, Class) => {
    const thrown = await failure({ data: null, errors: [one] });
    expect(thrown).toMatchObject({ name: Class.name });
    expect(thrown).toBeInstanceOf(Class);
  });

  test("the first that has one, where there are several", async () => {
    const errors = [error("SOMETHING_NEW"), error("FORBIDDEN"), error("UNAUTHENTICATED")];
    expect(await failure({ errors })).toBeInstanceOf(PermissionDeniedError);
  });
});

describe("what is tried again", () => {
  /** What a list makes of this answer, which the server gives every time. */
  const listing = async (body: unknown) => {
    const fetch = async () => Response.json(body, { headers: { "retry-after-short": "0" } });
    const { reflex } = createClient({ fetch, reflex: { apiKey: "key-of-the-test" } });
    return (await rejection(reflex.getInvoices())) as Error;
  };

  test("a throttler's error: after the wait that it asks for, then it is a RateLimitError", async () => {
    const message = "ThrottlerException: Too Many Requests";
    const thrown = await listing({ data: null, errors: [{ ...error("INTERNAL_SERVER_ERROR"), message }] });
    expect(thrown).toBeInstanceOf(RateLimitError);
    expect(thrown).toMatchObject({ attempts: 3, status: 200, retryAfterMs: 0 });
  });

  test("not INTERNAL_SERVER_ERROR alone, beside which partial data may stand", async () => {
    const data = { getInvoices: { find_many: null } };
    const thrown = await listing({ data, errors: [error("INTERNAL_SERVER_ERROR")] });
    expect(thrown).toBeInstanceOf(GraphQLResponseError);
    expect(thrown).toMatchObject({ attempts: 1, data, operation: "getInvoices" });
  });
});

test("class-validator's texts are shown, which NestJS hides", async () => {
  const thrown = await failure({ errors: [original(400, ["limit must not be greater than 50"])] });
  expect(thrown.message).toBe("reflex.ping: HTTP 200: limit must not be greater than 50.");
});

test("a refusal without a meaning is told in the server's words, bounded, with the data that came", async () => {
  const errors = [{ message: "x".repeat(400) }];
  const thrown = (await failure({ data: { getHello: null }, errors })) as GraphQLResponseError;
  expect(thrown.message).toBe(`reflex.ping: the server refused: ${"x".repeat(300)}`);
  expect(thrown).toMatchObject({ graphqlErrors: errors, data: { getHello: null } });
  expect((await failure({ errors: [{}] })).message).toBe("reflex.ping: the server refused: it gave no reason");
  expect(await failure({ errors: [{}] })).toMatchObject({ data: null });
});

test("another HTTP status than 2xx decides where the error has no meaning of its own", async () => {
  expect(await failure({ errors: [error("INTERNAL_SERVER_ERROR")] }, 500)).toBeInstanceOf(ServerError);
  expect(await failure({ errors: [error("SOMETHING_NEW")] }, 300)).toMatchObject({ name: "HttpError", status: 300 });
  expect(await failure({ errors: [error("UNAUTHENTICATED")] }, 500)).toBeInstanceOf(AuthenticationError);
  expect(await failure({ data: null }, 404)).toBeInstanceOf(NotFoundError);
  expect(await failure({ data: null }, 300)).toMatchObject({ name: "HttpError", status: 300 });
  expect(await failure("not found", 404)).toBeInstanceOf(NotFoundError);
});

describe("an answer of 2xx without an error", () => {
  test.each([
    ["an empty list of errors", { errors: [] }],
    ["null for the errors", { errors: null }],
    ["no list of errors", { errors: {} }],
    ["null for the extensions", { extensions: null }],
    ["a list of extensions", { extensions: [] }],
  ])("counts beside %s", async (_name, more) => {
    expect(await ping({ data: { getHello: "Hello" }, ...more })).toBe("Hello");
  });

  test.each([
    [{}, "Unexpected answer: data: is missing"],
    [{ data: null }, "Unexpected answer: data: is missing"],
    [{ data: null, errors: [] }, "Unexpected answer: data: is missing"],
    [{ data: [] }, "Unexpected answer: data: must be an object"],
    [{ data: "Hello" }, "Unexpected answer: data: must be an object"],
    [[], "Unexpected answer: data: is missing"],
    [null, "Unexpected answer: the body is not a JSON object (application/json, 4 characters)"],
    ["Hello", "Unexpected answer: the body is not a JSON object (application/json, 7 characters)"],
    [5, "Unexpected answer: the body is not a JSON object (application/json, 1 characters)"],
  ])("%j is none of the API's", async (body, message) => {
    const thrown = await failure(body);
    expect(thrown).toBeInstanceOf(ResponseValidationError);
    expect(thrown.message).toBe(message);
  });
});
