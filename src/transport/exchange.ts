import ky from "ky";
import { type BodyText, drop, readBody } from "./body.ts";
import type { Call } from "./call.ts";
import type { ResolvedTransport } from "./options.ts";

/** An answer, its body read. */
export interface Exchanged extends BodyText {
  response: Response;
}

/**
 * One request and its whole answer. Rejects with what `fetch` or the body's stream rejects with.
 *
 * @param key `null` where a backend of the user's adds it
 * @param onHeaders Called with the answer's status before its body is read.
 */
export async function exchange(
  call: Call,
  key: string | null,
  transport: ResolvedTransport,
  signal: AbortSignal,
  onHeaders: (status: number) => void,
): Promise<Exchanged> {
  const init: RequestInit = {
    method: call.method,
    ...(call.body === undefined ? {} : { body: call.body }),
    // A redirect would carry the key or the invoice to an address that nobody configured.
    redirect: "manual",
  };
  const response = await ky(call.url, {
    ...init,
    fetch: (given) => {
      const request = addHeaders(given as Request, call, key, transport);
      // The signal goes beside the request, and not among ky's options, where joining it with ky's own costs 40 µs a call.
      return transport.fetch ? askOwn(transport.fetch, request, init, signal) : fetch(request, { signal });
    },
    // Attempts and deadlines are send.ts's: an operation, not an HTTP verb, decides what may be repeated.
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  });
  onHeaders(response.status);
  if (signal.aborted) drop(response);
  return { response, ...(await readBody(response, transport.maxBodyBytes, signal)) };
}

/** Here and not among ky's options: ky would copy them twice. */
function addHeaders(request: Request, call: Call, key: string | null, transport: ResolvedTransport): Request {
  const { headers } = request;
  // One by one: in an object, names that differ in case alone would both be sent.
  for (const given of [call.headers, transport.headers, call.options.headers ?? {}]) {
    for (const [name, value] of Object.entries(given)) headers.set(name, value);
  }
  if (key !== null) headers.set("authorization", `Bearer ${key}`);
  return request;
}

/**
 * Calls a `fetch` of the user's, which may read the Request or go by an address and the second argument: undici's, with
 * which Node goes through a proxy, takes the platform's Request for something to be made text and read as an address.
 */
function askOwn(own: typeof fetch, request: Request, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const { url, headers } = request;
  // Plain, so that a wrapper that spreads them into others of its own keeps them.
  const plain = Object.fromEntries(headers);
  return own(Object.assign(request, { toString: () => url }), { ...init, headers: plain, signal });
}
