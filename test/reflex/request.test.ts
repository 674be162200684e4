import { parse } from "graphql";
import { gql } from "graphql-request";
import { createClient, GraphQLResponseError, InputError, RateLimitError, ServerError } from "unvoice";
import { describe, expect, test } from "vitest";
import { json, rejection, serve } from "../support/server.ts";

/** What GraphQL Code Generator writes with `documentMode: "string"`. */
class TypedDocumentString extends String {
  private readonly value: string;
  constructor(value: string) {
    super(value);
    this.value = value;
  }
  override toString(): string {
    return this.value;
  }
}

/** A client of a server that answers every document with this. */
async function answering(body: unknown = { data: { getHello: "Hello" } }, status = 200) {
  const server = await serve((_request, response) => json(response, status, body, { "retry-after": "0" }));
  const { reflex } = createClient({ reflex: { url: server.url, apiKey: "key-of-the-test" }, maxRetries: 1 });
  const bodies = () => server.requests.map(({ body }) => JSON.parse(body));
  return { reflex, server, bodies };
}

const HELLO = "query Hello { getHello }";

describe("a document is sent as it was given", () => {
  test.each([
    ["text", HELLO, HELLO],
    ["graphql-request's gql", gql`query Hello { getHello }`, HELLO],
    ["codegen's TypedDocumentString", new TypedDocumentString(HELLO), HELLO],
    ["a DocumentNode", parse(HELLO), "query Hello {\n  getHello\n}"],
    ["a DocumentNode without locations", parse(HELLO, { noLocation: true }), "query Hello {\n  getHello\n}"],
  ])("%s", async (_form, document, sent) => {
    const { reflex, bodies } = await answering();
    expect(await reflex.request<{ getHello: string }>(document)).toEqual({ getHello: "Hello" });
    expect(bodies()).toEqual([{ query: sent, variables: {}, operationName: "Hello" }]);
  });

  test("with its variables, as they are at the call", async () => {
    const { reflex, bodies } = await answering();
    const variables = { filter: { tags: ["a"] } };
    const sent = reflex.request("query Q($filter: F) { a(filter: $filter) }", variables);
    variables.filter.tags.push("b");
    await sent;
    expect(bodies()[0].variables).toEqual({ filter: { tags: ["a"] } });
  });

  test("with null for what is left out", async () => {
    const { reflex, bodies } = await answering();
    await reflex.request(HELLO, null, null);
    expect(bodies()[0].variables).toEqual({});
  });
});

describe("a query is tried again, a mutation is not", () => {
  test.each([
    ["the shorthand", "{ getHello }"],
    ["a query with a name", "query mutation { mutation }"],
    ["the word in a comment", "# mutation { a }\n{ getHello }"],
    ["the word in a string", '{ a(b: "mutation { c }") }'],
    ["the word in a block string", '{ a(b: """\nmutation { c }\n""") }'],
    [
      "the word as an alias, an argument and a type",
      "query Q($mutation: mutation) { mutation: a(mutation: $mutation) }",
    ],
    ["a fragment of that name before it", "fragment mutation on Query { getHello } query { ...mutation }"],
  ])("a query: %s", async (_what, document) => {
    const { reflex, server } = await answering("", 502);
    expect(await rejection(reflex.request(document))).toBeInstanceOf(ServerError);
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["a plain one", "mutation { a }"],
    ["without white space", "mutation{a}"],
    ["behind a comment and commas", "# query\n,,\uFEFFmutation M($a: Int = 1) @d { a }"],
    ["behind a fragment", "fragment F on Query { b } mutation { ...F }"],
    ["beside a query", "query A { a } mutation B { b }"],
    ["a subscription", "subscription { a }"],
    ["parsed", parse("mutation { a }")],
    ["codegen's", new TypedDocumentString("mutation { a }")],
  ])("a mutation: %s", async (_what, document) => {
    const { reflex, server } = await answering("", 502);
    expect(await rejection(reflex.request(document))).toBeInstanceOf(ServerError);
    expect(server.requests).toHaveLength(1);
  });

  const throttled = (path?: string[]) => [{ message: "Too Many Requests", path }];
  test.each([
    ["a throttler turned it away", 200, { errors: throttled(["add"]) }, RateLimitError, 2],
    [
      "a throttler's error comes from within",
      200,
      { data: null, errors: throttled(["add", "check"]) },
      GraphQLResponseError,
      1,
    ],
    [
      "a throttler's error stands beside data",
      200,
      { data: { add: {} }, errors: throttled() },
      GraphQLResponseError,
      1,
    ],
    [
      "a throttler's error comes from within, at HTTP 429",
      429,
      { errors: throttled(["add", "check"]) },
      GraphQLResponseError,
      1,
    ],
    ["a throttler's error comes at HTTP 500", 500, { errors: throttled() }, ServerError, 1],
  ])("a mutation, where %s", async (_what, status, body, Class, requests) => {
    const { reflex, server } = await answering(body, status);
    expect(await rejection(reflex.request("mutation { add { check } }"))).toBeInstanceOf(Class);
    expect(server.requests).toHaveLength(requests);
  });
});

