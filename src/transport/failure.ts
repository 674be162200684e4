import {
  AuthenticationError,
  BadRequestError,
  ConfigError,
  ConflictError,
  ConnectionError,
  type ErrorContext,
  type HttpAnswer,
  HttpError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UnprocessableEntityError,
} from "../errors/errors.ts";
import { cleanCause } from "./clean-cause.ts";
import { neverConnected } from "./never-connected.ts";
import { type Redact, redactStart } from "./redact.ts";
import { retryAfterMs } from "./retry-after.ts";
import { chainOf, partsOf, propertyOf } from "./thrown.ts";

/** How many characters of another's words a message repeats. */
const SHOWN_CHARACTERS = 300;

/** So many errors of an answer are looked at for words. */
const MOST_WORDS = 20;

/** Control characters, marks of direction and what has no width: they could change what a terminal shows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

const classes = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
} as const;

const hints: Record<number, string> = {
  401: "Check the API key.",
  403: "The key may not do this.",
  404: "Check the URL.",
  429: "Send less often, or set rateLimit.",
};

/**
 * The error class of an HTTP status, with the server's own words, bounded and without secrets.
 *
 * @param meaning The status to go by where the answer says more than its own, as GraphQL errors at HTTP 200 do.
 */
export function httpFailure(
  answer: HttpAnswer,
  context: ErrorContext,
  redact: Redact,
  meaning = answer.status,
): HttpError {
  const words = shownWords(serverWords(answer.data), redact);
  const parts = [`${context.api}.${context.operation}: HTTP ${answer.status}`];
  if (words) parts.push(`: ${words.replace(/\.$/, "")}`);
  if ((context.attempts ?? 0) > 1) parts.push(` (after ${context.attempts} attempts)`);
  parts.push(". ");
  if (meaning === 304) parts.push("The server says that nothing changed (304), to a request that did not ask that.");
  else if (isRedirect(meaning))
    parts.push("The server points to another address; redirects are not followed. Check the URL.");
  parts.push(hints[meaning] ?? "");
  const message = parts.join("").trim();
  if (meaning === 429) return new RateLimitError(message, answer, context, retryAfterMs(answer.headers));
  if (meaning >= 500) return new ServerError(message, answer, context);
  const Class = classes[meaning as keyof typeof classes];
  return Class ? new Class(message, answer, context) : new HttpError(message, answer, context);
}

/** Words of a server or a library as a message may repeat them: on one line, bounded, and without secrets, cut behind that. */
export function shownWords(words: string, redact: Redact): string {
  // Twice the length: control characters and white space leave it yet.
  return redactStart(words, redact, 2 * SHOWN_CHARACTERS)
    .replace(INVISIBLE, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, SHOWN_CHARACTERS);
}

/** The error of an answer whose body did not come: its status says enough. */
export function bodylessFailure({ status, headers }: Response, context: ErrorContext, redact: Redact): HttpError {
  return httpFailure({ status, headers, bodyText: "", data: null }, context, redact);
}

/** A browser hides a redirect's status behind 0. */
function isRedirect(status: number): boolean {
  return status === 0 || (status >= 300 && status < 400);
}

/** What the server says of its refusal, as JSON:API, GraphQL and NestJS say it. */
export function serverWords(data: unknown): string {
  if (typeof data !== "object" || data === null) return "";
  const { errors, message, error } = data as Record<string, unknown>;
  if (Array.isArray(errors)) return errors.slice(0, MOST_WORDS).map(wordsOf).filter(Boolean).join("; ");
  return texts(message) || wordsOf(error) || wordsOf(data) || texts(errors);
}

function wordsOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return texts(error);
  const { title, detail, message, code, extensions } = error as Record<string, unknown>;
  // NestJS hides class-validator's texts behind "Bad Request Exception" (apis/reflex.md, section 4).
  const original = (extensions as { originalError?: { message?: unknown } } | undefined)?.originalError?.message;
  return texts(original) || [texts(title) || texts(message), texts(detail)].filter(Boolean).join(", ") || texts(code);
}

function texts(value: unknown): string {
  if (Array.isArray(value))
    return value
      .slice(0, MOST_WORDS)
      .filter((item) => typeof item === "string")
      .join(", ");
  return typeof value === "string" ? value : "";
}

/** The error of a request that could not even be made, for example where the platform has no `fetch`. */
export function notSendable(thrown: unknown, context: ErrorContext, redact: Redact): ConfigError {
  const message = `${context.api}.${context.operation}: no request can be sent here (${shownWords(innermostMessage(thrown), redact)}).`;
  return new ConfigError(message, { ...context, cause: cleanCause(thrown, redact) });
}

/** The error of a `fetch` that gave no answer; its code tells whether the server was ever reached. */
export function connectionFailure(thrown: unknown, context: ErrorContext, redact: Redact): ConnectionError {
  const failed = neverConnected(thrown);
  const what = failed ? "the server could not be reached" : "the connection broke before the answer was complete";
  const detail = shownWords(innermostMessage(thrown), redact);
  const message = `${context.api}.${context.operation}: ${what}${detail ? ` (${detail})` : ""}.`;
  const code = failed ? "connection_failed" : "connection_broken";
  return new ConnectionError(message, { ...context, cause: cleanCause(thrown, redact) }, code);
}

function innermostMessage(thrown: unknown): string {
  return chainOf(thrown).map(messageOf).filter(Boolean).at(-1) ?? "";
}

/** Node gives an error of several addresses no message of its own: what hindered the first will do. */
function messageOf(error: unknown): string {
  const message = propertyOf(error, "message") || propertyOf(partsOf(error)[0], "message");
  return typeof message === "string" ? message : "";
}
