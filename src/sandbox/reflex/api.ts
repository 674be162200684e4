import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
  Kind,
  parse,
  validate,
} from "graphql";
import type { Clock } from "../clock.ts";
import { Limiter, limitHeaders } from "../limiter.ts";
import { type Api, type ApiRequest, dated, jsonReply, type Reply } from "../messages.ts";
import { randomStream } from "../random.ts";
import { asksForSchema, refuseCostly } from "./cost.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { introspectionClosed, refused, throttled, unauthorized } from "./errors.ts";
import type { ReflexGuesses } from "./guesses.ts";
import type { InvoiceContext, ReflexInvoice } from "./invoice.ts";
import { createResolvers, type RequestContext } from "./resolvers.ts";
import { reflexSchemaText } from "./sdl.ts";
import { InvoiceStore } from "./store.ts";
import { createWorld } from "./world.ts";

/** How much of everything a caller wants of the emulated Reflex. */
export interface ReflexSettings {
  seed: number;
  clock: Clock;
  apiKey: string;
  invoices: number;
  guesses: ReflexGuesses;
}

/** The emulated Reflex API. */
export interface ReflexApi extends Api {
  /** Oldest first. */
  invoices(): readonly ReflexInvoice[];
  /** What the throttler answers, at HTTP 200. */
  throttle(): Reply;
}

// Documents with more tokens than any sensible one has are refused before validation, whose cost grows with their square.
const MAX_TOKENS = 2000;
const MAX_CACHED_DOCUMENTS = 100;

