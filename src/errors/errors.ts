import { brandClasses, codeOf, isBranded } from "./brand.ts";
import { type Search, type Sought, unknownOutcome } from "./search.ts";

/** Which API a failed call was for. */
export type Api = "reflex" | "txn";

/** What every error knows about the call that failed. */
export interface ErrorContext {
  api?: Api | null;
  operation?: string | null;
  /** How many times the request was sent. */
  attempts?: number;
  requestId?: string | null;
  cause?: unknown;
}

/** One thing that is wrong with an input or an answer. */
export interface Issue {
  /** Where, for example `options.page.limit` or `list[3].payment_hash`. */
  path: string;
  /** What is wrong there; never the value itself. */
  message: string;
}

/**
 * The base of every error that this package throws.
 *
 * @example
 * try { await reflex.pushInvoice({ invoice }) }
 * catch (error) { if (error instanceof UnvoiceError) console.error(error.code, error.message) }
 */
export class UnvoiceError extends Error {
  /** A stable, machine-readable name of the cause, for example `rate_limit`. */
  readonly code: string;
  /** The API that was called, `null` where none was. */
  readonly api: Api | null;
  /** The method's name, for example `listInvoices`; `null` outside a call. */
  readonly operation: string | null;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** The server's own id of the request, where it gave one. */
  readonly requestId: string | null;
  /** Of a call that creates something: whether it did. There only where it is known, or known to be unknown. */
  declare readonly outcome?: "not_saved" | "saved" | "not_created" | "unknown";

  constructor(message: string, context: ErrorContext = {}, code?: string) {
    super(message);
    this.code = code ?? codeOf(this.name);
    this.api = context.api ?? null;
    this.operation = context.operation ?? null;
    this.attempts = context.attempts ?? 0;
    this.requestId = context.requestId ?? null;
    if (context.cause !== undefined) hide(this, { cause: context.cause });
  }

  /** What is safe to log: everything enumerable, with the name and the message. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return { name, message, ...Object.fromEntries(Object.entries(this)) };
  }

  /** Whether a value is an error of this class, whichever build of the package made it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }
}
/** Something that the client needs is missing or unusable: a key, a URL, an option. Thrown before anything is sent. */
export class ConfigError extends UnvoiceError {}

/** An argument is wrong; nothing was sent. `issues` says which field and why. */
export class InputError extends UnvoiceError {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[], context?: ErrorContext) {
    super(`Invalid input: ${describe(issues)}`, context);
    this.issues = issues;
  }
}

/**
 * No answer came; the network's own error is the `cause`. The code `connection_failed` says that the server was never
 * reached, `connection_broken` that the request may have arrived.
 */
export class ConnectionError extends UnvoiceError {}

/** A deadline passed: `phase` says whether before the headers, within the body, or over all attempts. */
export class TimeoutError extends UnvoiceError {
  readonly phase: "headers" | "body" | "total";
  constructor(phase: "headers" | "body" | "total", milliseconds: number, context?: ErrorContext) {
    const option = phase === "total" ? "totalTimeoutMs, over all attempts" : "timeoutMs";
    super(`No ${phase === "body" ? "complete " : ""}answer within ${milliseconds} ms (${option}).`, context);
    this.phase = phase;
  }
}

/** What an {@link HttpError} keeps of the answer. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** The first 64 KiB of the body. */
  bodyText: string;
  /** The parsed body, `null` where it is not JSON. */
  data: unknown;
}

/** The server refused, with an HTTP status or, in GraphQL, with an error of that meaning. */
export class HttpError extends UnvoiceError {
  /** The HTTP status; of a GraphQL error at HTTP 200, still 200. */
  readonly status: number;
  /** The answer's headers. Not enumerable: a server may repeat in them what it was sent. */
  declare readonly headers: Headers;
  /** The body's first 64 KiB. Not enumerable: it may repeat a payment request. */
  declare readonly bodyText: string;
  /** The parsed body, `null` where it is not JSON. Not enumerable, as `bodyText`. */
  declare readonly data: unknown;
  constructor(message: string, { status, ...answer }: HttpAnswer, context?: ErrorContext) {
    super(message, context);
    this.status = status;
    hide(this, answer);
  }
}

/** HTTP 400, or a GraphQL request that the server could not read. */
export class BadRequestError extends HttpError {}

/** HTTP 401, or GraphQL's `UNAUTHENTICATED`: the key is missing, wrong or revoked. */
export class AuthenticationError extends HttpError {}

/** HTTP 403, or GraphQL's `FORBIDDEN`: the key is known and may not do this. */
export class PermissionDeniedError extends HttpError {}

