import { createParse, type Parse } from "../answers/parse.ts";
import { ConfigError, type UnvoiceError } from "../errors/errors.ts";
import { copyOptions } from "../input/copy.ts";
import type { Answer } from "../transport/call.ts";
import { type ApiKey, createAddress, createAuthorize, environment, keysOf } from "../transport/config.ts";
import { type RequestOptions, resolveTransport, type TransportOptions } from "../transport/options.ts";
import { Secrets, secretsOfAddress } from "../transport/secrets.ts";
import { createSend } from "../transport/send.ts";

/** What the Txn client needs to know of its API. */
export interface TxnOptions {
  /** The key, or a function that gives one for each attempt. Default: the variable `TXN_API_KEY`. */
  apiKey?: ApiKey | undefined;
  /** What stands before `/api/public/v1/invoices`. Default: the variable `TXN_BASE_URL`. No production host is documented. */
  baseUrl?: string | URL | undefined;
  /** Names the documented sandbox of Txn itself, in place of a `baseUrl`. */
  environment?: "sandbox" | undefined;
}

/** The names of {@link TxnOptions}. */
export const TXN_OPTIONS = ["apiKey", "baseUrl", "environment"];

/** A request to create an invoice. */
export interface Creation {
  operation: string;
  /** The attributes, by their wire names. */
  attributes: object;
  options: RequestOptions;
  /** The error to throw in place of one that leaves open whether the invoice was created. */
  toOutcomeUnknown(cause: UnvoiceError): UnvoiceError;
}

/** What carries requests to Txn, and what reads its answers. */
export interface Connection {
  /** Asks for the list, or for what stands at `path` behind it. */
  get(
    operation: string,
    search: Record<string, string>,
    options: RequestOptions,
    stop?: AbortSignal,
    path?: `/${string}`,
  ): Promise<Answer>;
  /** Sends what must not be sent twice. */
  create(creation: Creation): Promise<Answer>;
  parse: Parse;
  /** As the client has it, in milliseconds. */
  totalTimeoutMs: number;
}

/** apis/txn.md, section 1.2: the newer of two documented hosts. */
const SANDBOX_URL = "https://api.sandbox.txn.io";
const INVOICES = "/api/public/v1/invoices";
/** Documented on GET requests too (apis/txn.md, section 1.3). */
const MEDIA_TYPE = "application/vnd.api+json";

/**
 * Makes the connection to Txn.
 *
 * @throws ConfigError for a wrong option, or a key in a browser.
 */
export function connect(
  options: TxnOptions & TransportOptions,
  shared: TransportOptions,
  secrets = new Secrets(),
): Connection {
  const own = copyOptions(options ?? {});
  const transport = resolveTransport("txn", shared, own, TXN_OPTIONS);
  const urlSource = { api: "txn", option: "txn.baseUrl", variable: "TXN_BASE_URL" } as const;
  if (own.environment !== undefined && own.environment !== "sandbox") {
    throw new ConfigError('txn.environment can only be "sandbox": no production host is documented. Set txn.baseUrl.', {
      api: "txn",
    });
  }
  const { allowInsecureHttp } = transport;
  const base = createAddress(own.baseUrl ?? (own.environment && SANDBOX_URL), urlSource, { allowInsecureHttp });
  const keySource = { api: "txn", option: "txn.apiKey", variable: "TXN_API_KEY" } as const;
  const authorize = createAuthorize(own.apiKey, keySource, {
    allowBrowser: transport.dangerouslyAllowBrowser,
    ownBackend: own.baseUrl !== undefined,
    secrets,
  });
  const send = createSend("txn", transport, authorize, secrets);
  secrets.addSource(() => [
    ...keysOf(own.apiKey, keySource),
    ...secretsOfAddress(own.baseUrl ?? environment("TXN_BASE_URL")),
  ]);

  function address(): string {
    const url = base();
    if (url) return invoicesUrl(url);
    throw new ConfigError(
      'No address for Txn: set txn.baseUrl or the variable TXN_BASE_URL, or txn.environment: "sandbox". ' +
        "No production host is documented, so none is guessed.",
      { api: "txn" },
    );
  }

  const headers = { accept: MEDIA_TYPE, "content-type": MEDIA_TYPE };

  return {
    parse: createParse(transport.validation, transport.hooks),
    totalTimeoutMs: transport.totalTimeoutMs,
    async get(operation, search, options, stop, path) {
      const base = address();
      // Before the query that an address of the user's may have.
      const place = path ? base.replace(/\?|$/, (end) => path + end) : base;
      // Not URLSearchParams, which takes 4 µs more a call. The values were checked: none makes encodeURIComponent throw.
      const query = Object.entries(search).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      const url = query.length > 0 ? `${place}${place.includes("?") ? "&" : "?"}${query.join("&")}` : place;
      return send({
        operation,
        method: "GET",
        url,
        headers,
        repeatable: true,
        options,
        parameters: Object.keys(search),
        ...(stop && { stop }),
      });
    },
    async create({ operation, attributes, options, toOutcomeUnknown }) {
      const body = JSON.stringify({ data: { type: "invoices", attributes } });
      const url = address();
      return send({ operation, method: "POST", url, headers, body, repeatable: false, options, toOutcomeUnknown });
    },
  };
}

/** The address of the list, behind whatever path and query the given one has; it may name the list already, or its version. */
function invoicesUrl(base: URL): string {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/(\/api\/public\/v1(\/invoices)?)?\/*$/, "") + INVOICES;
  url.hash = "";
  return String(url);
}
