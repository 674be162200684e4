import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Core, type Delivery, firstHalf, MAX_BODY_BYTES } from "./core.ts";
import { timerMs } from "./timers.ts";

/** For `await using`, where the compiler's library knows the symbol: pages are compiled without. */
type Disposal = SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
  ? { [key in Key]: () => Promise<void> }
  : unknown;

/** A sandbox that listens on a port; `await using` closes it. */
export type RunningSandbox = Disposal & {
  /** The origin, without a slash at the end. */
  url: string;
  /** The GraphQL endpoint, for `reflex.url`. */
  reflexUrl: string;
  /** The origin, for `txn.baseUrl`. */
  txnBaseUrl: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
};

/** Connections that may wait to be accepted: thousands of clients may come at once. */
const BACKLOG = 4096;

/** Serves over HTTP. Rejects when the port cannot be had. */
export async function listen(core: Core, { port = 0, host = "127.0.0.1" } = {}): Promise<RunningSandbox> {
  const server = createServer((request, response) => {
    serve(core, request, response).catch(() => request.socket.destroy());
  });
  // Longer than clients keep idle connections, so that they close them and not we, just as a request comes.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  const { address, family, port: actualPort } = server.address() as AddressInfo; // not a pipe
  const unspecified = address === "0.0.0.0" || address === "::";
  const name = unspecified ? "127.0.0.1" : family === "IPv6" ? `[${address}]` : address;
  const url = `http://${name}:${actualPort}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, reflexUrl: `${url}/graphql`, txnBaseUrl: url, close, [Symbol.asyncDispose]: close };
}

async function serve(core: Core, request: IncomingMessage, response: ServerResponse): Promise<void> {
  allowOrigin(request, response);
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const [path = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const incoming = {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers: new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ),
    body: await readBody(request),
  };
  deliver(await core.serve(incoming, gone.signal), request, response);
}

/** The body as text; null when it is too large. It is read to its end even so, or the client would never see the refusal. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString("utf8") : null;
}

/**
 * CORS: pages of this machine may read any answer, and send any header they ask for. Others may not: a page on the internet has
 * no business with what runs here. `*` would neither cover `Authorization` nor cookies.
 */
function allowOrigin({ headers, method }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("vary", "Origin");
  const { origin } = headers;
  if (origin === undefined || !isLoopback(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("access-control-expose-headers", EXPOSED);
  if (method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", headers["access-control-request-method"] ?? "GET, POST");
  response.setHeader(
    "access-control-allow-headers",
    headers["access-control-request-headers"] ?? "authorization, content-type",
  );
  response.setHeader("access-control-max-age", "600");
}

const EXPOSED = [
  ...["content-type", "date", "retry-after", "retry-after-short", "x-request-id"],
  ...["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"],
].join(", ");

function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function deliver(delivery: Delivery, request: IncomingMessage, response: ServerResponse): void {
  if (delivery.kind === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const { status, headers, body } = delivery.reply;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  if (delivery.kind === "whole") {
    response.end(body);
    return;
  }
  const begin = firstHalf(body);
  response.write(begin);
  if (delivery.ms === undefined) return;
  const timer = setTimeout(() => response.end(body.slice(begin.length)), timerMs(delivery.ms));
  response.on("close", () => clearTimeout(timer));
}
