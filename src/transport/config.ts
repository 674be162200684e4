import { type Api, ConfigError } from "../errors/errors.ts";
import { cleanCause } from "./clean-cause.ts";
import { createRedact, type Redact } from "./redact.ts";
import type { Secrets } from "./secrets.ts";

/** An API key, or a function that gives one, called before each attempt (so that keys can rotate). */
export type ApiKey = string | (() => string | Promise<string>);

/** Where a setting comes from: the option's name and the environment variable that stands in for it. */
export interface Source {
  api: Api;
  option: string;
  variable: string;
}

/**
 * Makes the function that gives the key of each attempt; `null` where none is sent.
 *
 * @throws ConfigError when a client that holds a key is made in a browser without `dangerouslyAllowBrowser`.
 */
export function createAuthorize(
  apiKey: ApiKey | undefined,
  source: Source,
  { allowBrowser, ownBackend, secrets }: { allowBrowser: boolean; ownBackend: boolean; secrets: Secrets },
): () => string | null | Promise<string | null> {
  const { api, option, variable } = source;
  if (isBrowser() && apiKey !== undefined && !allowBrowser) {
    throw new ConfigError(
      `${option}: API keys in a web page are visible to everyone. Use a backend of your own, or set dangerouslyAllowBrowser.`,
      { api },
    );
  }
  return () => {
    const key = apiKey ?? environment(variable);
    // In a browser the user's own backend adds the key: then no Authorization header is sent.
    if (key === undefined && isBrowser() && ownBackend) return null;
    if (key === undefined) throw new ConfigError(`No API key: set ${option} or the variable ${variable}.`, { api });
    if (typeof key !== "function") return checkKey(key, source);
    return Promise.resolve()
      .then(key)
      .then(
        (value) => checkKey(value, source),
        (cause: unknown) => {
          const clean = cleanCause(cause, withoutTokens(createRedact(() => secrets.all())));
          throw new ConfigError(`${option}: the function that gives the key failed.`, { api, cause: clean });
        },
      );
  };
}

/** Of what fails to give a key, words that could be one are not shown either. */
function withoutTokens(redact: Redact): Redact {
  return (text) => redact(text).replace(/[\w+/=~-]{10,}/g, (word) => (/[\d_-]/.test(word) ? "[redacted]" : word));
}

/** The keys that are known without asking for one: those that are text, here or in the environment. */
export function keysOf(apiKey: ApiKey | undefined, { variable }: Source): (string | undefined)[] {
  return [typeof apiKey === "string" ? apiKey.replace(/^\s*Bearer +/i, "") : undefined, environment(variable)];
}

function checkKey(key: unknown, { api, option }: Source): string {
  // A line break could smuggle in a header; the platform's own complaint would repeat the key.
  if (typeof key === "string" && /^[\x20-\x7e]*[\x21-\x7e]$/.test(key)) {
    const bare = key.replace(/^\s*Bearer +/i, "");
    if (!/^\s*Bearer$/i.test(bare)) return bare;
  }
  throw new ConfigError(`${option} is empty or has a line break or another character that no HTTP header can carry.`, {
    api,
  });
}

/**
 * Makes the function that gives an API's address. A given one is checked at once, unless it is relative: what it is relative
 * to is known at the first call only, where a module of a server-rendered page makes the client.
 *
 * @param fallback the documented address, if any; the function gives `null` where there is none
 * @throws ConfigError unless it is `https:`, loopback, of the page, or permitted by `allowInsecureHttp`.
 */
export function createAddress(
  given: string | URL | undefined,
  source: Source,
  { allowInsecureHttp, fallback }: { allowInsecureHttp: boolean; fallback?: string | undefined },
): () => URL | null {
  const isRelative = typeof given === "string" && /^\.{0,2}\//.test(given);
  const resolved = given === undefined || isRelative ? undefined : resolveUrl(given, source, allowInsecureHttp);
  return () => {
    const address = resolved ?? given ?? environment(source.variable) ?? fallback;
    if (address === undefined) return null;
    return address === resolved ? resolved : resolveUrl(address, source, allowInsecureHttp);
  };
}

function resolveUrl(given: string | URL, { api, option }: Source, allowInsecureHttp: boolean): URL {
  const page = isBrowser() ? globalThis.location?.href : undefined;
  let url: URL;
  try {
    url = new URL(given, page);
  } catch {
    const hint = /^\.{0,2}\//.test(String(given)) ? " Outside of a web page it must be absolute." : "";
    throw new ConfigError(`${option} is not a URL.${hint}`, { api });
  }
  // fetch refuses an address with a password, in words that repeat it.
  if (url.username || url.password)
    throw new ConfigError(`${option} must not contain a user name or password.`, { api });
  const samePage = page !== undefined && url.origin === new URL(page).origin;
  const isTrusted = samePage || allowInsecureHttp || isLoopback(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && isTrusted)) return url;
  throw new ConfigError(
    `${option} must start with https: (http: is for localhost, or with allowInsecureHttp for a network of your own).`,
    { api },
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || /^127(\.\d+){3}$/.test(host) || host === "[::1]";
}

/** An environment variable, where the runtime has them; an empty one counts as unset. */
export function environment(name: string): string | undefined {
  const runtime = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return runtime.process?.env?.[name] || undefined;
  } catch {
    // Deno without the permission to read it.
    return undefined;
  }
}

/** Whether this is a page or a web worker, where keys are public and cookies cannot be set by hand. */
export function isBrowser(): boolean {
  const scope = globalThis as { window?: { document?: unknown }; importScripts?: unknown };
  return scope.window?.document !== undefined || typeof scope.importScripts === "function";
}
