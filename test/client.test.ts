import { ConfigError, createClient, InputError, UnvoiceError } from "unvoice";
import { createReflexClient } from "unvoice/reflex";
import { createSandbox } from "unvoice/sandbox";
import { createTxnClient } from "unvoice/txn";
import { afterEach, describe, expect, test, vi } from "vitest";
import packageJson from "../package.json" with { type: "json" };
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
    [{ headers: { good: "a\r\nb: c-secret" } }, /headers contains an invalid header name or value/],
    ["key-secret", /createClient takes an object of options/],
    [{ apiKey: "key-secret" }, /^apiKey is not an option; did you mean reflex\.apiKey\?$/],
    [{ baseUrl: "https://localhost" }, /^baseUrl is not an option; did you mean txn\.baseUrl\?/],
    [{ reflex: "key-secret" }, /^reflex must be an object/],
    [{ reflex: { baseUrl: "https://localhost" } }, /^reflex\.baseUrl is not an option; did you mean reflex\.url\?$/],
    [{ reflex: { baseURL: "https://localhost" } }, /did you mean reflex\.url\?/],
    [{ txn: { url: "https://localhost" } }, /^txn\.url is not an option; did you mean txn\.baseUrl\?$/],
    [{ txn: { timezone: "UTC" } }, /^txn\.timezone is not an option\.$/],
    [{ timeout: 5 }, /^timeout is not an option; did you mean timeoutMs\?$/],
    [{ maxRetry: 5 }, /did you mean maxRetries\?/],
    [{ retries: 5 }, /did you mean maxRetries\?/],
    [{ hooks: { onReqest: () => {} } }, /^hooks\.onReqest is not an option; did you mean hooks\.onRequest\?/],
    [{ hooks: { onRequest: true } }, /^hooks\.onRequest must be a function\.$/],
    [{ hooks: true }, /^hooks must be an object of functions/],
    [{ fetch: "fetch" }, /^fetch must be a function/],
    [{ logLevel: "verbose" }, /^logLevel must be one of debug, info, warn, error, off\.$/],
    [{ logger: "console" }, /^logger must be an object/],
    [{ reflex: { expectedNetwork: "bitcoin" } }, /^reflex\.expectedNetwork must be one of mainnet, testnet/],
    [{ validation: "loose" }, /^validation must be one of tolerant, strict/],
    [{ allowInsecureHttp: "yes" }, /^allowInsecureHttp must be true or false/],
    [{ rateLimit: 5 }, /^rateLimit must be a function, or have/],
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
    expect(await rejection(reflex.ping({ timeout: 5 } as never))).toMatchObject({
      issues: [{ path: "options.timeout", message: "is not an option; did you mean options.timeoutMs?" }],
    });
    expect(() => reflex.getInvoices({}, { maxItem: 5 } as never)).toThrow(/did you mean options\.maxItems\?/);
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

test("an address may be http: inside of a network of one's own, where that is permitted", () => {
  const options = { txn: { baseUrl: "http://sandbox:4010" }, reflex: { url: "http://sandbox:4010/graphql" } };
  expect(() => createClient(options)).toThrow(/allowInsecureHttp/);
  expect(() => createClient({ ...options, allowInsecureHttp: true })).not.toThrow();
  expect(() => createClient({ txn: { baseUrl: "ftp://sandbox" }, allowInsecureHttp: true })).toThrow(/https:/);
});

test("a relative address outside of a page is told at the first call, not where the client is made", async () => {
  const client = createClient({ reflex: { url: "/api/reflex", apiKey: KEY }, txn: { baseUrl: "./api", apiKey: KEY } });
  expect(String(await rejection(client.reflex.ping()))).toContain("reflex.url is not a URL. Outside of a web page");
  expect(await rejection(client.txn.listInvoices())).toBeInstanceOf(ConfigError);
});

test.each(["", "/", "/api/public/v1", "/api/public/v1/", "/api/public/v1/invoices", "/behind/a/proxy"])(
  "Txn's baseUrl may end in %j",
  async (path) => {
    const server = await serve((_request, response) => json(response, 200, { data: [] }));
    await createTxnClient({ apiKey: KEY, baseUrl: server.url + path }).listInvoices();
    const prefix = path.startsWith("/behind") ? path : "";
    expect(server.requests[0]?.url).toMatch(new RegExp(`^${prefix}/api/public/v1/invoices\\?`));
  },
);

test.each([`Bearer ${KEY}`, `bearer  ${KEY}`])("the key %j is understood", async (apiKey) => {
  const server = await serve((_request, response) => json(response, 200, { data: [] }));
  await createTxnClient({ apiKey, baseUrl: server.url }).listInvoices();
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
});

