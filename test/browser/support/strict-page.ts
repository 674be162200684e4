import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** A page of one script, under a policy that allows that script and the given origin, nothing else. */
export interface StrictPage {
  url: string;
  close(): Promise<void>;
}

/**
 * Bundles a script as an application would, with nothing in place of Node's modules, and serves it.
 *
 * @param script A path relative to this file.
 * @param origin What the page may talk to.
 */
export async function serveStrictPage(script: string, origin: string): Promise<StrictPage> {
  const { outputFiles } = await build({
    entryPoints: [path(script)],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    alias: {
      unvoice: path("../../../src/index.ts"),
      "unvoice/bolt11": path("../../../src/bolt11/index.ts"),
      graphql: "@0no-co/graphql.web",
    },
  });
  const code = outputFiles[0]?.text ?? "";
  const server = createServer((request, response) => {
    if (request.url === "/page.js") {
      response.setHeader("content-type", "text/javascript").end(code);
      return;
    }
    const policy = `default-src 'none'; script-src 'self'; img-src data:; connect-src ${origin}`;
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", "text/html");
    response.end(
      '<!doctype html><html lang="en"><title>Strict</title><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
}
