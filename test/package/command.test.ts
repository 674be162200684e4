import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createClient } from "unvoice";
import { expect, inject, onTestFinished, test } from "vitest";
import { SEED_INVOICE, SEED_PAYEE } from "../support/fixtures.ts";
import { run } from "./support/shell.ts";

test("npx unvoice-sandbox serves both APIs from the installed package", async () => {
  const child = spawn("npx", ["--no-install", "unvoice-sandbox", "--port", "0", "--invoices", "70"], {
    cwd: inject("alone"),
    // A group of its own: npx stands between, and would leave the sandbox behind.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    process.kill(-child.pid!, "SIGTERM"); // it was started: it has an id
    await once(child, "exit");
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.startsWith("Txn")) break;
  }
  const [, url, reflexKey] = /^Reflex\s+(\S+)\s+key (\S+)/m.exec(said.join("\n")) ?? [];
  const [, baseUrl, txnKey] = /^Txn\s+(\S+)\s+key (\S+)/m.exec(said.join("\n")) ?? [];
  const client = createClient({
    reflex: { url: url!, apiKey: reflexKey! }, // a missing one is a ConfigError
    txn: { baseUrl: baseUrl!, apiKey: txnKey! },
  });
  expect(await client.reflex.getInvoices().toArray({ maxItems: 1000 })).toHaveLength(70);
  expect(await client.txn.listInvoices().toArray({ maxItems: 1000 })).toHaveLength(70);
});

test("npx unvoice decodes, lists and fills a mirror from the installed package", async () => {
  const unvoice = (...args: string[]) => run("npx", ["--no-install", "unvoice", ...args], inject("alone"));
  expect(await unvoice("decode", SEED_INVOICE)).toContain(SEED_PAYEE);
  const lines = (await unvoice("list", "txn", "--sandbox", "--limit", "3")).trim().split("\n");
  expect(lines.map((line) => typeof JSON.parse(line).id)).toEqual(["string", "string", "string"]);
  expect(await unvoice("--help")).toContain("doctor");
});
