import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { createReflexClient } from "unvoice/reflex";
import { createSandbox } from "unvoice/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningDashboard, startDashboard } from "../../../examples/dashboard/backend/start.ts";
import {
  sandboxUpstreams,
  type Upstreams,
  upstreamsFromEnvironment,
} from "../../../examples/dashboard/backend/upstreams.ts";
import { SEED_INVOICE } from "../../support/fixtures.ts";

const sandbox = createSandbox({ reflex: { invoices: 3 }, txn: { invoices: 3 } });
let upstreams: Upstreams;
let dashboard: RunningDashboard;
beforeAll(async () => {
  upstreams = await sandboxUpstreams(sandbox);
  dashboard = await startDashboard(upstreams, 0);
});
afterAll(async () => {
  await dashboard.close();
  await upstreams.close();
});

const LIST = "/api/txn/api/public/v1/invoices";
const hello = { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ getHello }"}' };
const ask = (path: string, init?: RequestInit) => fetch(`${dashboard.url}${path}`, init);
/** The client of the page. */
const reflex = () => createReflexClient({ apiKey: "from-the-page", url: `${dashboard.url}/api/reflex`, maxRetries: 0 });

describe("the backend", () => {
  test("adds the keys, whatever the page sends", async () => {
    expect((await reflex().getInvoices()).items).toHaveLength(3);
    const wrong = { headers: { authorization: "Bearer from-the-page", cookie: "a=b" } };
    const answer = await ask(`${LIST}?page=1&per_page=2`, wrong);
    expect(answer.status).toBe(200);
    expect((await answer.json()).data).toHaveLength(2);
  });

  test.each([
    ["POST", "/", 405],
    ["GET", "/assets/none.js", 404],
    ["GET", "/api/reflex", 405],
    ["POST", LIST, 405],
    ["DELETE", LIST, 405],
    ["GET", `${LIST}/1`, 404],
    ["GET", "/api/txn/api/public/v1/payouts", 404],
    ["GET", "/api/txn/", 404],
    ["GET", `${LIST}/../payouts`, 404],
    ["GET", `${LIST}?include=everything`, 400],
  ])("passes nothing else on: %s %s", async (method, path, status) => {
    const before = sandbox.requests.length;
    expect((await ask(path, { method })).status).toBe(status);
    expect(sandbox.requests).toHaveLength(before);
  });

  test.each(["{ getHello }", "{ getUser { team { webhook_secret } } }", "mutation { deleteEverything }", ""])(
    "lets no document through that the page's client does not send: %s",
    async (query) => {
      const before = sandbox.requests.length;
      expect((await ask("/api/reflex", { ...hello, body: JSON.stringify({ query }) })).status).toBe(403);
      expect(sandbox.requests).toHaveLength(before);
    },
  );

  test.each(["no JSON", "null", "[]", '{"query":{}}'])("lets no other body through: %s", async (body) => {
    expect((await ask("/api/reflex", { ...hello, body })).status).toBe(403);
  });

  test.each([undefined, { invoice: { do_not_save: false } }])(
    "has an invoice checked and never saved: %o",
    async (options) => {
      const saved = sandbox.reflex.invoices.length;
      const params = { invoice: { payment_request: SEED_INVOICE }, ...(options ? { options } : {}) };
      const { invoice, checks } = await reflex().pushInvoice(params);
      expect(invoice.payment_request).toBe(SEED_INVOICE);
      expect(checks?.destinations.length).toBeGreaterThan(0);
      expect(sandbox.reflex.invoices).toHaveLength(saved);
    },
  );

  test.each([{ origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }, { origin: "null" }])(
    "serves no other page: %o",
    async (headers) => {
      const init = { ...hello, headers: { ...hello.headers, ...headers } };
      expect((await ask("/api/reflex", init)).status).toBe(403);
    },
  );

  test("answers to no other name, so that none can be pointed at it", async () => {
    const { port } = new URL(dashboard.url);
    const status = await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path: "/api/about", headers: { host: `rebound.example:${port}` } };
      httpRequest(options, ({ statusCode }) => resolve(statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test.each(["/", "/none.js", "/api/about", "/api/none", LIST])(
    "serves %s under a strict policy, as nothing but what it says it is",
    async (path) => {
      const { headers } = await ask(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      const policy = headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain("unsafe");
    },
  );

  test("breaks an answer off that is longer than any list's page", async () => {
    const endless = createServer((_request, response) => {
      const megabyte = Buffer.alloc(1024 * 1024, " ");
      const more = () => {
        while (response.write(megabyte));
      };
      response.on("drain", more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const { port } = endless.address() as AddressInfo;
    const flooded = { ...upstreams, txn: { ...upstreams.txn, url: `http://127.0.0.1:${port}` } };
    const other = await startDashboard(flooded, 0);
    let received = 0;
    const read = async () => {
      const { body } = await fetch(`${other.url}${LIST}`);
      for await (const chunk of body ?? []) received += chunk.length;
    };
    await expect(read()).rejects.toThrow();
    expect(received).toBeLessThanOrEqual(32 * 1024 * 1024);
    await other.close();
    endless.close();
    endless.closeAllConnections();
  });

  test("says 502 where an API cannot be reached", async () => {
    const gone = { ...upstreams, txn: { ...upstreams.txn, url: "http://127.0.0.1:1" } };
    const other = await startDashboard(gone, 0);
    expect((await fetch(`${other.url}${LIST}`)).status).toBe(502);
    await other.close();
  });
});

describe("where the backend finds the APIs", () => {
  test("an API with a key in the environment is live, the other comes from the sandbox", async () => {
    const found = await upstreamsFromEnvironment({ REFLEX_API_KEY: "live-key" });
    expect(found.reflex).toEqual({ url: "https://reflex.amboss.tech/graphql", key: "live-key", mode: "live" });
    expect(found.txn.mode).toBe("sandbox");
    await found.close();
  });

  test.each([
    { REFLEX_API_KEY: "live-key", REFLEX_URL: "http://reflex.example/graphql" },
    { TXN_API_KEY: "live-key", TXN_BASE_URL: "http://txn.example" },
  ])("sends no key in the clear: %o", async (environment) => {
    await expect(upstreamsFromEnvironment(environment)).rejects.toThrow("https://");
  });

  test("a Txn key alone names no host", async () => {
    await expect(upstreamsFromEnvironment({ TXN_API_KEY: "live-key" })).rejects.toThrow("TXN_BASE_URL");
    const found = await upstreamsFromEnvironment({ TXN_API_KEY: "live-key", TXN_BASE_URL: "https://txn.example" });
    expect(found.txn).toEqual({ url: "https://txn.example", key: "live-key", mode: "live" });
    await found.close();
  });
});
