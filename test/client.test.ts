import { ConfigError, createClient, InputError, UnvoiceError } from "unvoice";
import { createReflexClient } from "unvoice/reflex";
import { createSandbox } from "unvoice/sandbox";
import { createTxnClient } from "unvoice/txn";
import { afterEach, describe, expect, test, vi } from "vitest";
import { json, rejection, serve } from "./support/server.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const KEY = "key-of-the-test";

describe("what is missing is asked for at the first call that needs it", () => {
  test("a key", async () => {
    const client = createClient({ txn: { environment: "sandbox" } });
    const reflex = await rejection(client.reflex.ping());
    expect(reflex).toBeInstanceOf(ConfigError);
    expect((reflex as Error).message).toMatch(/reflex\.apiKey.*REFLEX_API_KEY/);
    expect(((await rejection(client.txn.listInvoices())) as Error).message).toMatch(/txn\.apiKey.*TXN_API_KEY/);
  });

  test("Txn's address: none is guessed", async () => {
    const error = await rejection(createClient({ txn: { apiKey: KEY } }).txn.listInvoices());
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(/TXN_BASE_URL/);
  });

  test("nothing of the other API", async () => {
    const server = await serve((_request, response) => json(response, 200, { data: { getHello: "Hi" } }));
    expect(await createClient({ reflex: { apiKey: KEY, url: server.url } }).reflex.ping()).toBe("Hi");
  });

  test("nothing that the environment has", async () => {
    const server = await serve((_request, response) => json(response, 200, { data: [] }));
    vi.stubEnv("TXN_API_KEY", "from-the-environment");
    vi.stubEnv("TXN_BASE_URL", server.url);
    await createTxnClient().listInvoices();
    expect(server.requests[0]?.headers.authorization).toBe("Bearer from-the-environment");
    vi.stubEnv("REFLEX_API_KEY", "also-from-there");
    vi.stubEnv("REFLEX_URL", server.url);
    await rejection(createReflexClient().ping());
    expect(server.requests[1]?.headers.authorization).toBe("Bearer also-from-there");
  });
});

describe("a wrong option is a ConfigError that names it", () => {
  test.each([
    [{ reflex: { url: "http://api.example.com" } }, /reflex\.url.*https/],
    [{ reflex: { url: "not a url" } }, /reflex\.url/],
    [{ txn: { baseUrl: "http://127.0.0.1.example.com" } }, /txn\.baseUrl/],
    [{ txn: { baseUrl: "https://user:secret@example.com" } }, /txn\.baseUrl/],
    [{ txn: { baseUrl: "/relative" } }, /txn\.baseUrl/],
    [{ txn: { environment: "production" } }, /txn\.environment/],
    [{ reflex: { timezone: "Mars/Olympus" } }, /reflex\.timezone/],
    [{ timeoutMs: 0 }, /timeoutMs/],
    [{ timeoutMs: "5" }, /timeoutMs/],
    [{ txn: { maxRetries: -1 } }, /txn\.maxRetries/],
    [{ maxRetries: 1.5 }, /maxRetries/],
    [{ rateLimit: { requests: 0, perMs: 1000 } }, /rateLimit/],
    [{ headers: { "bad name": "x" } }, /headers/],
    [{ headers: new Headers({ "x-tenant": "7" }) }, /headers must be a plain object/],
    [{ txn: { headers: [["x-tenant", "7"]] } }, /txn\.headers must be a plain object/],
    [{ headers: { good: "a\r\nb: c-secret" } }, /headers/],
  ])("%j", (options, message) => {
    try {
      createClient(options as never);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain("secret");
    }
  });

  test.each([[""], ["  "], ["key\r\nx-injected: 1"], ["schlüssel"], [42]])(
    "the key %j, before anything is sent",
    async (apiKey) => {
      const server = await serve((_request, response) => json(response, 200, {}));
      for (const key of [apiKey, () => apiKey, async () => apiKey]) {
        const error = await rejection(
          createClient({ reflex: { apiKey: key as string, url: server.url } }).reflex.ping(),
        );
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as Error).message).toContain("reflex.apiKey");
      }
      expect(server.requests).toHaveLength(0);
    },
  );

  test("of a call is an InputError", async () => {
    const { reflex } = createClient({ reflex: { apiKey: KEY } });
    expect(await rejection(reflex.ping({ timeoutMs: -1 }))).toBeInstanceOf(InputError);
    expect(() => reflex.getInvoices({}, { maxRetries: -1 })).toThrow(InputError);
    expect(() => reflex.getInvoices({}, { headers: { "bad name": "x" } })).toThrow(/options\.headers/);
    for (const signal of [new AbortController(), true])
      expect(() => reflex.getInvoices({}, { signal } as never)).toThrow(/options\.signal: must be an AbortSignal/);
  });
});

