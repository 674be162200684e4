import type { Reply } from "../messages.ts";

/** The content type of everything Txn says; it documents the same one for requests. */
const JSON_API = "application/vnd.api+json; charset=utf-8";

/** One of Txn's errors. `status` is a number in the documented examples, not the text that JSON:API asks for. */
export interface TxnError {
  status: number;
  title: string;
  detail?: string;
  code: string;
}

/** A refusal: JSON:API's `errors`, here always of one. */
export function errorReply(error: TxnError): Reply {
  return documentReply(error.status, { errors: [error] });
}

/** A JSON:API document. */
export function documentReply(status: number, document: unknown): Reply {
  return textReply(status, JSON.stringify(document));
}

/** A reply whose JSON is already written. */
export function textReply(status: number, body: string): Reply {
  return { status, headers: { "content-type": JSON_API }, body };
}

/** Documented word for word. */
export const accessDenied: TxnError = { status: 401, title: "HTTP Token: Access denied.", code: "unauthorized" };

/** The documents show no 404. */
export const notFound: TxnError = { status: 404, title: "Not found", code: "not_found" };

/** What a key that may only read gets for more: no document shows it. */
export const forbidden: TxnError = { status: 403, title: "Forbidden", code: "forbidden" };

/** Documented word for word. */
export const tooManyRequests: TxnError = { status: 429, title: "Too Many Requests", code: "too_many_requests" };

/** A parameter that cannot be read. */
export function badParameter(name: string, problem: string): TxnError {
  return { status: 400, title: "Invalid parameter", detail: `${name}: ${problem}`, code: "invalid_parameter" };
}

/** A body that cannot be read. */
export function badRequest(detail: string): TxnError {
  return { status: 400, title: "Bad request", detail, code: "bad_request" };
}

/** A body that cannot be accepted, in the style of the documented amount_below_minimum. */
export function unprocessable(code: string, title: string, detail: string): TxnError {
  return { status: 422, title, detail, code };
}

/** A reference that another invoice has. The status is a guess, and so are the words. */
export function taken(reference: string, status: 409 | 422): TxnError {
  return { ...unprocessable("taken", "reference has already been taken", `reference: ${reference}`), status };
}