/** Makes the emulated Reflex, seeded. */
export function createReflexApi({ seed, clock, apiKey, invoices, guesses }: ReflexSettings): ReflexApi {
  const context: InvoiceContext = {
    seed,
    accountId: randomStream(seed, "account")(0).uuid(),
    world: createWorld(seed, clock.nowMs),
    guesses,
  };
  const store = new InvoiceStore(context, clock, invoices);
  const schema = buildSchema(reflexSchemaText(guesses), { noLocation: true, assumeValid: true });
  // A push happens when it happens: clients look for theirs by the real time, whatever time the sandbox shows.
  const serverMs = () => Math.max(Date.now(), clock.nowMs) + guesses.clockSkewMs;
  const rootValue = createResolvers(context, store, { clock, serverMs });
  const limiter = new Limiter(guesses.requestsPerMinute);
  const documents = new Map<string, DocumentNode | GraphQLError[]>();

  /** Parsed and validated, or what is wrong with it. */
  function prepare(query: string): DocumentNode | GraphQLError[] {
    const cached = documents.get(query);
    if (cached !== undefined) return cached;
    const prepared = parseAndValidate(query);
    if (documents.size >= MAX_CACHED_DOCUMENTS) documents.clear();
    documents.set(query, prepared);
    return prepared;
  }

  function parseAndValidate(query: string): DocumentNode | GraphQLError[] {
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS });
      const costly = refuseCostly(document);
      const errors = costly === undefined ? validate(schema, document) : [costly];
      return errors.length === 0 ? document : errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    } catch (error) {
      // Anything else is a stack that a nested document has used up.
      const refusal =
        error instanceof GraphQLError ? error : new GraphQLError("Syntax Error: Document is nested too deeply.");
      return [withCode(refusal, "GRAPHQL_PARSE_FAILED")];
    }
  }

  function run(envelope: Envelope, request: RequestContext): Reply {
    const prepared = prepare(envelope.query);
    if (Array.isArray(prepared)) return graphqlReply(400, { errors: prepared });
    if (guesses.introspection !== "open" && asksForSchema(prepared)) {
      if (guesses.introspection === "closed") return graphqlReply(400, { errors: [introspectionClosed()] });
      if (!request.authorized) return unauthenticated({ errors: [unauthorized()], data: null });
    }
    if (!getOperationAST(prepared, envelope.operationName)) {
      const message = envelope.operationName
        ? `Unknown operation named "${envelope.operationName}".`
        : "Must provide operation name if query contains multiple operations.";
      return graphqlReply(400, { errors: [withCode(new GraphQLError(message), "OPERATION_RESOLUTION_FAILURE")] });
    }
    const result = execute({
      schema,
      document: prepared,
      rootValue,
      contextValue: request,
      variableValues: envelope.variables,
      operationName: envelope.operationName,
    }) as ExecutionResult; // no resolver is asynchronous
    if (result.data !== undefined) {
      const refused = result.errors?.some(({ extensions }) => extensions.code === "UNAUTHENTICATED");
      return refused ? unauthenticated(result) : graphqlReply(200, result);
    }
    const errors = result.errors?.map((error) => withCode(error, "BAD_USER_INPUT")) ?? [];
    return graphqlReply(guesses.badVariableStatus, { errors });
  }

  function unauthenticated(result: ExecutionResult): Reply {
    const { authFailureStatus: status, authFailureBody: body } = guesses;
    if (body === "plain") return refuse(status, "Unauthorized");
    if (body === "unauthenticated") return graphqlReply(status, result);
    return graphqlReply(status, { ...result, errors: result.errors?.map(({ message }) => refused(message)) ?? [] });
  }

  function answer(request: ApiRequest): Reply {
    if (request.path !== "/graphql") return refuse(404, `Cannot ${request.method} ${request.path}`);
    const envelope = readEnvelope(request);
    if ("status" in envelope) return envelope;
    return run(envelope, {
      authorized: request.headers.get("authorization") === `Bearer ${apiKey}`,
      timeZone: timeZoneCookie(request),
    });
  }

  function admit(request: ApiRequest): Reply {
    const allowance = limiter.take();
    const reply = allowance.limited ? throttle(allowance.resetSeconds) : answer(request);
    const limits = guesses.rateLimitHeaders === "none" ? {} : limitHeaders(allowance);
    return { ...reply, headers: { ...reply.headers, ...limits } };
  }

  function throttle(seconds: number): Reply {
    const reply =
      guesses.throttling === "graphql_200"
        ? graphqlReply(200, { errors: [throttled()], data: null })
        : refuse(429, "ThrottlerException: Too Many Requests");
    // NestJS names the header after the limiter: the authors' sister server calls its own "short".
    return { ...reply, headers: { ...reply.headers, "retry-after-short": String(seconds) } };
  }

  return {
    operation(request) {
      const envelope = readEnvelope(request);
      if ("status" in envelope) return "unknown";
      const prepared = prepare(envelope.query);
      return Array.isArray(prepared) ? "unknown" : operationName(prepared, envelope.operationName);
    },
    serve: (request) => dated(admit(request), serverMs()),
    refuse,
    throttle: () => graphqlReply(200, { errors: [throttled()], data: null }),
    insert: (count = 1) => store.insert(count),
    invoices: () => store.invoices.map(({ row }) => row),
  };
}

/** NestJS names the error in the refusals it makes itself, not in those of the body parser. */
function refuse(status: number, message: string): Reply {
  return jsonReply(status, { message, ...(status === 404 && { error: "Not Found" }), statusCode: status });
}

/** The client's name for what a document asks for: that of its first root field. */
function operationName(document: DocumentNode, name: string | undefined): string {
  const [first] = getOperationAST(document, name)?.selectionSet.selections ?? [];
  if (first?.kind !== Kind.FIELD) return "request";
  return first.name.value === "getHello" ? "ping" : first.name.value;
}

/** Documented: buckets follow this cookie's zone, UTC without it. */
function timeZoneCookie(request: ApiRequest): string | null {
  const match = /(?:^|;)\s*amboss-reflex-api-timezone=([^;]*)/.exec(request.headers.get("cookie") ?? "");
  return match?.[1]?.trim() || null;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  Object.assign(error.extensions, { code });
  return error;
}

/** Errors come before data, and always have a code: Apollo's habits. */
function graphqlReply(status: number, { errors, data }: ExecutionResult): Reply {
  const formatted = errors?.map((error): GraphQLFormattedError => {
    const json = error.toJSON();
    return { ...json, extensions: { code: "INTERNAL_SERVER_ERROR", ...json.extensions } };
  });
  return jsonReply(status, { ...(formatted && { errors: formatted }), ...(data !== undefined && { data }) });
}
