import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "unvoice";
import { createSandbox } from "unvoice/sandbox";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SEED_INVOICE } from "../support/fixtures.ts";
import { typeErrors } from "./support/check-types.ts";
import { anchorsOf, type Block, blocks, example, linksOf, pages } from "./support/pages.ts";
import { runBlock } from "./support/run-block.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const typescript = blocks.filter(({ language }) => language === "ts");
const shell = blocks.filter(({ language }) => language === "sh");

let scope: Record<string, unknown>;
let close: () => Promise<void>;

// As a user has it who has set the environment variables: both APIs on a port.
beforeEach(async () => {
  const sandbox = createSandbox();
  const running = await sandbox.listen();
  close = () => running.close();
  vi.stubEnv("REFLEX_API_KEY", "sandbox-reflex-key");
  vi.stubEnv("TXN_API_KEY", "sandbox-txn-key");
  vi.stubEnv("REFLEX_URL", running.reflexUrl);
  vi.stubEnv("TXN_BASE_URL", running.txnBaseUrl);
  scope = { client: createClient(), payment_request: SEED_INVOICE };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await close();
});

/** What a block's heading asks for beyond that. */
const preparations: Record<string, () => void> = {
  "In a browser": () => {
    const { TXN_BASE_URL: base = "" } = process.env;
    vi.stubEnv("TXN_API_KEY", "");
    vi.stubEnv("REFLEX_API_KEY", "");
    vi.stubGlobal("window", { document: {} });
    vi.stubGlobal("location", new URL("/reports", base));
    // The page's own backend: it adds the key.
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string) => {
      return fetch(url.replace("/api/txn/", "/"), { headers: { authorization: "Bearer sandbox-txn-key" } });
    });
  },
};

/** A block that can be told by what it prints. */
const prints: Record<string, (lines: string[]) => void> = {
  Install: (lines) => expect(lines).toHaveLength(400),
  "Preview an invoice": (lines) => expect(lines[0]).toContain("100000 0203b0c0"),
  "In a browser": (lines) => expect(lines).toEqual(["50"]),
  "Rate limit": (lines) => expect(lines).toEqual(["50"]),
  Hooks: (lines) => expect(lines[0]).toBe("txn listInvoices attempt 1"),
};

describe("the blocks of code on the pages", () => {
  test("there are some under every task", () => {
    const headings = new Set(typescript.map(({ heading }) => heading));
    for (const heading of [
      ...Object.keys(prints),
      "Push an invoice",
      "List invoices",
      "Paginate and resume",
      "Errors",
    ]) {
      expect(headings).toContain(heading);
    }
  });

  const runnable = typescript.filter(({ compileOnly }) => !compileOnly);
  test.each(runnable.map((block): [string, Block] => [`${block.page}, line ${block.line}`, block]))(
    "%s runs",
    async (_name, block) => {
      preparations[block.heading]?.();
      const printed = await runBlock(block, scope);
      prints[block.heading]?.(printed);
    },
  );

  test("and that of llms.txt run", async () => {
    expect((await runBlock(example, scope)).length).toBeGreaterThan(200);
  });

  test("are right to the compiler", { timeout: 60_000 }, () => {
    expect(typeErrors([...typescript, example])).toEqual([]);
  });

  test("a wrong one would be told by its line", { timeout: 60_000 }, () => {
    const wrong = {
      page: "README.md",
      language: "ts",
      compileOnly: false,
      heading: "",
      line: 7,
      code: 'client.txn.listInvoices();\nclient.reflex.push("x");\n',
    };
    expect(typeErrors([wrong])).toEqual([expect.stringMatching(/^README\.md:8: .*push/)]);
  });

  test("the sandbox's list in five lines", () => {
    const five = typescript[0]?.code.trim().split("\n");
    expect(five).toHaveLength(5);
  });
});

describe("the commands in the README", () => {
  test("the first two are what a fresh machine needs", () => {
    expect(shell.slice(0, 2).map(({ code }) => code)).toEqual([
      "npm ci && npm run quickstart\n",
      "npm ci && npm test\n",
    ]);
  });

  test("the sandbox's command takes what it is given", () => {
    const given = shell.map(({ code }) => /^npx unvoice-sandbox (.*)$/m.exec(code)?.[1]).find(Boolean);
    const help = execFileSync(process.execPath, ["src/sandbox/cli.ts", "--help"], { cwd: root, encoding: "utf8" });
    for (const option of given?.match(/--\w+/g) ?? [""]) expect(help).toContain(option);
  });
});

test.each(pages.map((page): [string, (typeof pages)[number]] => [page.path, page]))(
  "every link of %s leads somewhere",
  (path, page) => {
    const broken = linksOf(page).filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      const linked = pages.find((other) => other.path === target);
      return anchor !== undefined && linked !== undefined && !anchorsOf(linked).includes(`#${anchor}`);
    });
    expect(broken).toEqual([]);
  },
);
