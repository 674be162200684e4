import ky from "ky";
import {
  type Api,
  type ErrorContext,
  type HttpAnswer,
  ResponseValidationError,
  TimeoutError,
  type UnvoiceError,
} from "../errors.ts";
import { drop, KEPT_CHARACTERS, readBody } from "./body.ts";
import { connectionFailure, httpFailure } from "./failure.ts";
import { guard, sleep } from "./guard.ts";
import { callHook, type HookEvent } from "./hooks.ts";
import { createLimiter } from "./limiter.ts";
import type { RequestOptions, ResolvedTransport } from "./options.ts";
import { createRedact, type Redact } from "./redact.ts";
import { backoffMs, isTransient, leavesOutcomeOpen, retryAfterMs, wasNotProcessed } from "./retry.ts";

/** One call of an API, whatever number of attempts it takes. */
export interface Call {
  /** The method's name, for errors and hooks. */
  operation: string;
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** `false` for what must not happen twice: it is sent again only where it provably was not processed. */
  repeatable: boolean;
  /** Texts that no message may show, beside the key. */
  secrets?: readonly string[];
  options: RequestOptions;
  /** Ends the call like the signal in its options, for whoever waits for it on the caller's behalf. */
  stop?: AbortSignal;
  /** The error that an answer means, beyond what its status says; `undefined` where it means none. */
  classify?(answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined;
  /** The error to throw in place of one that leaves open whether the request was carried out. */
  outcomeOpen?(error: UnvoiceError): UnvoiceError;
}

/** A 2xx answer, its body parsed. */
export interface Answer {
  data: object;
  /** What an error about this answer tells of the call. */
  context: ErrorContext;
  redact: Redact;
}

/** Sends a call: deadlines, attempts, waits, hooks and redaction, for both APIs alike. */
export type Send = (call: Call) => Promise<Answer>;

/**
 * Makes the road that all calls of one API travel.
 *
 * @param authorize Gives the key, `null` where a backend of the user's adds it; asked before each attempt.
 */
export function createSend(
  api: Api,
  transport: ResolvedTransport,
  authorize: () => string | null | Promise<string | null>,
): Send {
  const turn = transport.rateLimit && createLimiter(transport.rateLimit);
  const { hooks } = transport;

  return async (call) => {
    const callers = [call.options.signal, call.stop].filter((signal) => signal !== undefined);
    const aborted = () => callers.find((signal) => signal.aborted);
    const timeoutMs = call.options.timeoutMs ?? transport.timeoutMs;
    const totalMs = call.options.totalTimeoutMs ?? transport.totalTimeoutMs;
    const maxRetries = call.options.maxRetries ?? transport.maxRetries;
    const deadline = performance.now() + totalMs;
    let attempts = 0;
    const context = () => ({ api, operation: call.operation, attempts });
    const tell = <More extends object>(hook: ((event: HookEvent & More) => unknown) | undefined, more: () => More) => {
      if (!hook) return;
      const url = createRedact([])(call.url);
      callHook(hook, { api, operation: call.operation, method: call.method, url, attempt: attempts, ...more() });
    };
    const left = () => Math.max(0, deadline - performance.now());
    const outOfTime = () => new TimeoutError("total", totalMs, context());
    let inFlight = false;

    async function attempt(): Promise<Answer> {
      const gone = aborted();
      if (gone) throw gone.reason;
      const given = authorize();
      const key = given instanceof Promise ? await guard(() => given, left(), outOfTime, callers) : given;
      if (turn) await guard(turn, left(), outOfTime, callers);
      attempts += 1;
      const redact = createRedact([...(key ? [key] : []), ...(call.secrets ?? [])]);
      let phase: "headers" | "body" = "headers";
      const limitMs = left();
      const expired = () => (limitMs <= timeoutMs ? outOfTime() : new TimeoutError(phase, timeoutMs, context()));
      inFlight = true;
      const answer = await guard(
        async (signal) => {
          tell(hooks.onRequest, () => ({}));
          const sentAt = performance.now();
          let response: Response | undefined;
          try {
            response = await fetchOnce(call, key, signal);
            phase = "body";
            if (signal.aborted) drop(response);
            const { text, complete } = await readBody(response, transport.maxBodyBytes, signal);
            return { response, text, complete };
          } catch (error) {
            throw connectionFailure(error, context(), redact);
          } finally {
            const status = response?.status;
            if (status !== undefined && !signal.aborted) {
              tell(hooks.onResponse, () => ({ status, durationMs: performance.now() - sentAt }));
            }
          }
        },
        Math.min(timeoutMs, limitMs),
        expired,
        callers,
      );
      return read(answer.response, answer.text, answer.complete, redact);
    }

    function read({ status, ok, headers }: Response, text: string, complete: boolean, redact: Redact): Answer {
      const requestId = headers.get("x-request-id") ?? headers.get("request-id");
      const known = { ...context(), requestId: requestId === null ? null : redact(requestId).slice(0, 200) };
      let data: unknown = null;
      try {
        if (complete) data = JSON.parse(text);
      } catch {
        // Said below, unless the status says more.
      }
      const answer = { status, headers, bodyText: text.slice(0, KEPT_CHARACTERS), data };
      const failure = call.classify?.(answer, known, redact) ?? (ok ? undefined : httpFailure(answer, known, redact));
      if (failure) throw failure;
      // Both APIs answer with an object: whatever else stands there is no answer of theirs.
      if (typeof data === "object" && data !== null) return { data, context: known, redact };
      const what = complete
        ? notJson(text, headers)
        : `the body is longer than ${transport.maxBodyBytes} bytes (maxBodyBytes)`;
      throw new ResponseValidationError([{ path: "", message: what }], answer.bodyText, known);
    }

    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        const gone = aborted();
        if (gone) throw gone.reason;
        const again = call.repeatable ? isTransient(error) : wasNotProcessed(error);
        if (inFlight && leavesOutcomeOpen(error) && call.outcomeOpen) throw call.outcomeOpen(error as UnvoiceError);
        inFlight = false;
        const asked = error instanceof Error && "headers" in error ? retryAfterMs(error.headers as Headers) : null;
        const delayMs = asked ?? backoffMs(attempts);
        const tooLong = (asked ?? 0) > transport.maxRetryAfterMs || delayMs >= left();
        if (!again || tooLong || attempts > maxRetries) throw error;
        tell(hooks.onRetry, () => ({ delayMs, reason: (error as UnvoiceError).code }));
        await guard((signal) => sleep(delayMs, signal), left(), outOfTime, callers);
      }
    }
  };

  function fetchOnce(call: Call, key: string | null, signal: AbortSignal): Promise<Response> {
    const fetch = transport.fetch ?? globalThis.fetch;
    return ky(call.url, {
      method: call.method,
      ...(call.body === undefined ? {} : { body: call.body }),
      // The signal goes beside the request, and not among ky's options, where joining it with ky's own costs 40 µs a call.
      fetch: (request) => fetch(addHeaders(request as Request, call, key), { signal }),
      // A redirect would carry the key or the invoice to an address that nobody configured.
      redirect: "manual",
      // Attempts and deadlines are this file's: an operation, not an HTTP verb, decides what may be repeated.
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
    });
  }

  /** Here and not among ky's options: ky would copy them twice. */
  function addHeaders(request: Request, call: Call, key: string | null): Request {
    const { headers } = request;
    // One by one: in an object, names that differ in case alone would both be sent.
    for (const given of [call.headers, transport.headers, call.options.headers ?? {}]) {
      for (const [name, value] of Object.entries(given)) headers.set(name, value);
    }
    if (key !== null) headers.set("authorization", `Bearer ${key}`);
    return request;
  }
}

function notJson(text: string, headers: Headers): string {
  if (text === "") return "the body is empty";
  return `the body is not a JSON object (${headers.get("content-type")?.slice(0, 80) ?? "no content type"}, ${text.length} characters)`;
}
