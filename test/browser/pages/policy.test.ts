import { createSandbox } from "unvoice/sandbox";
import { expect, onTestFinished, test } from "vitest";
import { openPage } from "../support/page.ts";
import { serveStrictPage } from "../support/strict-page.ts";

/** Opens the page that lists both APIs under a strict policy, and waits for its outcome. */
async function run(extra: Record<string, string> = {}): Promise<{ outcome: unknown; complaints: string[] }> {
  const sandbox = createSandbox({ reflex: { invoices: 60 }, txn: { invoices: 60 } });
  const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
  onTestFinished(close);
  const strict = await serveStrictPage("../fixtures/lists.ts", new URL(txnBaseUrl).origin);
  onTestFinished(strict.close);
  const { page, complaints, close: closePage } = await openPage();
  onTestFinished(closePage);
  const { reflex, txn } = sandbox.clientOptions();
  const search = new URLSearchParams({ reflexUrl, txnBaseUrl, reflexKey: reflex.apiKey, txnKey: txn.apiKey, ...extra });
  await page.goto(`${strict.url}?${search}`);
  await page.waitForSelector("[data-outcome]", { state: "attached" });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const outcome: unknown = JSON.parse((await page.getAttribute("body", "data-outcome")) ?? "null");
  return { outcome, complaints };
}

test("under `script-src 'self'` both lists are walked and an invoice decoded without a violation", async () => {
  const { outcome, complaints } = await run();
  expect(outcome).toEqual({ reflex: 60, txn: 60, payeeAgrees: true });
  expect(complaints).toEqual([]);
});

test("a violation would be noticed", async () => {
  const { complaints } = await run({ misbehave: "" });
  expect(complaints.join("\n")).toContain("policy: script-src eval");
});
