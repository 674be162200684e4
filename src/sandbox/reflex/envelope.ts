import { type ApiRequest, jsonReply, type Reply } from "../messages.ts";

/** A GraphQL request as it came over HTTP. */
export interface Envelope {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | undefined;
}

/** Reads a GraphQL request, or says as NestJS and Apollo would why it is none. */
export function readEnvelope(request: ApiRequest): Envelope | Reply {
  if (request.method !== "POST" && request.method !== "GET") {
    const reply = badRequest("Apollo Server supports only GET/POST requests.", 405);
    return { ...reply, headers: { ...reply.headers, allow: "GET, POST" } };
  }
  // Apollo's guard against forged requests: a browser could send anything else without asking first.
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(request.headers.get("content-type") ?? ""))
    return badRequest(FORGERY);
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch (error) {
    // Raised before GraphQL sees the request, so not in its shape.
    const message = error instanceof Error ? error.message : "Invalid JSON";
    return jsonReply(400, { message, error: "Bad Request", statusCode: 400 });
  }
  if (Array.isArray(body)) return badRequest("Operation batching disabled.");
  const { query, variables, operationName } = (isObject(body) ? body : {}) as Partial<Record<keyof Envelope, unknown>>;
  if (typeof query !== "string" || query === "") {
    return badRequest("GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.");
  }
  if (variables != null && !isObject(variables))
    return badRequest("`variables` in a POST body must be an object if provided.");
  if (operationName != null && typeof operationName !== "string") {
    return badRequest("`operationName` in a POST body must be a string if provided.");
  }
  return { query, variables: (variables ?? {}) as Record<string, unknown>, operationName: operationName ?? undefined };
}

const FORGERY =
  "This operation has been blocked as a potential Cross-Site Request Forgery (CSRF). " +
  "Please either specify a 'content-type' header (with a type that is not one of application/x-www-form-urlencoded, " +
  "multipart/form-data, text/plain) or provide a non-empty value for one of the following headers: " +
  "x-apollo-operation-name, apollo-require-preflight\n";

function badRequest(message: string, status = 400): Reply {
  return jsonReply(status, { errors: [{ message, extensions: { code: "BAD_REQUEST" } }] });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
