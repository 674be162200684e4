import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rollup } from "rollup";
import { build, createLogger } from "vite";
import { expect, inject, test } from "vitest";
import { SEED_INVOICE, SEED_PAYEE } from "../support/fixtures.ts";

const alone = inject("alone");
const installed = join(alone, "node_modules/unvoice");

test("Rollup bundles it without plugins: there is nothing to resolve and nothing to stand in for", async () => {
  const warnings: string[] = [];
  const bundle = await rollup({
    input: { client: join(installed, "dist/index.js"), bolt11: join(installed, "dist/bolt11.js") },
    onwarn: ({ message }) => warnings.push(message),
  });
  const { output } = await bundle.write({
    dir: join(alone, "rolled"),
    entryFileNames: "[name].mjs",
    chunkFileNames: "[name].mjs",
  });
  expect(warnings).toEqual([]);
  expect(
    output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.imports : [])).filter((name) => !/\.mjs$/.test(name)),
  ).toEqual([]);
  const { decodeInvoice } = await import(pathToFileURL(join(alone, "rolled/bolt11.mjs")).href);
  expect(decodeInvoice(SEED_INVOICE).payee).toBe(SEED_PAYEE);
});

test("Vite builds a page with it without polyfills", async () => {
  const root = join(alone, "page");
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "index.html"), '<script type="module" src="./main.js"></script>');
  writeFileSync(
    join(root, "main.js"),
    `import { createClient } from "unvoice";
import { decodeInvoice } from "unvoice/bolt11";
globalThis.page = { client: createClient({ txn: { baseUrl: "/txn" } }), decodeInvoice };`,
  );
  const said: string[] = [];
  const logger = createLogger("warn");
  logger.warn = logger.warnOnce = (message) => void said.push(message);
  const result = await build({ root, configFile: false, customLogger: logger, build: { write: false } });
  // Vite warns of modules that it replaces by nothing ("externalized for browser compatibility").
  expect(said).toEqual([]);
  const { output } = result as unknown as { output: { code?: string; imports?: string[] }[] };
  expect(output.some(({ code }) => code?.includes("onUnknownOutcome"))).toBe(true);
  expect(output.flatMap(({ imports = [] }) => imports)).toEqual([]);
});
