import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** A browser's bundle of what imports one function of `unvoice/bolt11`. */
export async function browserBundle(name: "decodeInvoice" | "parseInvoice"): Promise<string> {
  const entry = fileURLToPath(new URL("../../src/bolt11/index.ts", import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from ${JSON.stringify(entry)};`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** Its bytes, as `gzip -9` makes them. */
export async function bundleSize(name: "decodeInvoice" | "parseInvoice"): Promise<number> {
  return gzipSync(await browserBundle(name), { level: 9 }).length;
}
