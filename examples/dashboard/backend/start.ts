import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Admit, createAdmit } from "./documents.ts";
import { isOwnHost, isOwnPage } from "./guard.ts";
import type { MirrorRoutes } from "./mirror.ts";
import { buildPage, type PageFile } from "./page.ts";
import { forward } from "./proxy.ts";
import { routeOf } from "./routes.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { Upstreams } from "./upstreams.ts";

/** A dashboard that is being served. */
export interface RunningDashboard {
  /** Where the page is, for example `http://127.0.0.1:4020`. */
  url: string;
  close(): Promise<void>;
}

/**
 * Builds the page and serves it, with the two APIs or a mirror behind it, on loopback only.
 *
 * @param source the APIs to ask, or the mirror to read: then nothing is sent anywhere.
 * @param port 0 takes any free one.
 * @throws Error where the port is taken.
 * @example
 * const dashboard = await startDashboard(await sandboxUpstreams(createSandbox()), 0);
 */
export async function startDashboard(source: Upstreams | MirrorRoutes, port: number): Promise<RunningDashboard> {
  const [files, admit] = await Promise.all([buildPage(), createAdmit()]);
  const server = createServer((request, response) => {
    serve(request, response, { files, admit, source }).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo; // not a pipe
  return {
    url: `http://127.0.0.1:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { files, admit, source }: { files: ReadonlyMap<string, PageFile>; admit: Admit; source: Upstreams | MirrorRoutes },
): Promise<void> {
  if (!isOwnHost(request)) return answer(response, 421, "This server answers on loopback names only.");
  const { pathname, search } = new URL(request.url ?? "/", "http://loopback");
  if (!pathname.startsWith("/api/")) return serveFile(request, response, files.get(pathname));
  if (!isOwnPage(request)) return answer(response, 403, "Only the dashboard's own page may ask.");
  if (pathname === "/api/about") {
    const isMirror = !("reflex" in source);
    const about = isMirror ? { reflex: "mirror", txn: "mirror" } : { reflex: source.reflex.mode, txn: source.txn.mode };
    return answerJson(response, JSON.stringify(about));
  }
  if (!("reflex" in source)) {
    if (request.method !== "GET") return answer(response, 405, "A mirror is only read.");
    const found = await source.answer(pathname, new URLSearchParams(search));
    if (typeof found === "number") return answer(response, found, "The mirror has no answer to this.");
    return answerJson(response, found);
  }
  const route = routeOf(request.method ?? "GET", pathname, search, source);
  if (typeof route === "number") return answer(response, route, "Not one of the documented calls.");
  return forward(request, response, route, admit);
}

function serveFile(request: IncomingMessage, response: ServerResponse, file: PageFile | undefined): void {
  if (file === undefined) answer(response, 404, "Not found.");
  // Node leaves out the body where only the head is asked for.
  else if (request.method === "GET" || request.method === "HEAD") response.writeHead(200, file.headers).end(file.body);
  else answer(response, 405, "Method not allowed.");
}

function answerJson(response: ServerResponse, json: string): void {
  response.setHeader("content-type", "application/json");
  answer(response, 200, json);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, "cache-control": "no-store" }).end(text);
}
