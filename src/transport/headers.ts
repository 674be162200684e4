import { isBrowser } from "./config.ts";
import { VERSION } from "./version.ts";

/** Headers by name. `null` removes one, `undefined` leaves it as it is. */
export type RequestHeaders = Record<string, string | null | undefined>;

/** What is wrong with headers that a user gave, `null` where nothing is. Never a value: it may be a secret. */
export function headerIssue(headers: unknown): string | null {
  // A Headers or a list of pairs would be lost without a word where it is joined with others.
  if (typeof headers !== "object" || headers === null || Symbol.iterator in headers)
    return "must be a plain object of names and values";
  const isRight = ([name, value]: [string, unknown]) =>
    /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(String(value ?? ""));
  return Object.entries(headers).every(isRight) ? null : "contains an invalid header name or value";
}

/** Several sets of headers as one, later ones first. Names in lower case: those that differ in case alone would both be sent. */
export function mergeHeaders(...all: readonly (RequestHeaders | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const headers of all) {
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value === null) delete merged[name.toLowerCase()];
      else if (value !== undefined) merged[name.toLowerCase()] = String(value);
    }
  }
  return merged;
}

/**
 * The headers of a request.
 *
 * @param own what the API needs; a cookie among them is kept beside the user's
 * @param key `null` where a backend of the user's adds it
 */
export function requestHeaders(
  own: Record<string, string>,
  client: Record<string, string>,
  call: RequestHeaders | undefined,
  key: string | null,
): Record<string, string> {
  const agent = isBrowser() ? {} : { "user-agent": `unvoice/${VERSION}` };
  const headers = mergeHeaders(agent, own, client, call);
  const cookies = [own.cookie, mergeHeaders(client, call).cookie].filter(Boolean);
  if (own.cookie) headers.cookie = cookies.join("; ");
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return headers;
}