test.each([
  "http://localhost:1/graphql",
  "http://127.0.0.1/graphql",
  "http://[::1]:5/graphql",
  "https://example.com/graphql",
])("the address %s is accepted", (url) => {
  expect(() => createClient({ reflex: { url } })).not.toThrow();
});

test("null stands for what is left out", async () => {
  const nothing = null as never;
  const { reflex, txn } = createClient(createSandbox({ reflex: { invoices: 1 } }).clientOptions());
  expect(await reflex.ping(nothing)).toBe("Hello World!");
  expect((await reflex.getInvoices(nothing, nothing)).items).toHaveLength(1);
  expect((await txn.listInvoices(nothing, nothing)).items).toHaveLength(50);
  expect(await reflex.request("{ getHello }", nothing, nothing)).toEqual({ getHello: "Hello World!" });
  expect((await rejection(reflex.pushInvoice(nothing, nothing))) as Error).toBeInstanceOf(InputError);
});

test("options of one API override those of both, and headers and hooks are joined", async () => {
  const server = await serve((_request, response) => json(response, 200, { data: [] }));
  const events: string[] = [];
  const client = createClient({
    headers: { "x-both": "shared", "x-shared": "1" },
    hooks: { onRequest: () => events.push("request"), onResponse: () => events.push("of both") },
    txn: {
      apiKey: KEY,
      baseUrl: server.url,
      headers: { "x-both": "own" },
      // Undefined overrides nothing.
      timeoutMs: undefined,
      hooks: { onRequest: undefined, onResponse: () => events.push("response") },
    },
  });
  await client.txn.listInvoices();
  expect(server.requests[0]?.headers).toMatchObject({ "x-both": "own", "x-shared": "1" });
  expect(events).toEqual(["request", "response"]);
});

describe("in a browser", () => {
  const page = (href: string) => {
    vi.stubGlobal("window", { document: {} });
    vi.stubGlobal("location", new URL(href));
  };

  test("a client that holds a key is refused, unless it is wanted", () => {
    page("https://shop.example/");
    expect(() => createClient({ reflex: { apiKey: KEY } })).toThrow(ConfigError);
    expect(() => createClient({ txn: { apiKey: () => KEY } })).toThrow(/dangerouslyAllowBrowser/);
    expect(() => createClient({ dangerouslyAllowBrowser: true, reflex: { apiKey: KEY } })).not.toThrow();
  });

  test("a relative address is of the page, and no key is sent", async () => {
    page("http://192.168.0.7:8080/reports/");
    const seen: Request[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(new Request(input, init));
      return new Response('{"data":[]}');
    };
    await createTxnClient({ baseUrl: "/api/txn", fetch }).listInvoices();
    expect(seen[0]?.url).toMatch(/^http:\/\/192\.168\.0\.7:8080\/api\/txn\/api\/public\/v1\/invoices\?/);
    expect(seen[0]?.headers.has("authorization")).toBe(false);
  });

  test("no cookie can be set", () => {
    page("https://shop.example/");
    expect(() => createClient({ reflex: { timezone: "UTC" } })).toThrow(/cookie/);
  });
});

test("an error is recognised by its class across builds, and a user's own class stays apart", () => {
  class Mine extends UnvoiceError {}
  const theirs = Object.assign(Object.create({ [Symbol.for("unvoice.error")]: ["UnvoiceError", "ConfigError"] }), {});
  expect(theirs).toBeInstanceOf(ConfigError);
  expect(theirs).not.toBeInstanceOf(InputError);
  expect(new ConfigError("x")).not.toBeInstanceOf(Mine);
  expect(new Mine("x")).toBeInstanceOf(Mine);
  expect(new Mine("x")).toBeInstanceOf(UnvoiceError);
  expect(null).not.toBeInstanceOf(UnvoiceError);
});
