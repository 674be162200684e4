import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import { run } from "../../src/command/run.ts";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.ts";

/** The command in one file, for processes of its own: to strip the types of two hundred at each start takes its time. */
export async function bundled(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), "unvoice-main-")), "main.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/command/main.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    outfile,
    logLevel: "error",
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
  });
  return outfile;
}

/** What a run of the command left. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Where a command runs, unless a test says otherwise. */
export interface Surroundings {
  env?: Record<string, string>;
  cwd?: string;
  stdin?: string;
  /** Columns of a terminal on stdout; no terminal without. */
  terminal?: number;
}

/** Runs the command in this process. */
export async function unvoice(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  const { env = {}, cwd = tmpdir(), stdin = "", terminal } = surroundings;
  const stdout = Object.assign(new PassThrough(), terminal ? { isTTY: true, columns: terminal } : {});
  const stderr = new PassThrough();
  const texts = [stdout, stderr].map(async (stream) => {
    let text = "";
    for await (const chunk of stream) text += chunk;
    return text;
  });
  const code = await run(args, { stdin: Readable.from(stdin ? [Buffer.from(stdin)] : []), stdout, stderr, env, cwd });
  stdout.end();
  stderr.end();
  const [out = "", err = ""] = await Promise.all(texts);
  return { code, out, err };
}

/** Runs a program in a process of its own. */
export async function start([file = "", ...args]: readonly string[], options: SpawnOptions): Promise<Outcome> {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (err += chunk));
  const [code] = await once(child, "close");
  return { code, out, err };
}

/** A folder of a test's own. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "unvoice-command-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A sandbox on a port, and the variables that lead to it. */
export async function served(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; env: Record<string, string> }> {
  const sandbox = createSandbox(options);
  const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
  onTestFinished(close);
  const { reflex, txn } = sandbox.clientOptions();
  const env = {
    REFLEX_URL: reflexUrl,
    REFLEX_API_KEY: reflex.apiKey,
    TXN_BASE_URL: txnBaseUrl,
    TXN_API_KEY: txn.apiKey,
  };
  return { sandbox, env };
}
