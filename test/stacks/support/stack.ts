import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import { expect, inject, onTestFinished } from "vitest";
import { run } from "../../package/support/shell.ts";

const here = fileURLToPath(new URL("..", import.meta.url));

/** A project in somebody else's tools that has the packed package installed, and the APIs that it talks to. */
export interface Stack {
  directory: string;
  sandbox: Sandbox;
  /** What the client of the project is made with, as JSON. */
  options: { reflex: { apiKey: string; url: string }; txn: { apiKey: string; baseUrl: string } };
  /** Runs a program in the project. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Runs a program of a dependency. */
  npx(...args: string[]): Promise<string>;
}

/** What `work` reports wherever everything works. */
export const EVERYTHING = {
  listed: { reflex: 60, txn: 120 },
  saved: "from a stack",
  cancelled: "enough",
  refused: "AuthenticationError",
  isUnvoiceError: true,
};

/**
 * Copies `test/stacks/<name>` to a temporary folder, installs the tarball and the stack's own packages, and starts the
 * sandbox on a port. `work.mjs`, `work.cjs` and `options.json` lie in the folder.
 */
export async function prepare(name: string, packages: string[]): Promise<Stack> {
  const directory = mkdtempSync(join(tmpdir(), `unvoice-${name}-`));
  if (!process.env.KEEP_STACKS) onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const manifest = { name, private: true, ...readManifest(name) };
  mkdirSync(directory, { recursive: true });
  cpSync(join(here, "projects", name), directory, { recursive: true });
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest));
  const work = readFileSync(join(here, "support/work.mjs"), "utf8");
  writeFileSync(join(directory, "work.mjs"), work);
  writeFileSync(
    join(directory, "work.cjs"),
    work.replace("export async function work", "exports.work = async function"),
  );

  const sandbox = createSandbox({ reflex: { invoices: 60 }, txn: { invoices: 120 } });
  const { reflexUrl, txnBaseUrl, close } = await sandbox.listen();
  onTestFinished(close);
  const { reflex, txn } = sandbox.clientOptions();
  const options = {
    reflex: { apiKey: reflex.apiKey, url: reflexUrl },
    txn: { apiKey: txn.apiKey, baseUrl: txnBaseUrl },
  };
  writeFileSync(join(directory, "options.json"), JSON.stringify(options));

  const inProject = (program: string, ...args: string[]) => run(program, args, directory);
  await inProject("npm", "install", "--no-audit", "--no-fund", "--legacy-peer-deps", inject("tarball"), ...packages);
  return { directory, sandbox, options, run: inProject, npx: (...args) => inProject("npx", "--no", ...args) };
}

/** Holds a report of `work` to what it should say, and the server to one push. */
export function expectEverything(printed: string, { sandbox }: Stack): void {
  const report = printed
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line.startsWith('{"listed"'));
  expect(JSON.parse(report ?? `"no report in: ${printed.slice(-2000)}"`)).toEqual(EVERYTHING);
  expect(sandbox.requests.filter(({ operation }) => operation === "pushInvoice")).toHaveLength(1);
}

function readManifest(name: string): object {
  try {
    return JSON.parse(readFileSync(join(here, "projects", name, "package.json"), "utf8"));
  } catch {
    return {};
  }
}
