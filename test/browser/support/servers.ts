import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSandbox } from "unvoice/sandbox";
import type { TestProject } from "vitest/node";

/** What the tests in the browser are told of the servers beside it. */
declare module "vitest" {
  interface ProvidedContext {
    /** Both APIs, healthy. */
    sandbox: ServedApis;
    /** The same behind a proxy that answers 502 with HTML. */
    down: ServedApis;
    /** The same, asking for fewer requests. */
    throttled: ServedApis;
    /** The same, never finishing an answer's body. */
    stalled: ServedApis;
    /** An own backend for Txn: its answers' `meta` holds the headers that it was sent. */
    backendUrl: string;
  }
}

interface ServedApis {
  reflexUrl: string;
  txnBaseUrl: string;
  reflexKey: string;
  txnKey: string;
}

const closers: (() => Promise<void>)[] = [];

/** Starts the servers that the tests in the browser talk to, on loopback ports of their own: other origins than the page. */
export async function setup(project: TestProject): Promise<void> {
  async function serve(fault?: "html_502" | "rate_limit" | "stall_body"): Promise<ServedApis> {
    const sandbox = createSandbox({ reflex: { invoices: 130 }, txn: { invoices: 130 } });
    if (fault) sandbox.faults.add({ kind: fault, times: Number.MAX_SAFE_INTEGER, retryAfter: 7 });
    const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
    closers.push(close);
    const { reflex, txn } = sandbox.clientOptions();
    return { reflexUrl, txnBaseUrl, reflexKey: reflex.apiKey, txnKey: txn.apiKey };
  }

  project.provide("sandbox", await serve());
  project.provide("down", await serve("html_502"));
  project.provide("throttled", await serve("rate_limit"));
  project.provide("stalled", await serve("stall_body"));

  const backend = createServer((request, response) => {
    response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "");
    response.setHeader("content-type", "application/vnd.api+json");
    response.end(JSON.stringify({ data: [], meta: { headers: request.headers } }));
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => backend.close(() => resolve()).closeAllConnections()));
  project.provide("backendUrl", `http://127.0.0.1:${(backend.address() as AddressInfo).port}`);
}

/** Ends them. */
export async function teardown(): Promise<void> {
  await Promise.all(closers.map((close) => close()));
}
