import { type Core, type Delivery, firstHalf, MAX_BODY_BYTES } from "./core.ts";
import { timerMs } from "./timers.ts";

/** Serves one `fetch` call without a port. Rejects as `fetch` does: with the signal's reason, or a TypeError for a broken connection. */
export async function fetchInProcess(core: Core, request: Request): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const { pathname, searchParams } = new URL(request.url);
  const body = await readBody(request);
  const incoming = { method: request.method, path: pathname, query: searchParams, headers: request.headers, body };
  return respond(await core.serve(incoming, signal), request);
}

/** The body as text; null when it is too large. */
async function readBody(request: Request): Promise<string | null> {
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function respond(delivery: Delivery, request: Request): Response {
  request.signal.throwIfAborted();
  if (delivery.kind === "reset") throw connectionReset();
  const { status, headers, body } = delivery.reply;
  return new Response(delivery.kind === "whole" ? body : stalledBody(body, delivery.ms, request), { status, headers });
}

/** What Node's `fetch` rejects with when the other side hangs up. */
function connectionReset(): TypeError {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  return new TypeError("fetch failed", { cause });
}

function stalledBody(body: string, ms: number | undefined, request: Request): ReadableStream<Uint8Array> {
  // The request itself is held on to, not only its signal: that is told of an abort only as long as the request lives.
  const encoder = new TextEncoder();
  const begin = firstHalf(body);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const release = () => {
    clearTimeout(timer);
    if (onAbort !== undefined) request.signal.removeEventListener("abort", onAbort);
  };
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(begin));
      onAbort = () => {
        release();
        controller.error(request.signal.reason);
      };
      request.signal.addEventListener("abort", onAbort);
      // Without `ms` never in effect; like a socket, the timer keeps the process waiting until the caller gives up.
      timer = setTimeout(
        () => {
          release();
          controller.enqueue(encoder.encode(body.slice(begin.length)));
          controller.close();
        },
        timerMs(ms ?? Number.POSITIVE_INFINITY),
      );
    },
    cancel: release,
  });
}
