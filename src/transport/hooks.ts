import { type Api, UnvoiceError } from "../errors/errors.ts";

/** What every hook is told of the request it is about. Never a key, never a payment request. */
export interface HookEvent {
  /** The same for all attempts of a call, and for no other call. */
  callId: string;
  api: Api;
  /** The method's name, for example `listInvoices`. */
  operation: string;
  method: string;
  url: string;
  /** Counts from 1. */
  attempt: number;
}

/** A part of an answer that the documents do not have. */
export interface DriftEvent {
  api: Api;
  operation: string;
  /** Where, indexes left out: `list[].tags[].x`. */
  path: string;
  kind: "unknown_field" | "unknown_value" | "unexpected_null";
  /** What stands there; never a payment request. */
  value: unknown;
}

/** Functions called as requests travel. One that throws or rejects does not change the call's outcome. */
export interface Hooks {
  /** Called as each attempt leaves. */
  onRequest?: ((event: HookEvent) => unknown) | undefined;
  /** `durationMs` spans from sending to the end of the body. */
  onResponse?:
    | ((event: HookEvent & { status: number; requestId: string | null; durationMs: number }) => unknown)
    | undefined;
  /** Called for an attempt that got no answer; `code` is its error's, or `aborted` where the caller cancelled it. */
  onFailure?: ((event: HookEvent & { code: string; durationMs: number }) => unknown) | undefined;
  /** `attempt` is the one that failed, `reason` why; the next leaves after `delayMs` milliseconds. */
  onRetry?: ((event: HookEvent & { delayMs: number; reason: string }) => unknown) | undefined;
  /** Called once per path and client. */
  onDrift?: ((event: DriftEvent) => unknown) | undefined;
}

/** What the hooks are called. */
export const HOOKS = ["onRequest", "onResponse", "onFailure", "onRetry", "onDrift"] as const;

/**
 * The hooks to call: those of one API before those of both, and beside them a logger's. Each keeps its `this`.
 */
export function resolveHooks(shared: Hooks = {}, own: Hooks = {}, log: Hooks = {}): Hooks {
  const resolved: Record<string, (event: object) => void> = {};
  for (const name of HOOKS) {
    const chosen = own[name] ? own : shared;
    const listeners = [chosen, log].filter((hooks) => hooks[name]);
    if (listeners.length === 0) continue;
    resolved[name] = (event) => {
      for (const hooks of listeners) emit(() => hooks[name]?.(event as never));
    };
  }
  return resolved;
}

/** Calls a hook, and keeps a failure of it from the call that it watches. */
export function emit(hook: () => unknown): void {
  try {
    Promise.resolve(hook()).catch(() => {});
  } catch {
    // A logger's failure is no reason to lose a payment's answer.
  }
}

/** An id of a call. A page without https has no `randomUUID`. */
export function createCallId(): string {
  return globalThis.crypto?.randomUUID?.() ?? Math.random().toString(36).slice(2);
}

/** What went wrong in one word, for a hook. */
export function codeOf(failure: unknown): string {
  return failure instanceof UnvoiceError ? failure.code : "aborted";
}
