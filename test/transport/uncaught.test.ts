import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { SEED_INVOICE } from "../support/fixtures.ts";

const KEY = "key_of-the-program-9f8e7d6c";
const root = fileURLToPath(new URL("../..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "unvoice-uncaught-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A program whose server repeats the key and the invoice wherever it can; `last` is what it does with the error. */
function program(last: string): string {
  return `
    import { createClient } from "./src/index.ts";
    const said = "already pushed: ${SEED_INVOICE} by ${KEY}";
    const error = { message: said, path: ["pushInvoice"], extensions: { key: said } };
    const client = createClient({
      reflex: { apiKey: "${KEY}", url: "https://reflex.example/graphql" },
      fetch: async () => new Response(JSON.stringify({ data: null, errors: [error] })),
    });
    const pushed = client.reflex.pushInvoice({ invoice: { payment_request: "${SEED_INVOICE}" } });
    ${last}`;
}

test.each([
  ["an uncaught rejection", "await pushed;", 1],
  ["console.log", "await pushed.catch((error) => console.log(error));", 0],
  [
    "console.error of an outer error",
    "await pushed.catch((cause) => console.error(new Error('outer', { cause })));",
    0,
  ],
])("%s shows neither the key nor the payment request", async (_name, last, status) => {
  const outfile = join(directory, "program.mjs");
  const stdin = { contents: program(last), resolveDir: root, loader: "ts" as const };
  await build({ stdin, outfile, bundle: true, platform: "node", format: "esm", minify: true, logLevel: "error" });
  const child = spawnSync(process.execPath, [outfile], { encoding: "utf8" });
  const printed = child.stdout + child.stderr;
  expect(child.status).toBe(status);
  expect(printed).toContain("GraphQLResponseError");
  expect(printed).not.toContain(KEY);
  expect(printed).not.toContain(SEED_INVOICE.slice(0, 30));
});
