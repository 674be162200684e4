import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createSandbox,
  type Fault,
  type FaultKind,
  type RunningSandbox,
  type Sandbox,
} from "../../src/sandbox/index.ts";
import { documents, findMany } from "./harness.ts";

const LIST = { headers: { authorization: "Bearer sandbox-txn-key" } };
const query = (document: string, variables: unknown = {}) => ({
  method: "POST",
  headers: { authorization: "Bearer sandbox-reflex-key", "content-type": "application/json" },
  body: JSON.stringify({ query: document, variables }),
});

// The same faults through both doors: in process, and over a socket with Node's own fetch.
describe.each(["in process", "over a port"])("%s", (door) => {
  let sandbox: Sandbox;
  let running: RunningSandbox | undefined;
  let send: (api: "reflex" | "txn", init?: RequestInit) => Promise<Response>;

  beforeEach(async () => {
    sandbox = createSandbox();
    running = door === "over a port" ? await sandbox.listen() : undefined;
    const origin = running?.url ?? "http://sandbox.invalid";
    const call = running === undefined ? sandbox.fetch : fetch;
    send = (api, init) => {
      const list = init?.method === "POST" ? "" : "?page=1&per_page=2";
      const url = api === "reflex" ? `${origin}/graphql` : `${origin}/api/public/v1/invoices${list}`;
      return call(url, { ...(api === "reflex" ? query("{ getHello }") : LIST), ...init });
    };
  });

  afterEach(async () => running?.close());

  test("latency", async () => {
    sandbox.faults.add({ kind: "latency", ms: 80 });
    const started = performance.now();
    expect((await send("txn")).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });

  test("latency is cut short by an abort, with the signal's reason", async () => {
    sandbox.faults.add({ kind: "latency", ms: 60_000 });
    const reason = new Error("enough");
    const controller = new AbortController();
    const call = send("txn", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 30);
    await expect(call).rejects.toBe(reason);
  });

  test.each([3, "Wed, 21 Oct 2026 07:28:00 GMT"])("rate_limit with Retry-After %s", async (retryAfter) => {
    sandbox.faults.add({ kind: "rate_limit", retryAfter, times: 2 });
    const txn = await send("txn");
    expect([txn.status, txn.headers.get("retry-after")]).toEqual([429, String(retryAfter)]);
    expect(await txn.json()).toMatchObject({ errors: [{ status: 429 }] });
    expect(await (await send("reflex")).json()).toMatchObject({ statusCode: 429 });
    expect((await send("txn")).status).toBe(200);
  });

  test("throttled_200 strikes Reflex alone", async () => {
    sandbox.faults.add({ kind: "throttled_200", retryAfter: 1 });
    expect((await send("txn")).status).toBe(200);
    const response = await send("reflex");
    expect([response.status, response.headers.get("retry-after-short")]).toEqual([200, "1"]);
    const { errors } = await response.json();
    expect(errors[0].message).toBe("ThrottlerException: Too Many Requests");
    expect(errors[0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
  });

  test("html_502 and empty_500", async () => {
    sandbox.faults.add({ kind: "html_502" });
    sandbox.faults.add({ kind: "empty_500" });
    const proxy = await send("txn");
    expect([proxy.status, proxy.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(await proxy.text()).toContain("<html>");
    const server = await send("txn");
    expect([server.status, await server.text()]).toEqual([500, ""]);
  });

  test.each([
    ["reset_before", 200],
    ["reset_after", 201],
  ] as const)("%s breaks the connection, with %i rows stored", async (kind, rows) => {
    sandbox.faults.add({ kind, operation: "pushInvoice" });
    const push = query(documents.pushInvoice, documents.pushInvoiceVariables);
    const error = await send("reflex", push).then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect(error.cause.code).toBe("ECONNRESET");
    expect(sandbox.reflex.invoices).toHaveLength(rows);
    expect(sandbox.requests.at(-1)).toMatchObject({ operation: "pushInvoice", status: 0 });
  });

  test.each([
    ["reset_before", 200],
    ["reset_after", 201],
    ["truncate_body", 201],
    ["html_502", 200],
    ["empty_500", 200],
    ["rate_limit", 200],
  ] as const)("%s of a creation leaves %i invoices", async (kind, rows) => {
    sandbox.faults.add({ kind, operation: "createInvoice", retryAfter: 1 });
    const attributes = { amountBilled: "40", billedCurrency: "USD", chargedCurrency: "USDT", network: "ttrx:usdt" };
    const create = () =>
      send("txn", {
        method: "POST",
        body: JSON.stringify({ data: { type: "invoices", attributes: { ...attributes, reference: "once" } } }),
      });
    const answer = await create().then(
      (response) => response.status,
      (error) => error.cause.code,
    );
    const expected = { html_502: 502, empty_500: 500, rate_limit: 429, truncate_body: 201 };
    expect(answer).toBe(kind in expected ? expected[kind as keyof typeof expected] : "ECONNRESET");
    expect(sandbox.txn.invoices).toHaveLength(rows);
    // What was stored refuses the same reference, what was not takes it.
    expect((await create()).status).toBe(rows === 201 ? 422 : 201);
  });

  test("stall_body: half comes, the rest later", async () => {
    sandbox.faults.add({ kind: "stall_body", ms: 80 });
    const started = performance.now();
    const response = await send("txn");
    expect(response.status).toBe(200);
    expect((await response.json()).data).toHaveLength(2);
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
  });

  test("stall_body without ms: half comes, then nothing, until the caller gives up", async () => {
    sandbox.faults.add({ kind: "stall_body" });
    const reason = new Error("enough");
    const controller = new AbortController();
    const response = await send("txn", { signal: controller.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(100);
    setTimeout(() => controller.abort(reason), 30);
    await expect(reader?.read()).rejects.toBe(reason);
  });

  test("a stall hears of an abort even after the garbage collector ran", async () => {
    sandbox.faults.add({ kind: "stall_body" });
    const controller = new AbortController();
    const response = await send("txn", { signal: controller.signal });
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 10);
    await expect(response.text()).rejects.toBe(reason);
  });

  test("truncate_body: cut JSON, ended properly", async () => {
    sandbox.faults.add({ kind: "truncate_body" });
    const response = await send("txn");
    const text = await response.text();
    expect(text).toMatch(/^\{"data"/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test("an endless stall ends with the server", async () => {
    if (running === undefined) return;
    sandbox.faults.add({ kind: "stall_body" });
    const response = await send("txn");
    await running.close();
    await expect(response.text()).rejects.toThrow();
  });
});

describe("which requests a fault strikes", () => {
  const statuses = async (faults: Fault[], calls: ("list" | "read" | "hello")[]) => {
    const sandbox = createSandbox();
    for (const fault of faults) sandbox.faults.add(fault);
    const seen: number[] = [];
    for (const call of calls) {
      const path = { list: "/api/public/v1/invoices", read: "/api/public/v1/invoices/x", hello: "/graphql" }[call];
      const init = call === "hello" ? query("{ getHello }") : LIST;
      seen.push((await sandbox.fetch(`http://sandbox.invalid${path}`, init)).status);
    }
    return seen;
  };

  test("`times` of them, after letting `skip` through", async () => {
    const fault: Fault = { kind: "empty_500", times: 2, skip: 1 };
    expect(await statuses([fault], ["list", "list", "list", "list"])).toEqual([200, 500, 500, 200]);
  });

  test("those of its API and its operation alone", async () => {
    const calls = ["hello", "read", "list"] as const;
    expect(await statuses([{ kind: "empty_500", api: "txn" }], [...calls])).toEqual([200, 500, 200]);
    expect(await statuses([{ kind: "empty_500", operation: "listInvoices" }], [...calls])).toEqual([200, 404, 500]);
    expect(await statuses([{ kind: "empty_500", operation: "ping" }], [...calls])).toEqual([500, 404, 200]);
  });

  test("one after the other, where two are added", async () => {
    const faults: Fault[] = [{ kind: "empty_500" }, { kind: "rate_limit" }, { kind: "latency", ms: 1 }];
    expect(await statuses(faults, ["list", "list", "list"])).toEqual([500, 429, 200]);
  });

  test("none after clear()", async () => {
    const sandbox = createSandbox();
    sandbox.faults.add({ kind: "empty_500", times: Number.POSITIVE_INFINITY });
    expect((await sandbox.fetch("http://a.invalid/graphql", query("{ getHello }"))).status).toBe(500);
    sandbox.faults.clear();
    expect((await sandbox.fetch("http://a.invalid/graphql", query("{ getHello }"))).status).toBe(200);
  });

  test("a fault that cannot be meant is refused", () => {
    const { faults } = createSandbox();
    expect(() => faults.add({ kind: "nope" as FaultKind })).toThrow(TypeError);
    expect(() => faults.add({ kind: "latency", ms: -1 })).toThrow(RangeError);
  });
});

describe("faults in what an answer says", () => {
  const first = async (sandbox: Sandbox) => {
    const response = await sandbox.fetch("http://a.invalid/api/public/v1/invoices", LIST);
    return (await response.json()).data[0].attributes;
  };

  test("Txn: an unknown status, an unknown field, a null", async () => {
    const sandbox = createSandbox();
    const { status: _, ...others } = await first(sandbox);
    for (const kind of ["unknown_enum", "unknown_field", "null_field"] as const) sandbox.faults.add({ kind });
    expect(await first(sandbox)).toEqual({ ...others, status: "frozen" });
    expect(await first(sandbox)).toMatchObject({ ...others, sandboxUnknownField: "unexpected" });
    expect(await first(sandbox)).toMatchObject({ ...others, networkName: null });
  });

  test("Reflex: an unknown interval, an unknown field, a null", async () => {
    const sandbox = createSandbox();
    for (const kind of ["unknown_enum", "unknown_field", "null_field"] as const) sandbox.faults.add({ kind });
    expect((await findMany(sandbox)).aggregated.aggregation_interval).toBe("SANDBOX_UNKNOWN");
    expect((await findMany(sandbox)).list[0]).toMatchObject({ sandbox_unknown_field: "unexpected" });
    expect((await findMany(sandbox)).list[0].destination).toBeNull();
    expect((await findMany(sandbox)).list[0].destination).toHaveLength(66);
  });

  test("rows inserted just before a page is served", async () => {
    const sandbox = createSandbox();
    sandbox.faults.add({ kind: "insert_before", count: 3, skip: 1, times: 1, operation: "getInvoices" });
    const page1 = await findMany(sandbox, { page: { limit: 10, offset: 0 } });
    const page2 = await findMany(sandbox, { page: { limit: 10, offset: 10 } });
    const seen = new Set(page1.list.map(({ id }: { id: string }) => id));
    expect(page2.list.filter(({ id }: { id: string }) => seen.has(id))).toHaveLength(3);
    sandbox.faults.add({ kind: "insert_before", api: "txn" });
    await first(sandbox);
    expect(sandbox.txn.invoices).toHaveLength(201);
  });
});
