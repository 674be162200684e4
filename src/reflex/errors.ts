import {
  type ErrorContext,
  GraphQLResponseError,
  type HttpAnswer,
  ResponseValidationError,
  type UnvoiceError,
} from "../errors/errors.ts";
import { httpFailure, serverWords, shownWords } from "../transport/failure.ts";
import type { Redact } from "../transport/redact.ts";

interface GraphQLBody {
  data?: unknown;
  errors?: unknown;
}

const meanings: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
};

/**
 * The error that a GraphQL answer means, whatever its HTTP status; `undefined` where the status alone decides.
 *
 * A NestJS server answers 200 to a wrong key and to a throttled request, and calls any refusal of a resolver
 * `INTERNAL_SERVER_ERROR` (apis/reflex.md, section 4): that code proves no fault of the server and is never retried.
 */
export function classifyGraphQL(answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined {
  const ok = answer.status < 300;
  if (typeof answer.data !== "object" || answer.data === null) return undefined;
  const { data, errors } = answer.data as GraphQLBody;
  if (Array.isArray(errors) && errors.length > 0) {
    const meaning = errors.map(meaningOf).find((status) => status !== undefined);
    if (meaning !== undefined) return httpFailure(answer, context, redact, meaning);
    if (!ok) return undefined;
    const words = shownWords(serverWords({ errors }), redact);
    const message = `reflex.${context.operation}: the server refused: ${words || "it gave no reason"}`;
    return new GraphQLResponseError(message, { graphqlErrors: errors, data: data ?? null }, context);
  }
  if (!ok || (typeof data === "object" && data !== null && !Array.isArray(data))) return undefined;
  const message = data === undefined || data === null ? "is missing" : "must be an object";
  return new ResponseValidationError([{ path: "data", message }], answer.data, context);
}

/** The HTTP status that a GraphQL error stands for. */
function meaningOf(error: unknown): number | undefined {
  const { message, extensions } = (error ?? {}) as { message?: unknown; extensions?: unknown };
  const { code, originalError } = (extensions ?? {}) as { code?: unknown; originalError?: { statusCode?: unknown } };
  if (typeof message === "string" && /too many requests/i.test(message)) return 429;
  const original = originalError?.statusCode;
  if (typeof original === "number" && original >= 400 && original < 500) return original;
  return typeof code === "string" && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
}
