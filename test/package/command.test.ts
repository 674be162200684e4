import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createClient } from "unvoice";
import { expect, inject, onTestFinished, test } from "vitest";

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
