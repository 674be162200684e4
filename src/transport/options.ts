import { type Api, ConfigError, type Issue } from "../errors/errors.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import type { Hooks } from "./hooks.ts";
import type { RateLimit } from "./limiter.ts";

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
  /** The `fetch` to use instead of the global one; another library's too, such as undici's with a proxy. */
  fetch?: typeof fetch | undefined;
  /** Sent with every request, beside those that the API needs. */
  headers?: Record<string, string> | undefined;
  /** At most `requests` in any `perMs` milliseconds; further ones wait in order. Default: no limit. */
  rateLimit?: RateLimit | undefined;
  /** A longer answer is refused, in bytes. Default 32 MiB. */
  maxBodyBytes?: number | undefined;
  /** Called as requests go out, come back and are repeated. */
  hooks?: Hooks | undefined;
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
  /** Sent with this call's requests. */
  headers?: Record<string, string> | undefined;
}

const defaults = {
  timeoutMs: 30_000,
  totalTimeoutMs: 120_000,
  maxRetries: 2,
  maxRetryAfterMs: 60_000,
  maxBodyBytes: 32 * 1024 * 1024,
  validation: "tolerant" as "tolerant" | "strict",
  dangerouslyAllowBrowser: false,
};

/** The least that each number may be. */
const least = [
  ["timeoutMs", 1],
  ["totalTimeoutMs", 1],
  ["maxRetries", 0],
  ["maxRetryAfterMs", 0],
  ["maxBodyBytes", 1],
] as const;

/** The client's options over the defaults, checked: a wrong one is a `ConfigError` that names it. */
export function resolveTransport(api: Api, shared: TransportOptions, own: TransportOptions) {
  const given = { ...defaults, ...omitUndefined(shared), ...omitUndefined(own) };
  const issues = [
    ...optionIssues({ ...given, headers: shared.headers }, api),
    ...optionIssues({ headers: own.headers }, api),
  ];
  const limit = given.rateLimit;
  if (limit && typeof limit !== "function" && !(isCount(limit.requests, 1) && limit.perMs > 0)) {
    issues.push({ path: `${api}.rateLimit`, message: "needs whole `requests` from 1 and `perMs` above 0" });
  }
  const { expectedNetwork } = given;
  if (expectedNetwork && !(NETWORKS as readonly string[]).includes(expectedNetwork)) {
    issues.push({ path: `${api}.expectedNetwork`, message: `must be one of ${NETWORKS.join(", ")}` });
  }
  const [issue] = issues;
  if (issue) throw new ConfigError(`${issue.path} ${issue.message}.`, { api });
  return {
    ...given,
    headers: { ...shared.headers, ...own.headers },
    hooks: { ...shared.hooks, ...omitUndefined(own.hooks ?? {}) },
  };
}

/** The options of a client after {@link resolveTransport}. */
export type ResolvedTransport = ReturnType<typeof resolveTransport>;

/** Throws an `InputError` that names the option of a call that is wrong. */
export function checkRequestOptions(options: RequestOptions, api: Api, operation: string): void {
  throwIfInvalid(optionIssues(options, "options"), api, operation);
}

function optionIssues(options: TransportOptions & RequestOptions, where: string): Issue[] {
  const issues: Issue[] = [];
  for (const [name, from] of least) {
    const value = options[name];
    const right =
      value === undefined ||
      (name === "maxRetries" ? isCount(value, from) : typeof value === "number" && value >= from);
    if (!right) issues.push({ path: `${where}.${name}`, message: `must be a number from ${from}` });
  }
  const { headers, signal } = options;
  // The controller in place of its signal is a frequent slip.
  if (signal !== undefined && typeof signal?.addEventListener !== "function")
    issues.push({ path: `${where}.signal`, message: "must be an AbortSignal" });
  // A Headers or a list of pairs would be lost without a word where it is joined with others.
  if (headers && Symbol.iterator in headers)
    issues.push({ path: `${where}.headers`, message: "must be a plain object of names and values" });
  try {
    if (headers !== undefined) new Headers(headers);
  } catch {
    // The platform's own complaint would repeat the value, which may be a secret.
    issues.push({ path: `${where}.headers`, message: "has an entry that is no HTTP header" });
  }
  return issues;
}

/** Whether a value is a whole number from `least`. */
export function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Drops what is `undefined`, so that it does not override. */
export function omitUndefined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
