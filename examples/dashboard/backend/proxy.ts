import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Admit } from "./documents.ts";
import type { Route } from "./routes.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** A GraphQL request with a payment request of 16 KiB fits many times. */
const MAX_BODY_BYTES = 256 * 1024;
/** More than a page of either list can have: an API gone wrong must not fill this machine's memory or the page's. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** All that goes to an API beside the key: no cookie, no address of the page. */
const REQUEST_HEADERS = ["accept", "content-type"];
const RESPONSE_HEADERS = ["content-type", "retry-after", "x-request-id"];

/** Sends a request on with its key, and the answer back as it comes. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
  admit: Admit,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) return refuse(response, 413);
  const known = route.method === "POST" ? admit(body) : null;
  if (route.method === "POST" && known === null) return refuse(response, 403);
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
    answer = await fetch(route.url, known ? { ...init, body: JSON.stringify(known) } : init);
  } catch {
    // Why it cannot be reached is for this machine's log: the page gets what any gateway says.
    if (!gone.signal.aborted) refuse(response, 502);
    return;
  }
  for (const name of RESPONSE_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.writeHead(answer.status, { ...SECURITY_HEADERS, "cache-control": "no-store" });
  if (answer.body === null) response.end();
  // A connection that breaks midway breaks the page's, too: the client there knows what that means.
  else await pipeline(answer.body, bounded, response).catch(() => response.destroy());
}

/** Passes an answer on up to the bound, and breaks it off there. */
async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error("The answer is too long.");
    yield chunk;
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, SECURITY_HEADERS).end();
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
