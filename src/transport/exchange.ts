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
  const fetch = transport.fetch ?? globalThis.fetch;
  const response = await ky(call.url, {
    method: call.method,
    ...(call.body === undefined ? {} : { body: call.body }),
    // The signal goes beside the request, and not among ky's options, where joining it with ky's own costs 40 µs a call.
    fetch: (request) => fetch(addHeaders(request as Request, call, key, transport), { signal }),
    // A redirect would carry the key or the invoice to an address that nobody configured.
    redirect: "manual",
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
