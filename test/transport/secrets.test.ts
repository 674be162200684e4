import { inspect } from "node:util";
// @ts-expect-error: it comes without types
import bunyan from "bunyan";
import pino from "pino";
import { createClient, UnvoiceError } from "unvoice";
import { describe, expect, test } from "vitest";
import winston from "winston";
import { shownUrl } from "../../src/transport/shown-url.ts";
import { reflexInvoice, SEED_INVOICE } from "../support/fixtures.ts";
import { rejection } from "../support/server.ts";

const KEY = "sk_live_0123456789abcdef";
const OTHER_KEY = "txn_key_fedcba9876543210";
const HEADER = "hdr_secret_4711_abc";
const COOKIE = "cookie_value_0815_x";
const IN_PATH = "path0key1234567890abcd";
const IN_QUERY = "query_token_998877";
const SECRETS = [KEY, OTHER_KEY, HEADER, COOKIE, IN_PATH, IN_QUERY, SEED_INVOICE];
const ALL = SECRETS.join(" ");
const push = { invoice: { payment_request: SEED_INVOICE } };

const clientOf = (fetch: typeof globalThis.fetch, seen: unknown[] = []) =>
  createClient({
    fetch,
    maxRetries: 0,
    headers: { "x-api-key": HEADER, cookie: `session=${COOKIE}` },
    hooks: { onRequest: (e) => seen.push(e), onResponse: (e) => seen.push(e), onFailure: (e) => seen.push(e) },
    reflex: { apiKey: KEY, url: `https://localhost/${IN_PATH}/graphql?token=${IN_QUERY}` },
    txn: { apiKey: OTHER_KEY, baseUrl: "https://localhost" },
  });

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  async () =>
    new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
const throwing = (make: () => unknown) => async () => {
  throw make();
};
const inside = Object.assign(new Error(ALL), { [Symbol.for("nodejs.util.inspect.custom")]: () => ALL });

/** Every place in which a server or a `fetch` can put what it was sent. */
const places: [string, typeof fetch][] = [
  ...[400, 401, 404, 429, 500].map((status): [string, typeof fetch] => [
    `the words of a ${status}`,
    answer(status, { errors: [{ title: ALL, message: ALL, extensions: { code: ALL, key: KEY } }], message: ALL }),
  ]),
  ["an error's text", answer(422, { error: { message: ALL } })],
  ["problem+json", answer(422, { type: "about:blank", title: ALL, detail: ALL })],
  ["errors at 200", answer(200, { data: null, errors: [{ message: `already pushed: ${ALL}`, extensions: { KEY } }] })],
  ["a content type", answer(200, "<html>", { "content-type": `text/${KEY}` })],
  ["a request id", answer(400, {}, { "x-request-id": KEY })],
  ["the name of a header", answer(400, {}, { [`x-${KEY}`]: KEY })],
  ["a text that is no JSON", answer(200, ALL)],
  ["the fields of an answer", answer(200, { data: { pushInvoice: { invoice: { [KEY]: ALL } } } })],
  ["another destination", answer(200, { data: { pushInvoice: { invoice: reflexInvoice({ destination: ALL }) } } })],
  ["another invoice", answer(200, { data: { pushInvoice: { invoice: reflexInvoice({ payment_request: ALL }) } } })],
  ["a message", throwing(() => new Error(ALL))],
  ["a cause", throwing(() => new TypeError("fetch failed", { cause: new Error("x", { cause: inside }) }))],
  ["a function", throwing(() => Object.assign(new Error("x"), { toJSON: () => ALL, config: () => ALL }))],
  ["a getter", throwing(() => Object.defineProperty(new Error("x"), "request", { enumerable: true, get: () => ALL }))],
  ["several errors", throwing(() => new AggregateError([inside, new Error(ALL)], ALL))],
  ["an object", throwing(() => Object.assign(new Error("x"), { request: { headers: { authorization: KEY } } }))],
  ["a property's name", throwing(() => Object.assign(new Error("x"), { [KEY]: 1 }))],
  ["text", throwing(() => ALL)],
];

describe.each(places)("secrets in %s", (_place, fetch) => {
  test.each<[string, (client: ReturnType<typeof clientOf>) => PromiseLike<unknown>]>([
    ["a push", ({ reflex }) => reflex.pushInvoice(push)],
    ["a list of Reflex", ({ reflex }) => reflex.getInvoices()],
    ["a list of Txn", ({ txn }) => txn.listInvoices()],
  ])("of %s are shown by no logger and no hook", async (_call, run) => {
    const seen: unknown[] = [];
    let error: unknown;
    try {
      await run(clientOf(fetch, seen));
      return;
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UnvoiceError);
    const shown = [...(await printed(error)), inspect(seen, { depth: 20 })].join("\n");
    const plain = shown.replace(/\s|\\n/g, "").toLowerCase();
    for (const secret of SECRETS) expect(plain).not.toContain(secret.toLowerCase());
  });
});

test("the key of a failing key function is not shown, and neither is one that was replaced", async () => {
  const keys = [KEY, OTHER_KEY];
  const { reflex } = createClient({
    maxRetries: 0,
    fetch: answer(401, { message: `not ${KEY}` }),
    reflex: {
      apiKey: () => {
        const key = keys.shift();
        if (!key) throw new Error(`the vault refused ${KEY}`);
        return key;
      },
    },
  });
  for (let call = 0; call < 3; call += 1) {
    const error = await rejection(reflex.ping());
    expect((await printed(error)).join()).not.toContain(KEY);
  }
});

test("control characters and marks of direction leave a server's words", async () => {
  const words = "paid\u001b[31m\u202Eevil\u2066 \u0007\u200bto you";
  const error = (await rejection(clientOf(answer(400, { message: words })).txn.listInvoices())) as Error;
  expect(error.message).toBe("txn.listInvoices: HTTP 400: paid [31m evil to you.");
});

test("an address is shown without what is not the API's own", () => {
  expect(shownUrl("https://host/list?page=1&token=x&flag", ["page"], String)).toBe(
    "https://host/list?page=1&token=[redacted]&flag",
  );
  expect(shownUrl("https://host/graphql", undefined, String)).toBe("https://host/graphql");
});

/** What everybody prints an error with. */
async function printed(error: unknown): Promise<string[]> {
  const lines: string[] = [];
  const write = (line: unknown) => void lines.push(String(line));
  pino({}, { write }).error(error);
  pino({}, { write }).error({ err: error }, "x");
  const { Writable } = await import("node:stream");
  const stream = () =>
    new Writable({
      write(chunk, _encoding, done) {
        write(chunk);
        done();
      },
    });
  winston
    .createLogger({
      format: winston.format.combine(winston.format.errors({ stack: true, cause: true }), winston.format.json()),
      transports: [new winston.transports.Stream({ stream: stream() })],
    })
    .error(error as Error);
  bunyan.createLogger({ name: "x", stream: stream() }).error(error as Error);
  await new Promise((resolve) => setImmediate(resolve));
  const { stack, message } = error as Error;
  const deep = inspect(error, { depth: 20 });
  return [...lines, deep, String(stack), message, String(error), JSON.stringify(error), JSON.stringify(walk(error))];
}

/** All that is enumerable, whatever it stands under, causes too. */
function walk(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth === 20) return String(value);
  const own = Object.entries(value).map(([name, item]) => [name, walk(item, depth + 1)]);
  return [...own, value instanceof Error ? walk(value.cause, depth + 1) : ""];
}
