import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { ConfigError, ConnectionError, createClient } from "unvoice";
import { createTxnClient } from "unvoice/txn";
import { describe, expect, test } from "vitest";
import { rejection } from "../support/server.ts";

const nodeErrorText = 'Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" })';

const failing = (error: unknown) =>
  createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://localhost",
    maxRetries: 0,
    fetch: async () => {
      throw error;
    },
  });

describe("a server that was never reached is told from one that broke off, by codes and system calls", () => {
  const coded = (code: string, more: object = {}) => Object.assign(new Error("x"), { code, ...more });
  const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause });
  const refusedConnect = Object.assign(new Error("Proxy response (407) !== 200 when HTTP Tunneling"), {
    code: "UND_ERR_ABORTED",
  });

  test.each<[string, unknown]>([
    ["Node, no name", fetchFailed(nodeError("getaddrinfo", "ENOTFOUND"))],
    ["Node, nobody listens", fetchFailed(nodeError("connect", "ECONNREFUSED"))],
    [
      "Node, neither by IPv4 nor by IPv6",
      fetchFailed(new AggregateError([nodeError("connect", "ECONNREFUSED"), nodeError("connect", "ENETUNREACH")])),
    ],
    ["Node, inside of Jest", runInNewContext(`Object.assign(new Error("x"), { cause: ${nodeErrorText} })`)],
    ["Node, too slow to connect", fetchFailed(coded("UND_ERR_CONNECT_TIMEOUT"))],
    ["Node, not permitted", fetchFailed(coded("ERR_ACCESS_DENIED", { permission: "Net" }))],
    ["Node, a certificate that ran out", fetchFailed(coded("CERT_HAS_EXPIRED"))],
    ["Node, a certificate of nobody's", fetchFailed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"))],
    ["Node, a certificate of another's", fetchFailed(coded("ERR_TLS_CERT_ALTNAME_INVALID"))],
    ["Node, https to a port that speaks http", fetchFailed(coded("ERR_SSL_WRONG_VERSION_NUMBER"))],
    ["Node, no common version of TLS", fetchFailed(coded("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"))],
    ["Node, no common cipher", fetchFailed(coded("ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE"))],
    ["Node, closed before TLS", fetchFailed(coded("ECONNRESET", { host: "x", localAddress: undefined }))],
    ["undici, a proxy that refuses", fetchFailed(new Error("Request was cancelled.", { cause: refusedConnect }))],
    ["undici, a proxy that hangs up", fetchFailed(coded("UND_ERR_PRX_CONN"))],
    ["node-fetch", coded("ECONNREFUSED", { erroredSysCall: "connect" })],
    ["Bun", coded("ECONNREFUSED", { path: "https://localhost/" })],
    ["Bun, older", coded("ConnectionRefused")],
    ["Deno, not permitted", Object.assign(new Error("Requires net access"), { name: "NotCapable" })],
  ])("never reached: %s", async (_runtime, thrown) => {
    const error = await rejection(failing(thrown).listInvoices());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "connection_failed" });
  });

  test.each<[string, unknown]>([
    ["Node, broken", fetchFailed(nodeError("read", "ECONNRESET"))],
    [
      "Node, one of several addresses was reached",
      new AggregateError([nodeError("connect", "x"), nodeError("read", "x")]),
    ],
    ["Node, hung up", fetchFailed(coded("ECONNRESET"))],
    ["Node, another file not permitted", coded("ERR_ACCESS_DENIED", { permission: "FileSystemWrite" })],
    ["Node, TLS that breaks midway", fetchFailed(coded("ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC"))],
    ["undici, aborted midway", coded("UND_ERR_ABORTED")],
    [
      "a wrapper, of another connection",
      new Error('HTTP 500: {"message":"audit: connect ECONNREFUSED 10.0.0.5:5432"}'),
    ],
    ["a wrapper, of another connection by its code", coded("ECONNREFUSED")],
    ["a proxy that does not know", new Error("socket hang up, the outcome is uncertain")],
    ["an error that is its own cause", ownCause("socket hang up")],
    ["a browser, which tells nothing", new TypeError("Failed to fetch")],
    ["no error at all", "boom"],
    ["nothing at all", undefined],
  ])("perhaps reached: %s", async (_runtime, thrown) => {
    const error = await rejection(failing(thrown).listInvoices());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: "connection_broken" });
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
