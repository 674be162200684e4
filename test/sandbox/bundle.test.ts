import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

// A process that starts on a busy machine takes seconds.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

// A folder with nothing installed: whatever is not in a bundle is missed.
const folder = mkdtempSync(join(tmpdir(), "unvoice-sandbox-"));
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/sandbox/index.ts", import.meta.url))],
    ...{ bundle: true, platform: "node", format: "esm", minify: true, outfile: file("sandbox.mjs"), logLevel: "error" },
  });
  writeFileSync(file("program.mjs"), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = `import { createSandbox } from "./sandbox.mjs";
const sandbox = createSandbox({ reflex: { invoices: 3 }, txn: { webhook: { to: () => undefined } } });
sandbox.listen().then(async (running) => {
  const headers = { authorization: "Bearer sandbox-txn-key" };
  const { data } = await (await fetch(running.txnBaseUrl + "/api/public/v1/invoices", { headers })).json();
  await running.close();
  await sandbox.txn.reject(data.find(({ attributes }) => attributes.status === "pending").id);
  const { length } = sandbox.txn.webhooks.deliveries;
  console.log(data.length, length, sandbox.reflex.invoices[0].payment_request.slice(0, 2));
});`;

test.each(["esm", "cjs"] as const)("bundled once more into a program of the user's, as %s, it runs", async (format) => {
  const outfile = file(format === "esm" ? "bundle.mjs" : "bundle.cjs");
  const { warnings } = await build({
    entryPoints: [file("program.mjs")],
    ...{ bundle: true, platform: "node", format, outfile, logLevel: "silent" },
  });
  expect(warnings).toEqual([]);
  expect(execFileSync(process.execPath, [outfile], { encoding: "utf8" })).toBe("25 2 ln\n");
});
