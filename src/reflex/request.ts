import { parse, print } from "@0no-co/graphql.web";
import { InputError, type Issue } from "../errors/errors.ts";
import { checkRequestOptions, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { classifyMutation } from "./graphql-errors.ts";

/** A parsed document, such as graphql-tag's `gql` and GraphQL Code Generator make. */
interface DocumentNode {
  readonly kind: string;
  readonly definitions: readonly object[];
}

/** GraphQL Code Generator's document with `documentMode: "string"`: a class that extends `String`. */
interface DocumentString {
  toString(): string;
  charAt(position: number): string;
}

/**
 * A GraphQL document: text, graphql-request's or graphql-tag's `gql`, a `DocumentNode`, or what GraphQL Code Generator
 * makes (`TypedDocumentNode`, `TypedDocumentString`), of which `Data` and `Variables` are inferred.
 *
 * @see https://the-guild.dev/graphql/codegen/plugins/typescript/typed-document-node
 */
export type GraphQLDocument<Data = unknown, Variables extends object = object> =
  | string
  | ((DocumentNode | DocumentString) & {
      /** Where codegen's documents carry their types; never there at run time. */
      __apiType?: ((variables: Variables) => Data) | undefined;
    });

/** What follows a document: variables may be left out unless one of them is required. */
export type RequestArguments<Variables extends object> =
  Record<never, never> extends Variables
    ? [variables?: Variables | null, options?: RequestOptions | null]
    : [variables: Variables, options?: RequestOptions | null];

/** Sends a document of the user's; see `ReflexClient.request`. */
export async function sendDocument(
  connection: Connection,
  document: unknown,
  variables: unknown,
  options: RequestOptions,
): Promise<unknown> {
  checkRequestOptions(options, "reflex", "request", []);
  const text = textOf(document);
  const repeatable = isQuery(text);
  if (typeof variables !== "object" || variables === null || Array.isArray(variables)) {
    throw invalid({ path: "variables", message: "must be an object" });
  }
  const call = { operation: "request", options, repeatable, named: true };
  const answer = await connection.query(text, variables, repeatable ? call : { ...call, classify: classifyMutation });
  return answer.data;
}

/** A document as it is sent. */
function textOf(document: unknown): string {
  try {
    if (typeof document === "string") return document;
    if ("kind" in (document as object)) return print(document as Parameters<typeof print>[0]);
    // codegen's documentMode "string" gives a String of its own class.
    return String(document);
  } catch {
    throw invalid({ path: "document", message: "must be GraphQL text or a parsed document" });
  }
}

/**
 * Whether a document only reads. One with several operations is taken for what the least harmless of them is: to repeat
 * a mutation could do its work twice.
 */
function isQuery(text: string): boolean {
  const operations = definitionsOf(text).flatMap((one) => (one.kind === "OperationDefinition" ? [one.operation] : []));
  if (operations.length === 0) throw invalid({ path: "document", message: "has no operation" });
  return operations.every((operation) => operation === "query");
}

function definitionsOf(text: string): { kind: string; operation?: unknown }[] {
  try {
    return [...parse(text, { noLocation: true }).definitions];
  } catch (error) {
    // The parser's own words may repeat a part of the document. RangeError: nested too deep for it.
    const place = /\bat (\d+) in\b/.exec(error instanceof Error ? error.message : "")?.[1];
    const near = place === undefined ? "" : ` (near character ${place})`;
    throw invalid({ path: "document", message: `must be a GraphQL document${near}` });
  }
}

function invalid(issue: Issue): InputError {
  return new InputError([issue], { api: "reflex", operation: "request" });
}
