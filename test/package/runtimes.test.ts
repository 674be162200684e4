import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";
import { createSandbox } from "unvoice/sandbox";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { SEED_HASH, SEED_INVOICE, SEED_PAYEE } from "../support/fixtures.ts";
import { npx, run } from "./support/shell.ts";

const alone = inject("alone");

/** What `work.cjs` reports wherever everything works. */
const everything = {
  payee: SEED_PAYEE,
  amountMsat: '"100000"',
  saved: SEED_HASH,
  reflexInvoices: 61,
  txnInvoices: 120,
  refused: "AuthenticationError",
  isOfEveryEntry: true,
  unreadable: "lnurl",
  isUnvoiceError: true,
  isFinal: [true, true],
};

describe("import and require of every entry point, at work", () => {
  test.each([
    ["node@22.12.0", "node"],
    ["node@22.23.3", "node"],
    ["node@24.21.0", "node"],
    ["node@26.10.0", "node"],
    ["bun@1.4.5", "bun run"],
    ["deno@2.9.6", "deno run --allow-all --node-modules-dir=manual"],
  ])("%s", async (runtime, command) => {
    const printed = await npx([runtime], `${command} every-entry.mjs && ${command} every-entry.cjs`, alone);
    const [imported = "", required = ""] = printed.trim().split("\n");
    expect(JSON.parse(imported)).toEqual(everything);
    expect(JSON.parse(required)).toEqual(everything);
  });
});

test("workerd, without Node compatibility", async () => {
  const running = await createSandbox({ reflex: { invoices: 60 }, txn: { invoices: 120 } }).listen();
  onTestFinished(() => running.close());
  const url = await serveWorker(await bundledWorker());
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify({ invoice: SEED_INVOICE, url: running.url }),
  });
  expect(await response.json()).toEqual({ payee: SEED_PAYEE, reflexInvoices: 60, txnInvoices: 120 });
});

test("errors of the ESM and the CommonJS build are instances of each other's classes", async () => {
  expect(JSON.parse(await run("node", ["both-builds.mjs"], alone))).toEqual({
    twoBuilds: true,
    inputError: [true, true, true, true],
    decodeError: [true, true, true, true, true],
    notOfOthers: [false, false, false],
  });
});

/** As a Worker's own tools bundle: for no platform, by the conditions that Workers have. */
async function bundledWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(alone, "worker.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
  });
  return outputFiles[0]!.text; // one entry, one file
}

/** Starts workerd on a free port and gives its address. */
async function serveWorker(script: string): Promise<string> {
  writeFileSync(join(alone, "bundle.mjs"), script);
  writeFileSync(
    join(alone, "workerd.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "bundle.mjs", esModule = embed "bundle.mjs")], compatibilityDate = "2026-01-01")),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);`,
  );
  // Where the binary is, and not through npx: that would stay in between when it is to end.
  const binary = (await npx(["workerd@1.20261117.1"], "readlink -f $(command -v workerd)", alone)).trim();
  const child = spawn(binary, ["serve", "--control-fd=3", "workerd.capnp"], {
    cwd: alone,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  onTestFinished(async () => {
    child.kill();
    await once(child, "exit");
  });
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return `http://127.0.0.1:${port}`;
  }
  throw new Error("workerd ended before it listened.");
}
