import { createServer } from "node:net";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { type ClientOptions, createClient, type HttpError, ResponseValidationError } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { createTxnClient } from "unvoice/txn";
import { describe, expect, onTestFinished, test } from "vitest";
import { SEED_HASH, SEED_PUSH } from "../support/fixtures.ts";
import { closedPort, json, rejection, serve } from "../support/server.ts";

type Fetch = NonNullable<ClientOptions["fetch"]>;

/** None of them knows the platform's Request, and node-fetch's bodies are streams of Node's own. */
const others = [
  ["undici", undiciFetch as unknown as Fetch],
  ["node-fetch", nodeFetch as unknown as Fetch],
] as const;

describe.each(others)("the fetch of %s", (_name, fetch) => {
  const txnAt = (baseUrl: string, options: ClientOptions = {}) =>
    createTxnClient({ ...options, fetch, baseUrl, apiKey: "key-of-the-test", maxRetries: 0 });

  test("carries lists and pushes over a port", async () => {
    const sandbox = createSandbox({ reflex: { invoices: 120 }, txn: { invoices: 120 } });
    const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
    onTestFinished(close);
    const { reflex, txn } = sandbox.clientOptions();
    const client = createClient({
      fetch,
      reflex: { apiKey: reflex?.apiKey ?? "", url: reflexUrl },
      txn: { apiKey: txn?.apiKey ?? "", baseUrl: txnBaseUrl },
    });
    expect(await client.txn.listInvoices().toArray({ maxItems: 500 })).toHaveLength(120);
    expect((await client.reflex.pushInvoice(SEED_PUSH)).invoice.payment_hash).toBe(SEED_HASH);
    expect(await client.reflex.getInvoices().toArray({ maxItems: 500 })).toHaveLength(121);
  });

  test("gives the answer's status, headers and words to the error", async () => {
    const refused = { errors: [{ status: 422, title: "amount is below minimum" }] };
    const server = await serve((_request, response) => json(response, 422, refused, { "x-request-id": "request-7" }));
    const error = (await rejection(txnAt(server.url).listInvoices())) as HttpError;
    expect(error).toMatchObject({ name: "UnprocessableEntityError", status: 422, requestId: "request-7" });
    expect(error.message).toContain("amount is below minimum");
  });

  test("follows no redirect", async () => {
    const server = await serve((_request, response) => response.writeHead(302, { location: "/elsewhere" }).end());
    expect(await rejection(txnAt(server.url).listInvoices())).toMatchObject({ name: "HttpError", status: 302 });
    expect(server.requests).toHaveLength(1);
  });

  test("ends with the call, its socket too", async () => {
    const reason = new Error("the person went elsewhere");
    const controller = new AbortController();
    const ended = new Promise<void>((resolve) => {
      const server = createServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":');
        setTimeout(() => controller.abort(reason), 50);
        // Unread, a request would hide that its socket was closed behind it.
        socket.resume();
        socket.on("error", () => {});
        socket.on("close", () => resolve());
      });
      server.listen(0, "127.0.0.1", async () => {
        const { port } = server.address() as { port: number };
        const list = txnAt(`http://127.0.0.1:${port}`).listInvoices({}, { signal: controller.signal });
        expect(await rejection(list)).toBe(reason);
      });
      onTestFinished(() => void server.close());
    });
    await ended;
  });

  test.each([
    ["says its length", { "content-length": "2000" }],
    ["comes in chunks", {}],
  ])("is refused an answer above the bound that %s", async (_which, headers) => {
    const body = JSON.stringify({ data: [], filler: "x".repeat(1977) });
    const server = await serve((_request, response) => response.writeHead(200, headers).end(body));
    const error = await rejection(txnAt(server.url, { maxBodyBytes: 1999 }).listInvoices());
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(String(error)).toContain("longer than 1999 bytes");
    expect((await txnAt(server.url, { maxBodyBytes: 2000 }).listInvoices()).items).toEqual([]);
  });

  test("tells that the server was never reached", async () => {
    expect(await rejection(txnAt(await closedPort()).listInvoices())).toMatchObject({ code: "connection_failed" });
  });

  test("tells that the connection broke midway", async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"half":');
      setTimeout(() => request.socket.destroy(), 10);
    });
    expect(await rejection(txnAt(server.url).listInvoices())).toMatchObject({ code: "connection_broken" });
  });
});

describe("a fetch of the user's own", () => {
  const sandbox = createSandbox({ reflex: { invoices: 1 } });
  const push = async (fetch: Fetch) => {
    const { reflex } = createClient({ ...sandbox.clientOptions(), fetch });
    return (await reflex.pushInvoice(SEED_PUSH)).invoice.payment_hash;
  };

  test("is called unbound, with the address as text and the standard second argument", async () => {
    const seen: unknown[] = [];
    await push(async function (this: unknown, input, init) {
      seen.push(this, input, Object.keys(init ?? {}).sort(), init?.redirect, init?.cache, typeof init?.body);
      return sandbox.fetch(new Request(input, init));
    });
    const names = ["body", "cache", "headers", "method", "redirect", "signal"];
    expect(seen).toEqual([undefined, "https://reflex.sandbox.invalid/graphql", names, "manual", "no-store", "string"]);
  });

  test("is not told how to cache where the platform does not know it", async () => {
    const { cache } = Object.getOwnPropertyDescriptors(Request.prototype);
    onTestFinished(() => void Object.defineProperty(Request.prototype, "cache", cache));
    delete (Request.prototype as { cache?: unknown }).cache;
    let names: string[] = [];
    await push(async (input, init) => {
      names = Object.keys(init ?? {});
      return sandbox.fetch(new Request(input, init));
    });
    expect(names).not.toContain("cache");
  });

  test("may spread the headers into others of its own", async () => {
    const seen: string[] = [];
    const traced: Fetch = (input, init) => {
      const request = new Request(input, { ...init, headers: { ...init?.headers, "x-trace": "7" } });
      seen.push(request.headers.get("x-trace") ?? "");
      return sandbox.fetch(request);
    };
    expect(await push(traced)).toBe(SEED_HASH);
    expect(seen).toEqual(["7"]);
  });
});
