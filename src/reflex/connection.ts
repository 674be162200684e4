import { createParse, type Parse } from "../answers/parse.ts";
import { ConfigError } from "../errors/errors.ts";
import { copyOptions } from "../input/copy.ts";
import { type ApiKey, createAddress, createAuthorize, environment, isBrowser, keysOf } from "../transport/config.ts";
import { type ResolvedTransport, resolveTransport, type TransportOptions } from "../transport/options.ts";
import { Secrets, secretsOfAddress } from "../transport/secrets.ts";
import { createSend } from "../transport/send.ts";
import { VERSION } from "../transport/version.ts";
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

/** The names of {@link ReflexOptions}. */
export const REFLEX_OPTIONS = ["apiKey", "url", "timezone"];

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
export function connect(
  given: ReflexOptions & TransportOptions,
  shared: TransportOptions,
  secrets = new Secrets(),
): Connection {
  const own = copyOptions(given ?? {});
  const transport = resolveTransport("reflex", shared, own, REFLEX_OPTIONS);
  const urlSource = { api: "reflex", option: "reflex.url", variable: "REFLEX_URL" } as const;
  const { allowInsecureHttp } = transport;
  const address = createAddress(own.url, urlSource, { allowInsecureHttp, fallback: DOCUMENTED_URL });
  const keySource = { api: "reflex", option: "reflex.apiKey", variable: "REFLEX_API_KEY" } as const;
  const authorize = createAuthorize(own.apiKey, keySource, {
    allowBrowser: transport.dangerouslyAllowBrowser,
    ownBackend: own.url !== undefined,
    secrets,
  });
  const send = createSend("reflex", transport, authorize, secrets);
  secrets.addSource(() => [
    ...keysOf(own.apiKey, keySource),
    ...secretsOfAddress(own.url ?? environment("REFLEX_URL")),
  ]);
  const headers: Record<string, string> = { accept: "application/json", "content-type": "application/json" };
  // A page's server of another origin would have to permit them.
  if (!isBrowser()) {
    headers["apollographql-client-name"] = "unvoice";
    headers["apollographql-client-version"] = VERSION;
  }
  if (own.timezone !== undefined) headers.cookie = `amboss-reflex-api-timezone=${checkTimezone(own.timezone)}`;

  const query = createQuery(send, () => String(address()), headers);
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
