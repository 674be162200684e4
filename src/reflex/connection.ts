import { createParse, type Parse } from "../answers/parse.ts";
import { ConfigError } from "../errors/errors.ts";
import { type ApiKey, createAuthorize, environment, isBrowser, resolveUrl } from "../transport/config.ts";
import { type ResolvedTransport, resolveTransport, type TransportOptions } from "../transport/options.ts";
import { createSend } from "../transport/send.ts";
import { createQuery, type Query } from "./query.ts";

/** What the Reflex client needs to know of its API. */
export interface ReflexOptions {
  /** The key, or a function that gives one for each attempt. Default: the variable `REFLEX_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /** The whole GraphQL endpoint. Default: the variable `REFLEX_URL`, else the documented one. */
  url?: string | URL | undefined;
  /** IANA name of the time zone of the aggregates' buckets; the server's default is UTC. Not in a browser. */
  timezone?: string | undefined;
}

/** What sends documents to Reflex, and what reads its answers. */
export interface Connection {
  transport: ResolvedTransport;
  query: Query;
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

  // Resolved at each call: the variable may be set after the client was made.
  const address = () => String(givenUrl ?? resolveUrl(environment("REFLEX_URL") ?? DOCUMENTED_URL, urlSource));
  const query = createQuery(send, address, headers);
  return { transport, query, parse: createParse(transport.validation, transport.hooks) };
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
