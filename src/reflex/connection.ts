import { GraphQLClient } from "graphql-request";
import { createParse, type Parse } from "../answers/parse.ts";
import { ConfigError, InputError, type UnvoiceError } from "../errors/errors.ts";
import type { Answer } from "../transport/call.ts";
import { type ApiKey, createAuthorize, environment, isBrowser, resolveUrl } from "../transport/config.ts";
import {
  type RequestOptions,
  type ResolvedTransport,
  resolveTransport,
  type TransportOptions,
} from "../transport/options.ts";
import { createSend } from "../transport/send.ts";
import { classifyGraphQL } from "./errors.ts";

/** What the Reflex client needs to know of its API. */
export interface ReflexOptions {
  /** The key, or a function that gives one for each attempt. Default: the variable `REFLEX_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /** The whole GraphQL endpoint. Default: the variable `REFLEX_URL`, else the documented one. */
  url?: string | URL | undefined;
  /** IANA name of the time zone of the aggregates' buckets; the server's default is UTC. Not in a browser. */
  timezone?: string | undefined;
}

/** How one GraphQL operation travels. */
export interface Operation {
  operation: string;
  options: RequestOptions;
  repeatable: boolean;
  stop?: AbortSignal;
  secrets?: readonly string[];
  toOutcomeUnknown?: (error: UnvoiceError) => UnvoiceError;
}

/** The road to Reflex, and what reads its answers. */
export interface Connection {
  transport: ResolvedTransport;
  /** Sends a document; `answer.data` is GraphQL's `data`. */
  query(document: string, variables: object, operation: Operation): Promise<Answer>;
  parse: Parse;
}

const DOCUMENTED_URL = "https://reflex.amboss.tech/graphql";

/**
 * Makes the road to Reflex.
 *
 * @throws ConfigError for a wrong option, or a key in a browser.
 */
export function connect(own: ReflexOptions & TransportOptions, shared: TransportOptions): Connection {
  const transport = resolveTransport("reflex", shared, own);
  const urlSource = { api: "reflex", option: "reflex.url", variable: "REFLEX_URL" } as const;
  const givenUrl = own.url === undefined ? undefined : resolveUrl(own.url, urlSource);
  const keySource = { api: "reflex", option: "reflex.apiKey", variable: "REFLEX_API_KEY" } as const;
  const authorize = createAuthorize(own.apiKey, keySource, {
    allowBrowser: transport.dangerouslyAllowBrowser,
    ownBackend: givenUrl !== undefined,
  });
  const send = createSend("reflex", transport, authorize);
  const headers: Record<string, string> = { accept: "application/json", "content-type": "application/json" };
  if (own.timezone !== undefined) headers.cookie = `amboss-reflex-api-timezone=${checkTimezone(own.timezone)}`;

  async function query(document: string, variables: object, operation: Operation): Promise<Answer> {
    const url = String(givenUrl ?? resolveUrl(environment("REFLEX_URL") ?? DOCUMENTED_URL, urlSource));
    let answer: Answer | undefined;
    // graphql-request writes the request; the way there and back is the one that Txn's requests take.
    const client = new GraphQLClient(url, {
      errorPolicy: "all",
      excludeOperationName: true,
      jsonSerializer: {
        stringify: (body: unknown) => stringifyBody(body, operation.operation),
        // The answer was judged already, and by less than graphql-request: it throws for `errors: null` beside good data.
        parse: () => ({ data: {} }) as never,
      },
      fetch: async (_url, init) => {
        const body = String(init?.body);
        answer = await send({ method: "POST", url, headers, body, classify: classifyGraphQL, ...operation });
        return { ok: true, status: 200, headers: jsonHeaders, text: async () => "" } as unknown as Response;
      },
    });
    await client.rawRequest({ query: document, variables: variables as Record<string, unknown> });
    const given = answer as unknown as Answer;
    return { ...given, data: (given.data as { data: object }).data };
  }

  return { transport, query, parse: createParse(transport.validation, transport.hooks) };
}

/** All that graphql-request asks of them. To name `Headers` here would make Node load its fetch with the import. */
const jsonHeaders = { get: () => "application/json" };

/** JSON has no bigint, and the platform's complaint would not say where to look. */
function stringifyBody(body: unknown, operation: string): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    const issue = { path: "variables", message: `cannot be written as JSON (${(cause as Error).message})` };
    throw new InputError([issue], { api: "reflex", operation });
  }
}

function checkTimezone(timezone: string): string {
  if (isBrowser()) {
    throw new ConfigError(
      "reflex.timezone is sent as a cookie, which a browser does not let a page set. Leave it out.",
      {
        api: "reflex",
      },
    );
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    throw new ConfigError(`reflex.timezone must be an IANA name such as America/New_York.`, { api: "reflex" });
  }
  return timezone;
}
