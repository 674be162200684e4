import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const curvePrime =
  /fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f|11579208923731619542357098500868790785326998466564056403945758400790883467166/i;

test("importing parseInvoice alone leaves the curve out of a browser bundle", async () => {
  expect(await bundle("decodeInvoice")).toMatch(curvePrime);
  expect(await bundle("parseInvoice")).not.toMatch(curvePrime);
});

test("importing nothing of it leaves nothing", async () => {
  expect((await bundle("parseInvoice as unused", "")).trim()).toBe("");
});

test("nothing in it needs Node", async () => {
  expect(await bundle("decodeInvoice")).not.toMatch(/\b(Buffer|require)\b|\bprocess\.|node:|\beval\b|new Function/);
});

async function bundle(name: string, use = `export { ${name} };`): Promise<string> {
  const entry = fileURLToPath(new URL("../../src/bolt11/index.ts", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: `import { ${name} } from ${JSON.stringify(entry)}; ${use}`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}
