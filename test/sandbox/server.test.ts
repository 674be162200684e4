import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type RunningSandbox } from "../../src/sandbox/index.ts";

const sandbox = createSandbox();
const LIST = { headers: { authorization: "Bearer sandbox-txn-key" } };
let running: RunningSandbox;

beforeAll(async () => {
  running = await sandbox.listen();
});
afterAll(() => running.close());

describe("on a port", () => {
  test("tells where it is", async () => {
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect([running.reflexUrl, running.txnBaseUrl]).toEqual([`${running.url}/graphql`, running.url]);
    const body = JSON.stringify({ query: "{ getHello }" });
    const headers = { authorization: "Bearer sandbox-reflex-key", "content-type": "application/json" };
    expect(await (await fetch(running.reflexUrl, { method: "POST", headers, body })).json()).toEqual({
      data: { getHello: "Hello World!" },
    });
  });

  test("says the same as in process, byte for byte", async () => {
    const path = "/api/public/v1/invoices?page=2&per_page=30";
    const over = await (await fetch(running.txnBaseUrl + path, LIST)).text();
    expect(over).toBe(await (await sandbox.fetch(`http://any.host${path}`, LIST)).text());
  });

  test.each([
    "http://localhost:5173",
    "https://app.localhost",
    "http://127.0.0.1:3000",
    "http://127.4.5.6",
    "http://[::1]:8080",
  ])("answers preflights of a page of this machine, and lets it read any answer: %s", async (origin) => {
    const preflight = await fetch(running.reflexUrl, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,x-own",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("POST");
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,content-type,x-own");
    sandbox.faults.add({ kind: "rate_limit", retryAfter: 1 });
    for (const status of [429, 200, 401]) {
      const headers: Record<string, string> = status === 401 ? { origin } : { ...LIST.headers, origin };
      const answer = await fetch(`${running.txnBaseUrl}/api/public/v1/invoices`, { headers });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-expose-headers")).toContain("retry-after");
      await answer.arrayBuffer();
    }
  });

  test.each([
    "https://shop.example",
    "http://localhost.shop.example",
    "http://127.0.0.1.shop.example",
    "http://[::1].shop.example",
    "http://10.0.0.1",
    "null",
    "localhost",
  ])("lets no other page read: %s", async (origin) => {
    const asked = { "access-control-request-method": "POST", "access-control-request-headers": "authorization" };
    const preflight = await fetch(running.reflexUrl, { method: "OPTIONS", headers: { origin, ...asked } });
    const answer = await fetch(`${running.txnBaseUrl}/api/public/v1/invoices`, {
      headers: { ...LIST.headers, origin },
    });
    await answer.arrayBuffer();
    for (const { headers } of [preflight, answer]) {
      expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(headers.get("vary")).toBe("Origin");
    }
  });

  test("frees its port at the end of a block that uses it", async () => {
    let url: string;
    {
      await using short = await createSandbox().listen();
      url = short.url;
      expect((await fetch(url)).status).toBe(404);
    }
    await expect(fetch(url)).rejects.toThrow(TypeError);
  });

  test("goes on after what is no HTTP, a 2 MB body and a caller who hangs up", async () => {
    const { port } = new URL(running.url);
    await new Promise((resolve) =>
      connect(Number(port), "127.0.0.1").resume().on("close", resolve).on("error", resolve).end("nonsense\r\n\r\n"),
    );
    const large = await fetch(`${running.txnBaseUrl}/api/public/v1/invoices`, {
      ...LIST,
      method: "POST",
      body: "x".repeat(2_000_000),
    });
    expect([large.status, (await large.json()).errors[0].status]).toEqual([413, 413]);
    await new Promise((resolve) => {
      const cut = request(running.reflexUrl, { method: "POST", headers: { "content-length": 100 } });
      cut.on("error", resolve);
      cut.write("half", () => cut.destroy(new Error("gone")));
    });
    expect((await fetch(`${running.txnBaseUrl}/api/public/v1/invoices`, LIST)).status).toBe(200);
  });

  test("answers 2,000 requests at once", async () => {
    const calls = Array.from({ length: 2000 }, async (_, i) => {
      const response = await fetch(
        `${running.txnBaseUrl}/api/public/v1/invoices?page=${(i % 20) + 1}&per_page=1`,
        LIST,
      );
      return (await response.json()).data.length;
    });
    expect(new Set(await Promise.all(calls))).toEqual(new Set([1]));
  }, 30_000);

  test("reports a port that is taken, and frees its own on close", async () => {
    const port = Number(new URL(running.url).port);
    await expect(createSandbox().listen({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    const short = await createSandbox().listen();
    await short.close();
    await expect(fetch(short.url)).rejects.toThrow(TypeError);
    const again = await createSandbox().listen({ port: Number(new URL(short.url).port) });
    await again.close();
  });
});

test("answers carry the server's time: Txn's is the sandbox's, Reflex's the real one, by which it stamps pushes", async () => {
  const dated = createSandbox({ now: new Date("2020-02-02T02:02:02Z") });
  await dated.advance(60_000);
  const date = async (path: string) => (await dated.fetch(`http://any.host${path}`, LIST)).headers.get("date");
  expect(await date("/api/public/v1/invoices")).toBe("Sun, 02 Feb 2020 02:03:02 GMT");
  expect(Math.abs(Date.parse((await date("/graphql")) ?? "") - Date.now())).toBeLessThan(5000);
});

test("logs every request: API, operation, time, status", async () => {
  const quiet = createSandbox();
  const started = Date.now();
  await quiet.fetch("http://any.host/api/public/v1/invoices/currency_pairs", LIST);
  await quiet.fetch("http://any.host/api/public/v1/invoices/some-id");
  await quiet.fetch("http://any.host/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"query":"{__typename}"}',
  });
  expect(quiet.requests.map(({ api, operation, status }) => [api, operation, status])).toEqual([
    ["txn", "listCurrencyPairs", 200],
    ["txn", "readInvoice", 401],
    ["reflex", "__typename", 200],
  ]);
  for (const { at } of quiet.requests) expect(at).toBeGreaterThanOrEqual(started);
});
