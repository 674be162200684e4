import { GraphQLError } from "graphql";

/** The errors Reflex's resolvers raise, as NestJS over Apollo words them: all of them arrive at HTTP 200. */

/** A missing or wrong key, from the NestJS guard. */
export function unauthorized(): GraphQLError {
  const originalError = { message: "Unauthorized", statusCode: 401 };
  return new GraphQLError("Unauthorized", { extensions: { code: "UNAUTHENTICATED", originalError } });
}

/** Input that class-validator refuses: the texts that help are in `originalError`, not in the message. */
export function badRequest(problems: string[]): GraphQLError {
  const originalError = { message: problems, error: "Bad Request", statusCode: 400 };
  return new GraphQLError("Bad Request Exception", { extensions: { code: "BAD_REQUEST", originalError } });
}

/** What a resolver refuses itself. INTERNAL_SERVER_ERROR is the authors' usual code, also where the caller is at fault. */
export function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "INTERNAL_SERVER_ERROR" } });
}

/** NestJS's rate limiter. */
export function throttled(): GraphQLError {
  return refused("ThrottlerException: Too Many Requests");
}

/** Apollo's, where introspection is switched off. */
export function introspectionClosed(): GraphQLError {
  const message =
    "GraphQL introspection is not allowed by Apollo Server, but the query contained __schema or __type. " +
    "To enable introspection, pass introspection: true to ApolloServer in production";
  const extensions = { validationErrorCode: "INTROSPECTION_DISABLED", code: "GRAPHQL_VALIDATION_FAILED" };
  return new GraphQLError(message, { extensions });
}
