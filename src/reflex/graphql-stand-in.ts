/**
 * Stands in for the package `graphql` inside graphql-request where this package is built (tsup.config.ts).
 *
 * graphql-request parses and prints documents to find their operation's name. Ours are sent as they are written, so
 * neither is ever called, and a bundle is 2.9 KB gzip smaller than with the smallest parser.
 */
export const Kind = { OPERATION_DEFINITION: "OperationDefinition" };
/** A document is its own text here. */
export const parse = String;
/** As `parse`. */
export const print = String;
