import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { folder, served, unvoice } from "./harness.ts";

const TUNED = {
  reflex: { invoices: 70, guesses: { amounts: "number", filterTo: "inclusive", tagFilter: "or" } },
  txn: { invoices: 70, guesses: { perPageCap: 20, metaTotal: "pages", onTime: "onTime", pagePastEnd: "not_found" } },
} as const;

async function report(env: Record<string, string>, ...more: string[]) {
  const cwd = folder();
  const outcome = await unvoice(["doctor", "--json", "report.json", ...more], { cwd, env });
  return { ...outcome, text: readFileSync(join(cwd, "report.json"), "utf8") };
}

describe("doctor", () => {
  test("its report makes a sandbox that answers as the service did", async () => {
    const { env } = await served(TUNED);
    const first = await report(env);
    const { reflex, txn } = JSON.parse(first.text);
    expect([reflex.amounts, reflex.filterTo, reflex.tagFilter]).toEqual(["number", "inclusive", "or"]);
    expect([txn.perPageCap, txn.metaTotal, txn.onTime, txn.pagePastEnd]).toEqual([20, "pages", "onTime", "not_found"]);
    const alike = createSandbox({ reflex: { invoices: 70, guesses: reflex }, txn: { invoices: 70, guesses: txn } });
    expect(alike.reflex.invoices).toEqual(createSandbox(TUNED).reflex.invoices);
  });

  test("asks at most sixty times, and only reads", async () => {
    const { sandbox, env } = await served();
    expect((await report(env)).code).toBe(0);
    expect(sandbox.requests.length).toBeLessThanOrEqual(60);
    expect(sandbox.requests.map(({ operation }) => operation)).not.toContain("pushInvoice");
    expect(sandbox.requests.map(({ operation }) => operation)).not.toContain("createInvoice");
    expect(sandbox.requests.map(({ status }) => status)).not.toContain(401);
  });

  test("no key, invoice, amount or id is in the report", async () => {
    const { sandbox, env } = await served();
    const { text } = await report(env, "--probe-auth");
    const secrets = [
      ...[env.REFLEX_API_KEY, env.TXN_API_KEY, env.TXN_BASE_URL],
      ...sandbox.reflex.invoices.flatMap((one) => [one.id, one.payment_request, one.payment_hash, one.destination]),
      ...sandbox.reflex.invoices.map(({ amount_msats }) => String(amount_msats)).filter((amount) => amount.length > 5),
      ...sandbox.txn.invoices.flatMap(({ id, attributes }) => [id, attributes.amountBilled, attributes.reference]),
    ];
    for (const secret of secrets) if (secret) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/ln(bc|tb)|[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}/);
  });

  test("a service that puts keys and invoices where words belong gets neither into the report", async () => {
    const key = "abcdefghijklmnopqrstuvwx";
    const invoice = createSandbox().txn.invoices[0];
    const evil = {
      ...invoice,
      attributes: {
        ...invoice?.attributes,
        status: key,
        [key]: 1,
        lnbcqqqqqqqqqq: 1,
        "3f1c9a": 2,
        paymentStatus: "lnbcabc",
      },
    };
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: [evil], included: [{ id: "x", type: key }], meta: { page: key, total: 1 } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { text, out } = await report({ TXN_API_KEY: key, TXN_BASE_URL: `http://127.0.0.1:${port}` }, "txn");
    for (const secret of [key, "lnbc", "3f1c9a"]) expect(text).not.toContain(secret);
    expect(out).not.toContain("lnbc");
  });

  test("says so where a key is refused, or nobody answers", async () => {
    const { env } = await served();
    const refused = await report({ ...env, TXN_API_KEY: "wrong-key-123456" });
    expect(refused.code).toBe(77);
    expect(refused.err).toContain("Txn refuses the key");
    expect(JSON.parse(refused.text).txn).toEqual({});
    const gone = await report({ TXN_API_KEY: "k-1234567890", TXN_BASE_URL: "http://127.0.0.1:9" });
    expect([gone.code, gone.err]).toEqual([69, expect.stringContaining("Txn gave no answer")]);
  });

  test("a failing service leaves questions open and tells nothing wrong", async () => {
    const { sandbox, env } = await served(TUNED);
    for (const kind of ["html_502", "truncate_body", "rate_limit", "reset_before"] as const) {
      sandbox.faults.add({ kind, times: 3, skip: 4, retryAfter: 0 });
    }
    const { text } = await report(env);
    const { reflex, txn } = JSON.parse(text);
    const truth = { reflex: TUNED.reflex.guesses, txn: TUNED.txn.guesses } as Record<string, Record<string, unknown>>;
    for (const [api, found] of Object.entries({ reflex, txn })) {
      for (const [name, value] of Object.entries(truth[api] ?? {})) expect([value, undefined]).toContain(found[name]);
    }
  });
});
