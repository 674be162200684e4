import { type ErrorContext, ResponseValidationError } from "../errors/errors.ts";
import { KEPT_CHARACTERS } from "./body.ts";
import type { Answer, Call } from "./call.ts";
import type { Exchanged } from "./exchange.ts";
import { httpFailure, shownWords } from "./failure.ts";
import { type Redact, redactStart } from "./redact.ts";

/**
 * Makes an answer of what came back.
 *
 * @throws the error that the answer means, by its content or its status; ResponseValidationError where it is unreadable
 */
export function readAnswer(
  { response, text, complete }: Exchanged,
  call: Call,
  context: ErrorContext,
  redact: Redact,
  maxBodyBytes: number,
): Answer {
  const { status, ok, headers } = response;
  const requestId = requestIdOf(headers, redact);
  const known = { ...context, requestId };
  let data: unknown = null;
  try {
    if (complete) data = JSON.parse(text);
  } catch {
    // Reported below, unless the status explains it.
  }
  const answer = { status, headers, bodyText: text.slice(0, KEPT_CHARACTERS), data };
  const failure = call.classify?.(answer, known, redact) ?? (ok ? undefined : httpFailure(answer, known, redact));
  if (failure) throw failure;
  // Both APIs answer with an object: whatever else stands there is no answer of theirs.
  if (typeof data === "object" && data !== null)
    return { data, response: { status, headers, requestId }, context: known, redact };
  const message = complete
    ? notJson(text, headers, redact)
    : `the body is longer than ${maxBodyBytes} bytes (maxBodyBytes)`;
  throw new ResponseValidationError([{ path: "", message }], answer.bodyText, known);
}

/** The server's own id of the request, where it gave one. */
export function requestIdOf(headers: Headers, redact: Redact): string | null {
  const given = headers.get("x-request-id") ?? headers.get("request-id");
  return given === null ? null : redactStart(given, redact, 200).replace(/[\p{Cc}\p{Cf}]/gu, "");
}

function notJson(text: string, headers: Headers, redact: Redact): string {
  if (text === "") return "the body is empty";
  return `the body is not a JSON object (${shownWords(headers.get("content-type") ?? "no content type", redact).slice(0, 80)}, ${text.length} characters)`;
}
