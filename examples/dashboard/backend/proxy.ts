import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Route } from "./routes.ts";

/** A GraphQL request with a payment request of 16 KiB fits many times. */
const MAX_BODY_BYTES = 256 * 1024;
/** All that goes to an API beside the key: no cookie, no address of the page. */
const REQUEST_HEADERS = ["accept", "content-type"];
const RESPONSE_HEADERS = ["content-type", "retry-after", "x-request-id"];

/** Sends a request on with its key, and the answer back as it comes. */
export async function forward(request: IncomingMessage, response: ServerResponse, route: Route): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413).end();
    return;
  }
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const headers = new Headers({ authorization: `Bearer ${route.key}` });
  for (const name of REQUEST_HEADERS) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  let answer: Response;
  try {
    const init = { method: route.method, headers, signal: gone.signal, redirect: "manual" } as const;
    answer = await fetch(route.url, route.method === "POST" ? { ...init, body } : init);
  } catch {
    // Why it cannot be reached is for this machine's log: the page gets what any gateway says.
    if (!gone.signal.aborted) response.writeHead(502).end();
    return;
  }
  for (const name of RESPONSE_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.setHeader("cache-control", "no-store");
  response.writeHead(answer.status);
  if (answer.body === null) response.end();
  // A connection that breaks midway breaks the page's, too: the client there knows what that means.
  else await pipeline(answer.body, response).catch(() => response.destroy());
}

async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : null;
}
