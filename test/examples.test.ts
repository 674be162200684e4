import { type ExecFileException, execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createClient } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judge } from "../examples/support/verdict.ts";
import { SEED_INVOICE } from "./support/fixtures.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "unvoice-examples-"));
const programs = ["quickstart", "export", "withdrawal-check", "reconciliation"];

// As Node would find them were the package installed: its entry points are the sources here.
beforeAll(async () => {
  await build({
    entryPoints: programs.map((name) => join(root, `examples/${name}.ts`)),
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    tsconfig: join(root, "tsconfig.json"),
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
}, 60_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("quickstart does the main job from end to end", async () => {
  const { stdout, code } = await run("quickstart");
  expect(code).toBe(0);
  expect(stdout.match(/^\d\. .*/gm)).toHaveLength(5);
  expect(stdout).toMatch(/payment hash +c9dc7c0e988bcc27/);
  expect(stdout).toMatch(/^Reflex +201 /m);
  expect(stdout).toMatch(/^Txn +200 /m);
});

describe("export", () => {
  const to = join(directory, "exports");
  const csv = join(to, "txn-invoices.csv");
  const jsonLines = join(to, "reflex-invoices.jsonl");
  const lines = (path: string) => readFileSync(path, "utf8").trimEnd().split(/\r?\n/);

  test("interrupted after a page, it goes on behind it, over what a crash left behind", async () => {
    await run("export", "--to", to, "--pages", "1");
    expect(lines(csv)).toHaveLength(1 + 50);
    expect(lines(jsonLines)).toHaveLength(50);
    // A crash between writing a page and saving the cursor.
    writeFileSync(jsonLines, `${readFileSync(jsonLines, "utf8")}{"half":`);

    const { stdout } = await run("export", "--to", to);
    expect(stdout).toMatch(/Txn\s+200 invoices\nReflex\s+200 invoices/);
    const sandbox = createSandbox();
    expect(
      lines(csv)
        .slice(1)
        .map((line) => line.split(",")[0]),
    ).toEqual(sandbox.txn.invoices.map(({ id }) => id));
    expect(lines(jsonLines).map((line) => JSON.parse(line).id)).toEqual(sandbox.reflex.invoices.map(({ id }) => id));
    expect(existsSync(`${csv}.progress`)).toBe(false);
  });

  test("each cell holds its field", () => {
    const { id, attributes } = createSandbox().txn.invoices[0]!;
    const { reference, status, amountBilled, billedCurrency, createdAt } = attributes;
    expect(lines(csv).slice(0, 2)).toEqual([
      "id,reference,status,amountBilled,billedCurrency,createdAt",
      [id, reference, status, amountBilled, billedCurrency, createdAt].join(","),
    ]);
  });
});

describe("withdrawal check", () => {
  const node = (flags: string[]) => ({
    id: "1",
    pubkey: "02ab",
    field_location: "DESTINATION",
    checks: {
      report_date: null,
      channels: { list: [{ id: null, chan_id: null, addresses: [{ id: null, address: "bc1q", flags }] }] },
      ips: null,
    },
  });
  const unknown = { ...node([]), checks: { report_date: null, channels: { list: [] }, ips: null } };

  test.each([
    ["a flag", { destinations: [node(["OFAC"])] }, "refuse"],
    ["a flag that no document names", { destinations: [node([]), node(["NEXT_YEARS_LIST"])] }, "refuse"],
    ["no flag", { destinations: [node([])] }, "nothing found"],
    ["empty lists", { destinations: [unknown] }, "no data"],
    ["empty lists of one node among others", { destinations: [node([]), unknown] }, "no data"],
    ["no nodes", { destinations: [] }, "no data"],
    ["no checks", null, "no data"],
  ])("%s: %s", (_name, checks, answer) => {
    expect(judge(checks).answer).toBe(answer);
  });

  test.each([
    ["nothing found", "No list has a hit.", 0],
    ["refuse", "REFUSED: a list has a hit.", 1],
    ["no data", "NOT DECIDED", 1],
  ])("the program's words and exit code for %s", async (answer, words, exitCode) => {
    const { stdout, code } = await run("withdrawal-check", await invoiceJudged(answer));
    expect(stdout).toContain(words);
    expect(code).toBe(exitCode);
  });
});

test("reconciliation finds the mistyped, the missing and the forgotten", async () => {
  const { stdout, code } = await run("reconciliation");
  expect(code).toBe(0);
  expect(stdout).toMatch(/other amount +1\n/);
  expect(stdout).toMatch(/no invoice +1\n/);
  const withReference = createSandbox().txn.invoices.filter(({ attributes }) => attributes.reference !== null).length;
  // One of those with a reference was left out of the books.
  expect(stdout).toMatch(new RegExp(`invoice without an order +${200 - withReference + 1}\n`));
  expect(stdout).toContain("look at never-invoiced: no invoice");
});

/** One of the sandbox's invoices of which this is said; for the seed document's, whose node it does not have, "no data". */
async function invoiceJudged(answer: string): Promise<string> {
  const sandbox = createSandbox();
  const { reflex } = createClient(sandbox.clientOptions());
  const options = { invoice: { do_not_save: true } };
  for (const payment_request of [SEED_INVOICE, ...sandbox.reflex.invoices.map((invoice) => invoice.payment_request)]) {
    const { checks } = await reflex.pushInvoice({ invoice: { payment_request }, options });
    if (judge(checks).answer === answer) return payment_request;
  }
  throw new Error(`The sandbox has no invoice for "${answer}".`);
}

async function run(name: string, ...args: string[]): Promise<{ stdout: string; code: number }> {
  const { REFLEX_API_KEY: _reflex, TXN_API_KEY: _txn, ...env } = process.env;
  const child = new Promise<{ stdout: string; code: number }>((resolve, reject) => {
    execFile(process.execPath, [join(directory, `${name}.mjs`), ...args], { env }, (error, stdout, stderr) => {
      const code = (error as ExecFileException | null)?.code ?? 0;
      if (stderr !== "" || typeof code !== "number") reject(new Error(`${name}: ${stderr}${error?.message}`));
      else resolve({ stdout, code });
    });
  });
  return child;
}
