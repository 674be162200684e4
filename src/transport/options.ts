import { type Api, ConfigError, type Issue } from "../errors/errors.ts";
import { copyOptions } from "../input/copy.ts";
import { unknownNameIssues } from "../input/options.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { headerIssue, mergeHeaders, type RequestHeaders } from "./headers.ts";
import { HOOKS, type Hooks, resolveHooks } from "./hooks.ts";
import type { RateLimit } from "./limiter.ts";
import { LOG_LEVELS, type Logger, type LogLevel, logHooks } from "./logger.ts";

/** The networks that an invoice can be for. */
export const NETWORKS = ["mainnet", "testnet", "signet", "regtest", "simnet"] as const;

/** How requests travel; given for both APIs or for one of them. */
export interface TransportOptions {
  /** The longest that one attempt may take, headers and body, in milliseconds. Default 30,000. */
  timeoutMs?: number | undefined;
  /** The longest that a call may take over all attempts and the waits between, in milliseconds. Default 120,000. */
  totalTimeoutMs?: number | undefined;
  /** How often a failed request that may be repeated is sent again. Default 2. */
  maxRetries?: number | undefined;
  /** A `Retry-After` above this many milliseconds is not waited out: its error is thrown at once. Default 60,000. */
  maxRetryAfterMs?: number | undefined;
  /**
   * The `fetch` to use instead of the global one; another library's too, such as undici's with a proxy. It is called
   * unbound, as `fetch(url, { method, headers, body, redirect, signal, cache })`.
   */
  fetch?: typeof fetch | undefined;
  /** Sent with every request, beside those that the API needs. `null` for a value leaves the header out. */
  headers?: RequestHeaders | undefined;
  /**
   * At most `requests` in any `perMs` milliseconds, or a function that waits until one more may leave, shared between
   * machines for example. The wait is in order, and no part of the call's time. Default: no limit.
   */
  rateLimit?: RateLimit | undefined;
  /** A longer answer is refused, in bytes. Default 32 MiB. */
  maxBodyBytes?: number | undefined;
  /** Called as requests go out, come back and are repeated. */
  hooks?: Hooks | undefined;
  /** Where to log to, for example `console`. Never a key, never a payment request. Default: nowhere. */
  logger?: Logger | undefined;
  /** The least that is logged: `debug` for every request, `warn` (default) for what fails or is repeated. */
  logLevel?: LogLevel | undefined;
  /** Permits `http:` to a host that is not loopback, for one inside a network of your own. Default `false`. */
  allowInsecureHttp?: boolean | undefined;
  /** Reflex: the only network whose invoices are pushed; others are refused before anything is sent. Default: every one. */
  expectedNetwork?: (typeof NETWORKS)[number] | undefined;
  /** `tolerant` (default) reports what an answer has beyond the documents to `onDrift`; `strict` makes it an error. */
  validation?: "tolerant" | "strict" | undefined;
  /** Permits a client that holds a key in a browser, where every visitor can read the key. Default `false`. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** The last argument of every call. */
export interface RequestOptions {
  /** Cancels the call, which then rejects with the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** As {@link TransportOptions.timeoutMs}, for this call. */
  timeoutMs?: number | undefined;
  /** As {@link TransportOptions.totalTimeoutMs}, for this call; of a list, for each page. */
  totalTimeoutMs?: number | undefined;
  /** As {@link TransportOptions.maxRetries}, for this call. */
  maxRetries?: number | undefined;
  /** Sent with this call's requests. `undefined` for a value leaves the client's header as it is, `null` removes it. */
  headers?: RequestHeaders | undefined;
}

/** What a value must be, and the words for its failure. */
type Rule = readonly [test: (value: unknown) => boolean, message: string];

const atLeast = (least: number): Rule => [
  (value) => typeof value === "number" && value >= least,
  `must be a number from ${least}`,
];
const oneOf = (values: readonly string[]): Rule => [
  (value) => values.includes(value as string),
  `must be one of ${values.join(", ")}`,
];
const isFunction = (value: unknown) => typeof value === "function";
const isObject = (value: unknown) => typeof value === "object" && value !== null;
const trueOrFalse: Rule = [(value) => typeof value === "boolean", "must be true or false"];

const requestRules: Record<string, Rule> = {
  // The controller in place of its signal is a frequent slip.
  signal: [(value) => isFunction((value as AbortSignal).addEventListener), "must be an AbortSignal"],
  timeoutMs: atLeast(1),
  totalTimeoutMs: atLeast(1),
  maxRetries: [(value) => isCount(value, 0), "must be a whole number from 0"],
  headers: [(value) => headerIssue(value) === null, ""],
};

const transportRules: Record<string, Rule> = {
  ...requestRules,
  maxRetryAfterMs: atLeast(0),
  maxBodyBytes: atLeast(1),
  fetch: [isFunction, "must be a function"],
  rateLimit: [
    (value) => isFunction(value) || isRate(value),
    "must be a function, or have whole `requests` from 1 and `perMs` above 0",
  ],
  hooks: [isObject, "must be an object of functions"],
  logger: [isObject, "must be an object such as console"],
  logLevel: oneOf(LOG_LEVELS),
  expectedNetwork: oneOf(NETWORKS),
  validation: oneOf(["tolerant", "strict"]),
  allowInsecureHttp: trueOrFalse,
  dangerouslyAllowBrowser: trueOrFalse,
};

const REQUEST_OPTIONS = Object.keys(requestRules);
/** The names of what every client takes. */
export const TRANSPORT_OPTIONS = Object.keys(transportRules).filter((name) => name !== "signal");

const defaults = {
  timeoutMs: 30_000,
  totalTimeoutMs: 120_000,
  maxRetries: 2,
  maxRetryAfterMs: 60_000,
  maxBodyBytes: 32 * 1024 * 1024,
  validation: "tolerant" as "tolerant" | "strict",
  dangerouslyAllowBrowser: false,
  allowInsecureHttp: false,
};

/**
 * The client's options over the defaults, copied and checked.
 *
 * @param shared options of both APIs
 * @param own those of this one, which go before them
 * @param ownNames the names of options that only this API has
 * @throws ConfigError that names the wrong one.
 */
export function resolveTransport(
  api: Api,
  shared: TransportOptions,
  own: TransportOptions,
  ownNames: readonly string[] = [],
) {
  throwIfMisconfigured(clientIssues(shared, TRANSPORT_OPTIONS, ""), api);
  throwIfMisconfigured(clientIssues(own, [...TRANSPORT_OPTIONS, ...ownNames], api), api);
  const [ofBoth, ofOne] = [omitUndefined(copyOptions(shared)), omitUndefined(copyOptions(own))];
  const { logger, logLevel = "warn", ...given } = { ...defaults, ...ofBoth, ...ofOne };
  const log = logger ? logHooks(logger, logLevel) : undefined;
  return {
    ...given,
    headers: mergeHeaders(ofBoth.headers, ofOne.headers),
    hooks: resolveHooks(ofBoth.hooks, ofOne.hooks, log),
    onError: log?.onError,
  };
}

/** The options of a client after {@link resolveTransport}. */
export type ResolvedTransport = ReturnType<typeof resolveTransport>;

function clientIssues(options: object, known: readonly string[], where: string): Issue[] {
  if (typeof options !== "object") return [{ path: where, message: "must be an object, such as { apiKey }" }];
  const { hooks } = options as TransportOptions;
  return [
    ...unknownNameIssues(options, known, where),
    ...valueIssues(options, transportRules, where),
    ...(hooks ? hookIssues(hooks, where) : []),
  ];
}

/** Throws a `ConfigError` that names the first thing that is wrong. */
export function throwIfMisconfigured([issue]: readonly Issue[], api?: Api): void {
  if (!issue) return;
  const text = `${issue.path} ${issue.message}`.trim();
  throw new ConfigError(text.endsWith("?") ? text : `${text}.`, api ? { api } : {});
}

/**
 * Throws an `InputError` that names what is wrong with the options of a call.
 *
 * @param ownNames the names of options that only this method has, or the pager
 * @example checkRequestOptions(options, "reflex", "getInvoices", [...PAGER_OPTIONS, "aggregated"]);
 */
export function checkRequestOptions(
  options: RequestOptions,
  api: Api,
  operation: string,
  ownNames?: readonly string[],
): void {
  const issues = valueIssues(options, requestRules, "options");
  if (ownNames) issues.push(...unknownNameIssues(options, [...REQUEST_OPTIONS, ...ownNames], "options"));
  throwIfInvalid(issues, api, operation);
}

function valueIssues(options: object, rules: Record<string, Rule>, where: string): Issue[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) && value !== undefined && value !== null ? rules[name] : undefined;
    if (!rule || rule[0](value)) return [];
    const message = name === "headers" ? (headerIssue(value) ?? "") : rule[1];
    return [{ path: where ? `${where}.${name}` : name, message }];
  });
}

function hookIssues(hooks: Hooks, where: string): Issue[] {
  const path = where ? `${where}.hooks` : "hooks";
  const wrong = Object.entries(hooks).filter(([, hook]) => hook && typeof hook !== "function");
  return [
    // An object of the user's may hold more than hooks.
    ...unknownNameIssues(hooks, HOOKS, path).filter(({ path: name }) => name.startsWith(`${path}.on`)),
    ...wrong
      .filter(([name]) => name.startsWith("on"))
      .map(([name]) => ({ path: `${path}.${name}`, message: "must be a function" })),
  ];
}

function isRate(value: unknown): boolean {
  const { requests, perMs } = value as { requests: unknown; perMs: unknown };
  return isCount(requests, 1) && typeof perMs === "number" && perMs > 0;
}

/** Whether a value is a whole number from `least`. */
export function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Drops what is `undefined`, so that it does not override. */
export function omitUndefined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
