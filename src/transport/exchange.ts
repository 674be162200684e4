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
  const init = {
    method: call.method,
    ...(call.body === undefined ? {} : { body: call.body }),
    // A redirect would carry the key or the invoice to an address that nobody configured.
    redirect: "manual",
  } as const;
  const headers = headersOf(call, key, transport);
  const response = await ky(call.url, {
    ...init,
    fetch: (given) => {
      const request = given as Request;
      // Here and not among ky's options: ky would copy them twice.
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      // The signal goes beside the request, and not among ky's options, where joining it with ky's own costs 40 µs a call.
      if (!transport.fetch) return fetch(request, { signal });
      // A fetch of the user's may read the Request, or go by an address and the second argument: undici's, with which Node
      // goes through a proxy, takes the platform's Request for something to be made text and read as an address.
      return transport.fetch(Object.assign(request, { toString: () => call.url }), { ...init, headers, signal });
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

/** Plain, so that a wrapper of `fetch` that spreads them into others of its own keeps them. */
function headersOf(call: Call, key: string | null, transport: ResolvedTransport): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const given of [call.headers, transport.headers, call.options.headers ?? {}]) {
    // Names that differ in case alone would both be sent.
    for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value;
  }
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return headers;
}
