import { GraphQLClient } from "graphql-request";
import { InputError, type UnvoiceError } from "../errors/errors.ts";
import type { Answer, Call } from "../transport/call.ts";
import type { RequestOptions } from "../transport/options.ts";
import type { Send } from "../transport/send.ts";
import { classifyGraphQL, listErrors } from "./graphql-errors.ts";

/** How one GraphQL operation travels. */
export interface Operation {
  operation: string;
  options: RequestOptions;
  repeatable: boolean;
  stop?: AbortSignal;
  secrets?: readonly string[];
  /** What an answer means, where it is not what it means to a read. */
  classify?: Call["classify"];
  toOutcomeUnknown?: (error: UnvoiceError) => UnvoiceError;
  /** Whether the operation's name is sent beside the document, which has to be parsed for it. Default `false`. */
  named?: boolean;
}

/** An answer to a document: `data` is GraphQL's, and `graphqlErrors` are those that came beside it. */
export interface GraphQLAnswer<Data = object> extends Answer {
  data: Data & object;
  graphqlErrors: readonly unknown[];
}

/** Sends a document with its variables. */
export type Query = <Data = object>(
  document: string,
  variables: object,
  operation: Operation,
) => Promise<GraphQLAnswer<Data>>;

/** Makes the function that sends documents: graphql-request writes the request and reads the answer, `send` carries both. */
export function createQuery(send: Send, address: () => string, headers: Record<string, string>): Query {
  return async <Data>(
    document: string,
    variables: object,
    { named, classify = classifyGraphQL, ...call }: Operation,
  ) => {
    const url = address();
    let answer: Answer | undefined;
    // One a call, as graphql-request's own functions do.
    const client = new GraphQLClient(url, {
      // Errors are classified inside `send`: a throttler's at HTTP 200 must be seen by its retry.
      errorPolicy: "all",
      excludeOperationName: !named,
      jsonSerializer: {
        stringify: (body: unknown) => stringifyBody(body, call.operation),
        // Parsed already, and `data` alone: graphql-request refuses the `errors: null` of some servers.
        parse: () => ({ data: dataOf(answer) }) as never,
      },
      fetch: async (_url, init) => {
        answer = await send({ method: "POST", url, headers, body: String(init?.body), ...call, classify });
        return new Response(null, { headers: { "content-type": "application/json" } });
      },
    });
    const data = await client.request<Data & object>({ document, variables });
    const received = answer as unknown as Answer;
    return { ...received, data, graphqlErrors: listErrors(received.data) };
  };
}

function dataOf(answer: Answer | undefined): unknown {
  return (answer?.data as { data?: unknown } | undefined)?.data;
}

/** JSON has no bigint, and the platform's complaint would not say where to look. */
function stringifyBody(body: unknown, operation: string): string {
  try {
    return JSON.stringify(body);
  } catch {
    const issue = {
      path: "variables",
      message: "cannot be written as JSON (a bigint, a circle, or a getter that throws)",
    };
    throw new InputError([issue], { api: "reflex", operation });
  }
}
