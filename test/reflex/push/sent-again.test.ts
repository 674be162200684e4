import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { AuthenticationError, ConnectionError, createClient, OutcomeUnknownError } from "unvoice";
import { describe, expect, onTestFinished, test } from "vitest";
import { SEED_HASH, SEED_PUSH } from "../../support/fixtures.ts";
import { json, rejection } from "../../support/server.ts";
import { keeper } from "./keeper.ts";

/** Listens on a loopback port until the test ends. */
async function listening(server: Pick<Server, "listen" | "address" | "close">): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const client = (url: string, more: object = {}) =>
  createClient({ maxRetries: 1, reflex: { url, apiKey: "key-of-the-test" }, ...more }).reflex;

describe("never connected: a push is sent again, and nothing was saved", () => {
  const expected = { code: "connection_failed", attempts: 2, outcome: "not_saved" };

  test("a proxy that refuses CONNECT", async () => {
    const proxy = createServer();
    proxy.on("connect", (_request, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    const dispatcher = new ProxyAgent(`http://127.0.0.1:${await listening(proxy)}`);
    const fetch = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as never;
    const thrown = await rejection(client("https://reflex.invalid/graphql", { fetch }).pushInvoice(SEED_PUSH));
    expect(thrown).toBeInstanceOf(ConnectionError);
    expect(thrown).toMatchObject(expected);
  });

  test("a port that speaks no TLS", async () => {
    const port = await listening(createServer());
    const thrown = await rejection(client(`https://127.0.0.1:${port}`).pushInvoice(SEED_PUSH));
    expect(thrown).toMatchObject(expected);
  });

  test("nobody listens, told by an error of another realm", async () => {
    const fetch = async () => {
      throw runInNewContext(`
        const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED", syscall: "connect" });
        new TypeError("fetch failed", { cause })`);
    };
    const thrown = await rejection(client("https://reflex.invalid/graphql", { fetch }).pushInvoice(SEED_PUSH));
    expect(thrown).toMatchObject(expected);
  });
});

describe("from its headers on, a refusal is judged by its status", () => {
  /** A server that answers so many pushes with this head, a few bytes, and a broken connection. */
  async function breaking(head: string, times: number) {
    const api = await keeper({
      onPush: ({ response, request, nth, save }) => {
        if (nth > times) {
          json(response, 200, { data: { pushInvoice: { invoice: save() } } });
          return;
        }
        request.socket.end(`HTTP/1.1 ${head}\r\ncontent-length: 100\r\n\r\n{"message":"no`);
      },
    });
    return api;
  }

  test("a 401 whose body breaks is an AuthenticationError", async () => {
    const api = await breaking("401 Unauthorized", 9);
    const thrown = await rejection(api.reflex.pushInvoice(SEED_PUSH));
    expect(thrown).toBeInstanceOf(AuthenticationError);
    expect(thrown).toMatchObject({ outcome: "not_saved", attempts: 1 });
    expect(api.counts()).toMatchObject({ pushes: 1, saved: 0 });
  });

  test("a 429 whose body breaks is sent again", async () => {
    const api = await breaking("429 Too Many Requests\r\nretry-after: 0", 1);
    expect((await api.reflex.pushInvoice(SEED_PUSH)).invoice.payment_hash).toBe(SEED_HASH);
    expect(api.counts()).toMatchObject({ pushes: 2, saved: 1 });
  });

  test("a 200 whose body breaks leaves the outcome unknown", async () => {
    const api = await breaking("200 OK", 9);
    expect(await rejection(api.reflex.pushInvoice(SEED_PUSH))).toBeInstanceOf(OutcomeUnknownError);
    expect(api.counts()).toMatchObject({ pushes: 1 });
  });
});

test("200,000 unknown fields beside the invoice do not hide that it was saved", async () => {
  const api = await keeper({
    onPush: ({ response, save }) => {
      const more = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`field${index}`, index]));
      json(response, 200, { data: { pushInvoice: { invoice: { ...save(), ...more }, checks: null } } });
    },
  });
  const pushed = await api.reflex.pushInvoice(SEED_PUSH, { totalTimeoutMs: 20_000 });
  expect(pushed.invoice).toMatchObject({ payment_hash: SEED_HASH, field199999: 199_999 });
  expect(api.counts()).toMatchObject({ pushes: 1, saved: 1 });
});

test("a fetch that must be called with nothing as its `this`, as a page's, works", async () => {
  const api = await keeper();
  const strict = function (this: unknown, ...request: Parameters<typeof fetch>) {
    if (this !== undefined) throw new TypeError("Illegal invocation");
    return fetch(...request);
  };
  const { invoice } = await client(api.url, { fetch: strict }).pushInvoice(SEED_PUSH);
  expect(invoice.payment_hash).toBe(SEED_HASH);
});