describe("what is no document is refused before it is sent, without being repeated", () => {
  const deep = "{a".repeat(100_000);
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "document: must be GraphQL text or a parsed document"],
    ["a number", 5, "document: must be GraphQL text or a parsed document"],
    ["empty text", "", "document: must be a GraphQL document (near character 1)"],
    [
      "a document cut short",
      'query { a(b: "lntb1secret" }',
      "document: must be a GraphQL document (near character 28)",
    ],
    ["a word that is no operation", "mutatio { a }", "document: must be a GraphQL document (near character 8)"],
    ["a schema", "type Query { a: Int }", "document: must be a GraphQL document (near character 5)"],
    ["nested too deep", deep, "document: must be a GraphQL document"],
    ["a fragment alone", "fragment F on Query { a }", "document: has no operation"],
    ["an object", {}, "document: must be a GraphQL document (near character 1)"],
    ["a node of another kind", { kind: "Field" }, "document: must be GraphQL text or a parsed document"],
    ["a parsed document in a circle", circular(), "document: must be GraphQL text or a parsed document"],
  ])("%s", async (_what, document, message) => {
    const { reflex, server } = await answering();
    const thrown = (await rejection(reflex.request(document as never))) as InputError;
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown.message).toBe(`Invalid input: ${message}`);
    expect(server.requests).toHaveLength(0);
  });

  test.each<[string, unknown]>([
    ["a list", []],
    ["text", "x"],
    ["a bigint inside", { a: 1n }],
    [
      "a getter that throws",
      Object.defineProperty({}, "a", {
        enumerable: true,
        get: () => {
          throw new Error("secret");
        },
      }),
    ],
  ])("variables: %s", async (_what, variables) => {
    const { reflex, server } = await answering();
    const thrown = (await rejection(reflex.request(HELLO, variables as never))) as InputError;
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown.issues[0]?.path).toBe("variables");
    expect(thrown.message).not.toContain("secret");
    expect(server.requests).toHaveLength(0);
  });

  function circular(): object {
    const node: Record<string, unknown> = { kind: "Document" };
    node.definitions = [node];
    return node;
  }
});

describe("the answer", () => {
  test("is given as it came, unknown fields too", async () => {
    const data = { a: { b: [1, null] }, __typename: "Query" };
    const { reflex } = await answering({ data, errors: null, extensions: null });
    expect(await reflex.request("{ a { b } }")).toEqual(data);
  });

  test("with errors is an error that holds what came", async () => {
    const errors = [{ message: "no", path: ["a", "b"] }];
    const { reflex } = await answering({ data: { a: null }, errors });
    const thrown = await rejection(reflex.request("{ a { b } }"));
    expect(thrown).toBeInstanceOf(GraphQLResponseError);
    expect(thrown).toMatchObject({ graphqlErrors: errors, data: { a: null } });
    expect((thrown as Error).stack).not.toContain("ClientError");
  });
});
