import { type Api, ConfigError, InputError, type Issue } from "../errors.ts";
import type { Hooks } from "./hooks.ts";

/** How requests travel; given for both APIs or for one of them. */
export interface TransportOptions {
  /** The longest that one attempt may take, headers and body, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** The longest that a call may take over all attempts and the waits between, in milliseconds. Default 120,000. */
  totalTimeoutMs?: number;
  /** How often a failed request that may be repeated is sent again. Default 2. */
  maxRetries?: number;
  /** A `Retry-After` above this many milliseconds is not waited out: its error is thrown at once. Default 60,000. */
  maxRetryAfterMs?: number;
  /** The `fetch` to use instead of the global one. */
  fetch?: typeof fetch;
  /** Sent with every request, beside those that the API needs. */
  headers?: Record<string, string>;
  /** At most `requests` in any `perMs` milliseconds; further ones wait in order. Default: no limit. */
  rateLimit?: { requests: number; perMs: number };
  /** A longer answer is refused, in bytes. Default 32 MiB. */
  maxBodyBytes?: number;
  /** Called as requests go out, come back and are repeated. */
  hooks?: Hooks;
  /** `tolerant` (default) reports what an answer has beyond the documents to `onDrift`; `strict` makes it an error. */
  validation?: "tolerant" | "strict";
  /** Permits a client that holds a key in a browser, where every visitor can read the key. Default `false`. */
  dangerouslyAllowBrowser?: boolean;
}

/** The last argument of every call. */
export interface RequestOptions {
  /** Cancels the call, which then rejects with the signal's own reason. */
  signal?: AbortSignal;
  /** As {@link TransportOptions.timeoutMs}, for this call. */
  timeoutMs?: number;
  /** As {@link TransportOptions.totalTimeoutMs}, for this call; of a list, for each page. */
  totalTimeoutMs?: number;
  /** As {@link TransportOptions.maxRetries}, for this call. */
  maxRetries?: number;
  /** Sent with this call's requests. */
  headers?: Record<string, string>;
}

const atLeast = {
  timeoutMs: { least: 1, whole: false, text: "a number of milliseconds above 0" },
  totalTimeoutMs: { least: 1, whole: false, text: "a number of milliseconds above 0" },
  maxRetries: { least: 0, whole: true, text: "a whole number from 0" },
  maxRetryAfterMs: { least: 0, whole: false, text: "a number of milliseconds from 0" },
  maxBodyBytes: { least: 1, whole: false, text: "a number of bytes above 0" },
} as const;

/** The client's options over the defaults, checked: a wrong one is a `ConfigError` that names it. */
export function resolveTransport(api: Api, shared: TransportOptions, own: TransportOptions) {
  const given = { ...defined(shared), ...defined(own) };
  const issues = optionIssues(given, api);
  const limit = given.rateLimit;
  if (limit !== undefined && !(isCount(limit.requests, 1) && limit.perMs > 0)) {
    issues.push({ path: `${api}.rateLimit`, message: "needs whole `requests` from 1 and `perMs` above 0" });
  }
  const validation = given.validation ?? "tolerant";
  if (validation !== "tolerant" && validation !== "strict") {
    issues.push({ path: `${api}.validation`, message: 'must be "tolerant" or "strict"' });
  }
  if (given.fetch !== undefined && typeof given.fetch !== "function") {
    issues.push({ path: `${api}.fetch`, message: "must be a function" });
  }
  const [issue] = issues;
  if (issue) throw new ConfigError(`${issue.path} ${issue.message}.`, { api });
  return {
    timeoutMs: given.timeoutMs ?? 30_000,
    totalTimeoutMs: given.totalTimeoutMs ?? 120_000,
    maxRetries: given.maxRetries ?? 2,
    maxRetryAfterMs: given.maxRetryAfterMs ?? 60_000,
    fetch: given.fetch,
    headers: { ...shared.headers, ...own.headers },
    rateLimit: limit,
    maxBodyBytes: given.maxBodyBytes ?? 32 * 1024 * 1024,
    hooks: { ...shared.hooks, ...own.hooks },
    validation,
    dangerouslyAllowBrowser: given.dangerouslyAllowBrowser === true,
  };
}

/** The options of a client after {@link resolveTransport}. */
export type ResolvedTransport = ReturnType<typeof resolveTransport>;

/** Throws an `InputError` that names the option of a call that is wrong. */
export function checkRequestOptions(options: RequestOptions, api: Api, operation: string): void {
  const issues = optionIssues(options, "options");
  const signal: unknown = options.signal;
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== "function") {
    issues.push({ path: "options.signal", message: "must be an AbortSignal" });
  }
  if (issues.length > 0) throw new InputError(issues, { api, operation });
}

function optionIssues(options: TransportOptions & RequestOptions, where: string): Issue[] {
  const issues: Issue[] = [];
  for (const [name, rule] of Object.entries(atLeast)) {
    const value: unknown = options[name as keyof typeof atLeast];
    const wrong = typeof value !== "number" || !(value >= rule.least) || (rule.whole && !Number.isSafeInteger(value));
    if (value !== undefined && wrong) issues.push({ path: `${where}.${name}`, message: `must be ${rule.text}` });
  }
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    // The platform's own complaint would repeat the value, which may be a secret.
    if (!isHeader(name, value))
      issues.push({ path: `${where}.headers`, message: "has an entry that is no HTTP header" });
  }
  return issues;
}

function isHeader(name: string, value: unknown): boolean {
  try {
    new Headers([[name, value as string]]);
    return typeof value === "string";
  } catch {
    return false;
  }
}

/** Whether a value is a whole number from `least`. */
export function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Drops what is `undefined`, so that it does not override. */
export function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