test("headers of a call leave, replace or remove those of the client, and a cookie is kept beside the time zone's", async () => {
  const server = await serve((_request, response) => json(response, 200, { data: { getHello: "Hi" } }));
  const headers = { "X-A": "client", "x-b": "client", "x-c": "client", Cookie: "session=1", "x-none": undefined };
  const { reflex } = createClient({ headers, reflex: { apiKey: KEY, url: server.url, timezone: "Asia/Tokyo" } });
  await reflex.ping({ headers: { "x-a": undefined, "x-B": null, "X-C": "call" } });
  expect(server.requests[0]?.headers).toMatchObject({
    "x-a": "client",
    "x-c": "call",
    cookie: "amboss-reflex-api-timezone=Asia/Tokyo; session=1",
  });
  expect(server.requests[0]?.headers).not.toHaveProperty("x-b");
  expect(server.requests[0]?.headers).not.toHaveProperty("x-none");
});

test("requests say who sends them, unless the user says otherwise", async () => {
  const server = await serve((_request, response) => json(response, 200, { data: { getHello: "Hi" } }));
  const { reflex } = createClient({ reflex: { apiKey: KEY, url: server.url } });
  await reflex.ping();
  const agent = `unvoice/${packageJson.version}`;
  expect(server.requests[0]?.headers).toMatchObject({
    "user-agent": agent,
    "apollographql-client-name": "unvoice",
    "apollographql-client-version": packageJson.version,
  });
  await reflex.ping({ headers: { "User-Agent": "mine" } });
  expect(server.requests[1]?.headers["user-agent"]).toBe("mine");
});

test("options are read once, when the client is made or the call is", async () => {
  const server = await serve((_request, response) => json(response, 200, { data: { getHello: "Hi" } }));
  let reads = 0;
  const options = {
    headers: { "x-a": "1" },
    get reflex() {
      reads += 1;
      return { apiKey: KEY, url: server.url };
    },
  };
  const { reflex } = createClient(options);
  options.headers["x-a"] = "2";
  await reflex.ping();
  expect(reads).toBe(1);
  expect(server.requests[0]?.headers["x-a"]).toBe("1");
});

test("an environment that may not be read is none", async () => {
  vi.stubGlobal("process", {
    get env() {
      throw new Error("Requires env access");
    },
  });
  const seen: string[] = [];
  const fetch = async (url: unknown) => {
    seen.push(String(url));
    return new Response('{"data":{"getHello":"Hi"}}');
  };
  await createClient({ fetch, reflex: { apiKey: KEY } }).reflex.ping();
  expect(seen).toEqual(["https://reflex.amboss.tech/graphql"]);
});

test("a logger is told, from its level on, and never a key", async () => {
  const server = await serve((_request, response, nth) =>
    json(
      response,
      nth === 1 ? 503 : nth === 2 ? 200 : 401,
      { data: { getHello: "Hi" }, message: KEY },
      { "retry-after": "0" },
    ),
  );
  const lines: string[] = [];
  const write = (level: string) => (text: string) => void lines.push(`${level} ${text.replace(/ [\w-]{36}:/, "")}`);
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const reflex = (logLevel?: "debug" | "info" | "error" | "off") =>
    createClient({ logger, logLevel, reflex: { apiKey: KEY, url: server.url } }).reflex;
  await reflex("debug").ping();
  await rejection(reflex("info").ping());
  await rejection(reflex("error").ping());
  await rejection(reflex("off").ping());
  const text = lines
    .join("\n")
    .replaceAll(/\d+ ms/g, "N ms")
    .replaceAll(server.url, "URL");
  expect(text).toBe(
    [
      "debug unvoice reflex.ping POST URL/ (attempt 1)",
      "warn unvoice reflex.ping HTTP 503 after N ms",
      "info unvoice reflex.ping again in N ms (server)",
      "debug unvoice reflex.ping POST URL/ (attempt 2)",
      "debug unvoice reflex.ping HTTP 200 after N ms",
      "warn unvoice reflex.ping HTTP 401 after N ms",
      "error unvoice reflex.ping reflex.ping: HTTP 401: [redacted]. Check the API key.",
      "error unvoice reflex.ping reflex.ping: HTTP 401: [redacted]. Check the API key.",
    ].join("\n"),
  );
});

test("null stands for what is left out", async () => {
  const nothing = null as never;
  const { reflex, txn } = createClient(createSandbox({ reflex: { invoices: 1 } }).clientOptions());
  expect(await reflex.ping(nothing)).toBe("Hello World!");
  expect(await reflex.ping({ signal: nothing, timeoutMs: nothing, headers: nothing })).toBe("Hello World!");
  expect(() => createClient({ reflex: nothing, txn: nothing, hooks: nothing, headers: nothing })).not.toThrow();
  expect(() =>
    createClient({ reflex: { url: nothing, timezone: nothing }, txn: { timeoutMs: nothing } }),
  ).not.toThrow();
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
