import { type BodyText, discard, readBody } from "./body.ts";
import type { Call } from "./call.ts";
import { requestHeaders } from "./headers.ts";
import { race } from "./lifetime.ts";
import type { ResolvedTransport } from "./options.ts";

/** An answer with its body, as far as that came. */
export interface Exchanged extends BodyText {
  response: Response;
}

/**
 * One request and its whole answer. Rejects with what `fetch` or the body's stream rejects with, and at once with the
 * signal's reason when it aborts. A refusal is judged by its status: of one, a body that breaks or stalls counts as none.
 *
 * @param key `null` where a backend of the user's adds it
 * @param onHeaders Called with the answer before its body is read.
 */
export async function exchange(
  call: Call,
  key: string | null,
  transport: ResolvedTransport,
  signal: AbortSignal,
  onHeaders: (response: Response) => void,
): Promise<Exchanged> {
  const response = await race(request(call, key, transport, signal), signal);
  onHeaders(response);
  try {
    return { response, ...(await race(readBody(response, transport.maxBodyBytes, signal), signal)) };
  } catch (error) {
    if (response.ok) throw error;
    return { response, text: "", complete: false };
  }
}

async function request(
  call: Call,
  key: string | null,
  transport: ResolvedTransport,
  signal: AbortSignal,
): Promise<Response> {
  // Unbound, since the platform's own refuses any other `this`, and looked up now: a test may have replaced it.
  const fetch = transport.fetch ?? globalThis.fetch;
  const response = await fetch(call.url, {
    method: call.method,
    // Plain, so that a wrapper of `fetch` that spreads them into others of its own keeps them.
    headers: requestHeaders(call.headers, transport.headers, call.options.headers, key),
    ...(call.body === undefined ? {} : { body: call.body }),
    // A redirect would carry the key or the invoice to an address that nobody configured.
    redirect: "manual",
    signal,
    // Next.js replays answers otherwise, a push's too. Workers of an older date throw on it, and do not have it.
    ...("cache" in Request.prototype ? { cache: "no-store" } : {}),
  });
  if (typeof response?.status !== "number" || typeof response.headers?.get !== "function")
    throw new TypeError("fetch gave no Response");
  if (signal.aborted) discard(response);
  return response;
}
