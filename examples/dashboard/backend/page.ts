import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Rolldown } from "vite";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** A file of the built page, with the headers it is served under. */
export interface PageFile {
  body: string | Uint8Array;
  headers: Record<string, string>;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// The repository's own source stands in for the installed package, in whose build `graphql` is resolved already.
const config: InlineConfig = {
  root: path(".."),
  configFile: false,
  logLevel: "warn",
  resolve: {
    alias: [
      { find: /^unvoice$/, replacement: path("../../../src/index.ts") },
      { find: /^unvoice\/bolt11$/, replacement: path("../../../src/bolt11/index.ts") },
      { find: /^unvoice\/reflex$/, replacement: path("../../../src/reflex/index.ts") },
      { find: /^graphql$/, replacement: "@0no-co/graphql.web" },
    ],
  },
  // Nothing inlined: `data:` addresses and inline scripts are what the policy below forbids.
  build: { write: false, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
};

const MEDIA_TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/**
 * Builds the page with Vite, in memory: its files by their path, `/` among them.
 *
 * @throws what Vite throws for a page that cannot be built.
 * @example
 * const files = await buildPage();
 * files.get("/");
 */
export async function buildPage(): Promise<Map<string, PageFile>> {
  const { output } = (await build(config)) as Rolldown.RolldownOutput; // one output, no watcher
  const files = new Map<string, PageFile>();
  for (const file of output) {
    const name = file.fileName === "index.html" ? "/" : `/${file.fileName}`;
    files.set(name, {
      body: file.type === "chunk" ? file.code : file.source,
      headers: headersOf(file.fileName),
    });
  }
  return files;
}

function headersOf(fileName: string): Record<string, string> {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1);
  const isPage = extension === "html";
  return {
    "content-type": MEDIA_TYPES[extension] ?? "application/octet-stream",
    // Every other name holds a hash of its content.
    "cache-control": isPage ? "no-cache" : "public, max-age=31536000, immutable",
    ...SECURITY_HEADERS,
  };
}
