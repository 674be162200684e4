import { inspect } from "node:util";
import { ConfigError, ConnectionError, createClient } from "unvoice";
import { createTxnClient } from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/server.ts";

const failing = (error: unknown) =>
  createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://localhost",
    maxRetries: 0,
    fetch: async () => {
      throw error;
    },
  });

describe("a server that was never reached is told from one that broke off, in each runtime's words", () => {
  test.each([
    [
      "Node, no name",
      new TypeError("fetch failed", { cause: nodeError("getaddrinfo", "ENOTFOUND") }),
      "connection_failed",
    ],
    [
      "Node, nobody listens",
      new TypeError("fetch failed", { cause: nodeError("connect", "ECONNREFUSED") }),
      "connection_failed",
    ],
    [
      "Node, neither by IPv4 nor by IPv6",
      new TypeError("fetch failed", {
        cause: new AggregateError([nodeError("connect", "ECONNREFUSED"), nodeError("connect", "ENETUNREACH")]),
      }),
      "connection_failed",
    ],
    ["Bun", Object.assign(new Error("Unable to connect."), { code: "ConnectionRefused" }), "connection_failed"],
    ["Deno", new TypeError("error sending request: tcp connect error: Connection refused"), "connection_failed"],
    ["Node, broken", new TypeError("fetch failed", { cause: nodeError("read", "ECONNRESET") }), "connection_broken"],
    ["Node, a certificate that ran out", nodeError("", "CERT_HAS_EXPIRED"), "connection_failed"],
    ["Node, a certificate of nobody's", new Error("unable to verify the first certificate"), "connection_failed"],
    [
      "Node, a port that fetch lets nobody use",
      new TypeError("fetch failed", { cause: new Error("bad port") }),
      "connection_failed",
    ],
    ["a proxy that does not know", new Error("socket hang up, the outcome is uncertain"), "connection_broken"],
    ["an error that is its own cause", ownCause("socket hang up"), "connection_broken"],
    ["a browser, which tells nothing", new TypeError("Failed to fetch"), "connection_broken"],
    ["no error at all", "boom", "connection_broken"],
  ])("%s", async (_runtime, thrown, code) => {
    const error = await rejection(failing(thrown).listInvoices());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code });
  });
});

describe("the cause of a broken connection", () => {
  const key = "key-of-the-test";

  test("is the runtime's own error where it holds no secret", async () => {
    const cause = nodeError("read", "ECONNRESET");
    expect((await rejection(failing(cause).listInvoices())) as Error).toMatchObject({ cause });
  });

  test.each([
    ["in its message", new Error(`bad header: ${key}`)],
    ["in a message below it", new Error("x", { cause: new Error(key) })],
    ["in a text beside it", Object.assign(new Error("x"), { code: `E_${key}` })],
    ["in an object that hangs on it", Object.assign(new Error("x"), { request: { headers: { authorization: key } } })],
    ["in one of several errors", new AggregateError([new Error(key)], "x")],
    ["under a symbol", Object.assign(new Error("x"), { [Symbol("request")]: { authorization: key } })],
    ["in an error that is its own cause", ownCause(key)],
    ["in an error without a stack", withoutStack(new Error(key))],
    ["in what is no error", `${key} was refused`],
  ])("keeps no key %s", async (_where, thrown) => {
    const error = (await rejection(failing(thrown).listInvoices())) as Error;
    expect(error.cause).toBeDefined();
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(key);
  });

  test("is left out where it is neither an error nor text", async () => {
    expect((await rejection(failing({ key }).listInvoices())) as Error).not.toHaveProperty("cause");
  });
});

test("a function that gives no key is a ConfigError; one that gives a wrong one does not show it", async () => {
  const lost = new Error("the vault is sealed");
  const throwing = createClient({
    reflex: {
      apiKey: () => {
        throw lost;
      },
    },
  });
  const error = await rejection(throwing.reflex.ping());
  expect(error).toBeInstanceOf(ConfigError);
  expect(error).toMatchObject({ cause: lost });
  const wrong = createClient({ reflex: { apiKey: async () => "secret\nsecret" } });
  expect(String(await rejection(wrong.reflex.ping()))).not.toContain("secret");
});

test("hooks that throw or reject change nothing", async () => {
  const broken = {
    onRequest: () => Promise.reject(new Error("x")),
    onResponse: () => thrower(),
    onDrift: () => thrower(),
  };
  const txn = createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://localhost",
    hooks: broken,
    fetch: async () => Response.json({ data: [], somethingNew: 1 }),
  });
  expect((await txn.listInvoices()).items).toEqual([]);
});

function thrower(): never {
  throw new Error("a logger's failure");
}

function nodeError(syscall: string, code: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { syscall, code });
}

function ownCause(message: string): Error {
  const error = new Error(message);
  error.cause = error;
  return error;
}

function withoutStack(error: Error): Error {
  delete error.stack;
  return error;
}
