import {
  type ErrorContext,
  GraphQLResponseError,
  type HttpAnswer,
  RateLimitError,
  ResponseValidationError,
  type UnvoiceError,
} from "../errors/errors.ts";
import { httpFailure, serverWords, shownWords } from "../transport/failure.ts";
import type { Redact } from "../transport/redact.ts";

/** The HTTP status that a code stands for. */
const meanings = new Map<unknown, number>([
  ["UNAUTHENTICATED", 401],
  ["FORBIDDEN", 403],
  ["BAD_REQUEST", 400],
  ["BAD_USER_INPUT", 400],
  ["GRAPHQL_PARSE_FAILED", 400],
  ["GRAPHQL_VALIDATION_FAILED", 400],
]);

/**
 * The error that a GraphQL answer means, whatever its HTTP status; `undefined` where the status alone decides.
 *
 * A NestJS server answers 200 to a wrong key and to a throttled request, and calls any refusal of a resolver
 * `INTERNAL_SERVER_ERROR`: that code proves no fault of the server and is never retried.
 *
 * @see docs/apis/reflex.md
 */
export function classifyGraphQL(answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined {
  const ok = answer.status >= 200 && answer.status < 300;
  if (typeof answer.data !== "object" || answer.data === null || answer.status === 429) return undefined;
  const errors = listErrors(answer.data);
  if (errors.length > 0) {
    const meaning = errors.map(meaningOf).find((status) => status !== undefined);
    if (meaning !== undefined) return httpFailure(answer, context, redact, meaning);
    return ok ? refusal(answer, context, redact) : undefined;
  }
  const data = dataOf(answer.data);
  if (!ok || (typeof data === "object" && data !== null && !Array.isArray(data))) return undefined;
  const message = data === undefined || data === null ? "is missing" : "must be an object";
  return new ResponseValidationError([{ path: "data", message }], answer.data, context);
}

/**
 * The same for a mutation, which must not be sent again once a resolver has run: then a throttler's error is a part of
 * the work that failed, and no word of the server's door.
 */
export function classifyMutation(answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined {
  if (answer.status >= 500) return undefined;
  const failure = classifyGraphQL(answer, context, redact);
  const wouldRepeat = failure instanceof RateLimitError || answer.status === 429;
  return wouldRepeat && resolverRan(answer.data) ? refusal(answer, context, redact) : failure;
}

/** Whether an answer shows that a resolver did its work: it gave data, or an error comes from below its field. */
export function resolverRan(body: unknown): boolean {
  const gaveData = Object.values(dataOf(body) ?? {}).some((value) => value !== null && value !== undefined);
  return gaveData || listErrors(body).some((error) => depthOf(error) > 1);
}

/** The errors of an answer as a list: a gateway may give a single one, or text. */
export function listErrors(body: unknown): readonly unknown[] {
  const { errors } = (body ?? {}) as { errors?: unknown };
  if (Array.isArray(errors)) return errors;
  const isOne = typeof errors === "string" ? errors !== "" : Object.keys(errors ?? {}).length > 0;
  return isOne ? [errors] : [];
}

/** A server's words on one error, bounded and without secrets. */
export function errorWords(error: unknown, redact: Redact): string {
  return shownWords(serverWords({ errors: [error] }), redact) || "it gave no reason";
}

function refusal(answer: HttpAnswer, context: ErrorContext, redact: Redact): GraphQLResponseError {
  const graphqlErrors = listErrors(answer.data);
  const words = shownWords(serverWords({ errors: graphqlErrors }), redact);
  const message = `reflex.${context.operation}: the server refused: ${words || "it gave no reason"}`;
  return new GraphQLResponseError(message, { graphqlErrors, data: dataOf(answer.data) ?? null }, context);
}

function dataOf(body: unknown): unknown {
  return (body as { data?: unknown } | null | undefined)?.data;
}

/** How deep in the answer an error stands; one with a path of a form that GraphQL does not know might be anywhere. */
function depthOf(error: unknown): number {
  const { path } = (error ?? {}) as { path?: unknown };
  if (path === undefined || path === null) return 0;
  return Array.isArray(path) ? path.length : Number.POSITIVE_INFINITY;
}

/** The HTTP status that a GraphQL error stands for. */
function meaningOf(error: unknown): number | undefined {
  const { message, extensions } = (error ?? {}) as { message?: unknown; extensions?: unknown };
  const { code, originalError } = (extensions ?? {}) as {
    code?: unknown;
    originalError?: { statusCode?: unknown } | null;
  };
  const words = typeof error === "string" ? error : message;
  if (typeof words === "string" && /too many requests/i.test(words)) return 429;
  const original = originalError?.statusCode;
  if (typeof original === "number" && original >= 400 && original < 500) return original;
  return meanings.get(code);
}