/** HTTP 404. */
export class NotFoundError extends HttpError {}

/** HTTP 409. */
export class ConflictError extends HttpError {}

/** HTTP 422. */
export class UnprocessableEntityError extends HttpError {}

/** HTTP 429, or a throttler's error at HTTP 200. */
export class RateLimitError extends HttpError {
  /** How long the server asks to wait, in milliseconds; `null` where it does not say. */
  readonly retryAfterMs: number | null;
  constructor(message: string, answer: HttpAnswer, context?: ErrorContext, retryAfterMs: number | null = null) {
    super(message, answer, context);
    this.retryAfterMs = retryAfterMs;
  }
}

/** HTTP 5xx. */
export class ServerError extends HttpError {}

/** GraphQL errors that no narrower class fits. */
export class GraphQLResponseError extends UnvoiceError {
  /** As the server gave them. Not enumerable, and not called `errors`: Node's `inspect` and pino print that one always. */
  declare readonly graphqlErrors: readonly unknown[];
  /** Partial data, `null` where there was none. Not enumerable. */
  declare readonly data: unknown;
  constructor(message: string, answer: { graphqlErrors: readonly unknown[]; data: unknown }, context?: ErrorContext) {
    super(message, context);
    hide(this, answer);
  }
}

/** The answer cannot be read, or lacks what must be there. */
export class ResponseValidationError extends UnvoiceError {
  readonly issues: readonly Issue[];
  /** The answer: parsed, or its text where it is not JSON. Not enumerable: it may hold payment requests. */
  declare readonly raw: unknown;
  constructor(issues: readonly Issue[], raw: unknown, context?: ErrorContext) {
    super(`Unexpected answer: ${describe(issues)}`, context);
    this.issues = issues.slice(0, 100); // a hostile answer has hundreds of thousands
    hide(this, { raw });
  }
}

/** A list did not end where it should: `maxPages` was reached, or the server repeats itself. */
export class PaginationError extends UnvoiceError {}

/** It is not known whether a push or a creation happened. Look it up by `paymentHash` or `reference` before doing it again. */
export class OutcomeUnknownError extends UnvoiceError {
  /** The payment hash of the invoice that was pushed, hex; `null` where it was not decoded locally. */
  declare readonly paymentHash: string | null;
  /** The reference of the Txn invoice that was to be created; `null` where it had none. */
  declare readonly reference: string | null;
  /** When the first attempt left. */
  readonly startedAt: Date;
  /** How often the invoice was looked for without being found; 0 without `onUnknownOutcome: "reconcile"`. */
  readonly lookUps: number;
  constructor(sought: Sought, startedAt: Date, context: ErrorContext, search?: Search) {
    super(unknownOutcome("reference" in sought ? "creation" : "push", search), context);
    Object.assign(this, { paymentHash: null, reference: null }, sought);
    this.startedAt = startedAt;
    this.lookUps = search?.lookUps ?? 0;
  }
}

/** One field in which the server's answer and the local decode differ; amounts in msat, as text. */
export interface Mismatch {
  field: string;
  /** What the invoice says. Not enumerable where it is the payment request. */
  local: string | null;
  /** What the server says. Not enumerable: it may put a payment request into any field. */
  remote: string | null;
}

/** The server describes another invoice than the one that was sent. Do not pay it before you know why. */
export class InvoiceMismatchError extends UnvoiceError {
  readonly mismatches: readonly Mismatch[];
  /** The server's answer. Not enumerable: it holds the payment request. */
  declare readonly response: unknown;
  constructor(mismatches: readonly Mismatch[], response: unknown, context?: ErrorContext) {
    const fields = mismatches.map(({ field }) => field).join(", ");
    super(`The answer describes another invoice than the one sent; it differs in ${fields}. Do not pay it.`, context);
    this.mismatches = mismatches;
    hide(this, { response });
  }
}

brandClasses({
  UnvoiceError,
  ConfigError,
  InputError,
  ConnectionError,
  TimeoutError,
  HttpError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnprocessableEntityError,
  RateLimitError,
  ServerError,
  GraphQLResponseError,
  ResponseValidationError,
  PaginationError,
  OutcomeUnknownError,
  InvoiceMismatchError,
});

/** Readable as properties, shown by no logger: neither `inspect` nor `JSON.stringify` lists them. */
function hide(error: UnvoiceError, values: object): void {
  for (const [name, value] of Object.entries(values)) Object.defineProperty(error, name, { value, configurable: true });
}

function describe(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return shown.join("; ") + (issues.length > 3 ? `; and ${issues.length - 3} more` : "");
}
