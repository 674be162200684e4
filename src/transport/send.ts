import ky from "ky";
import {
  type Api,
  type ErrorContext,
  HttpError,
  RateLimitError,
  TimeoutError,
  UnvoiceError,
} from "../errors/errors.ts";
import { readAnswer, requestIdOf } from "./answer.ts";
import type { Answer, Call } from "./call.ts";
import { type Exchanged, exchange } from "./exchange.ts";
import { bodylessFailure, connectionFailure, notSendable } from "./failure.ts";
import { codeOf, createCallId, type HookEvent } from "./hooks.ts";
import { Lifetime, race } from "./lifetime.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import type { ResolvedTransport } from "./options.ts";
import { createRedact, type Redact } from "./redact.ts";
import { backoffMs, isOutcomeUnknown, isTransient, throttledMs, wasNotProcessed } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";
import { Secrets, secretsOfHeaders } from "./secrets.ts";
import { shownUrl } from "./shown-url.ts";
import { LONGEST_TIMER_MS } from "./timer.ts";

/** Sends a call: deadlines, attempts, waits, hooks and redaction, for both APIs alike. */
export type Send = (call: Call) => Promise<Answer>;

/** Gives the key of an attempt; `null` where a backend of the user's adds it. */
export type Authorize = () => string | null | Promise<string | null>;

interface Shared {
  api: Api;
  transport: ResolvedTransport;
  authorize: Authorize;
  secrets: Secrets;
  /** Waits until one more request may be sent. */
  slot: Limiter | null;
}

/**
 * Makes the function through which all calls of one API go.
 *
 * @param authorize Asked before each attempt.
 * @param secrets What no message may show, of the other API too.
 */
export function createSend(
  api: Api,
  transport: ResolvedTransport,
  authorize: Authorize,
  secrets = new Secrets(),
): Send {
  const { rateLimit, headers } = transport;
  secrets.addSource(() => secretsOfHeaders(headers));
  const redact = createRedact(() => secrets.all());
  const shared = { api, transport, authorize, secrets, slot: rateLimit ? createLimiter(rateLimit, api, redact) : null };
  return (call) => new OngoingCall(shared, call).run();
}

/** One call, from its first attempt to its answer or its error. ky makes the attempts and keeps `timeoutMs`. */
class OngoingCall {
  readonly #shared: Shared;
  readonly #call: Call;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;
  readonly #lifetime: Lifetime;
  #attempts = 0;
  #key: string | null = null;
  #redact: Redact;
  /** The latest attempt's answer, once its headers came. */
  #response: Response | undefined;
  #answer: Answer | undefined;
  /** Whether the latest attempt left, so that the server may have acted on it. */
  #isSent = false;
  #delayMs = 0;
  #callId = "";

  constructor(shared: Shared, call: Call) {
    const { transport } = shared;
    const { options, stop } = call;
    this.#shared = shared;
    this.#call = call;
    this.#redact = this.#createRedact();
    this.#timeoutMs = options.timeoutMs ?? transport.timeoutMs;
    this.#maxRetries = options.maxRetries ?? transport.maxRetries;
    const totalMs = options.totalTimeoutMs ?? transport.totalTimeoutMs;
    const callers = [options.signal, stop].filter((signal) => signal !== undefined);
    this.#lifetime = new Lifetime(totalMs, () => new TimeoutError("total", totalMs, this.#context()), callers);
  }

  async run(): Promise<Answer> {
    const { signal } = this.#lifetime;
    const prepare = () => this.#prepare();
    try {
      await ky(this.#call.url, {
        method: this.#call.method,
        signal,
        timeout: Math.min(this.#timeoutMs, LONGEST_TIMER_MS),
        // Not ky's `totalTimeout`: it would count the wait for the rate limit as the call's time.
        throwHttpErrors: false,
        hooks: { beforeRequest: [prepare], beforeRetry: [prepare] },
        // Headers and body are one attempt, under one `timeout`, and what they mean reaches `shouldRetry`.
        fetch: (request) => this.#attempt((request as Request).signal),
        retry: {
          limit: this.#maxRetries,
          // The operation decides, not the verb: see #shouldRetry.
          methods: ["get", "post"],
          shouldRetry: ({ error }) => this.#shouldRetry(error),
          delay: () => this.#delayMs,
        },
      });
      return this.#answer as Answer;
    } catch (error) {
      const verdict = this.#verdict(error);
      this.#log(verdict);
      this.#lifetime.abandon();
      throw verdict;
    } finally {
      this.#lifetime.end();
    }
  }

  /** Before each attempt: a slot in the rate limit first, then the key, which may be short-lived. */
  async #prepare(): Promise<void> {
    const { slot, authorize } = this.#shared;
    const { signal } = this.#lifetime;
    if (signal.aborted) throw signal.reason;
    if (slot) await this.#lifetime.pause(() => slot(signal));
    const given = authorize();
    const key = given instanceof Promise ? await race(given, signal) : given;
    this.#key = key;
    if (key) this.#shared.secrets.addKey(key);
    this.#redact = this.#createRedact();
  }

  /** One request and what its answer means. Each tells of its start and, exactly once, of its end. */
  async #attempt(signal: AbortSignal): Promise<Response> {
    const { transport } = this.#shared;
    const { hooks } = transport;
    this.#response = undefined;
    this.#attempts += 1;
    this.#isSent = true;
    this.#tell(hooks.onRequest, {});
    const startedAt = performance.now();
    const durationMs = () => performance.now() - startedAt;
    let exchanged: Exchanged;
    try {
      exchanged = await exchange(this.#call, this.#key, transport, signal, (response) => {
        this.#response = response;
      });
    } catch (error) {
      const failure = signal.aborted ? this.#interruption() : connectionFailure(error, this.#context(), this.#redact);
      this.#tell(hooks.onFailure, { code: codeOf(failure), durationMs: durationMs() });
      throw failure;
    }
    const { status, headers } = exchanged.response;
    const requestId = requestIdOf(headers, this.#redact);
    this.#tell(hooks.onResponse, { status, requestId, durationMs: durationMs() });
    this.#answer = readAnswer(exchanged, this.#call, this.#context(), this.#redact, transport.maxBodyBytes);
    return exchanged.response;
  }

  /** Decides on the next attempt, and how long to wait for it. */
  #shouldRetry(error: unknown): boolean {
    const { maxRetryAfterMs, hooks } = this.#shared.transport;
    const failure = this.#failureOf(error);
    const isRepeatable = this.#call.repeatable ? isTransient(failure) : wasNotProcessed(failure);
    if (!isRepeatable || this.#lifetime.signal.aborted) return false;
    const asked = failure instanceof HttpError ? retryAfterMs(failure.headers) : null;
    this.#delayMs = asked ?? this.#unaskedWait(failure);
    // ky would shorten the one wait, and wait the other out only to fail then: better to know at once.
    if ((asked ?? 0) > maxRetryAfterMs || this.#delayMs >= this.#lifetime.left()) return false;
    this.#isSent = false;
    this.#tell(hooks.onRetry, { delayMs: this.#delayMs, reason: codeOf(failure) });
    return true;
  }

  /** How long to wait where the server does not say, in milliseconds. */
  #unaskedWait(failure: unknown): number {
    if (!(failure instanceof RateLimitError)) return backoffMs(this.#attempts);
    const { maxRetryAfterMs } = this.#shared.transport;
    const retriesLeft = this.#maxRetries - this.#attempts + 1;
    // Half of what is left: the other half is the next attempt's.
    return Math.min(throttledMs(retriesLeft), maxRetryAfterMs, this.#lifetime.left() / 2);
  }

  /** What the caller is told of the error that ended the call. */
  #verdict(error: unknown): unknown {
    const { toOutcomeUnknown } = this.#call;
    const failure = this.#failureOf(error);
    const isUnknown = this.#isSent && failure instanceof UnvoiceError && isOutcomeUnknown(failure);
    return isUnknown && toOutcomeUnknown && !this.#lifetime.isCancelled ? toOutcomeUnknown(failure) : failure;
  }

  /** Our own error of what went wrong; a cancelled call keeps the reason of its signal. */
  #failureOf(error: unknown): unknown {
    if (this.#lifetime.isCancelled) return this.#lifetime.signal.reason;
    if (error instanceof UnvoiceError) return error;
    // Once it is sent, all that ky has to tell of is its own timeout; before, that it could not even make the request.
    return this.#isSent ? this.#interruption() : notSendable(error, this.#context(), this.#redact);
  }

  /** Why an attempt was cut off. From its headers on a refusal is judged by its status, whatever its body does. */
  #interruption(): unknown {
    const { signal, isCancelled } = this.#lifetime;
    const response = this.#response;
    if (isCancelled) return signal.reason;
    if (response && !response.ok) return bodylessFailure(response, this.#context(), this.#redact);
    if (signal.aborted) return signal.reason;
    return new TimeoutError(response ? "body" : "headers", this.#timeoutMs, this.#context());
  }

  #createRedact(): Redact {
    const { secrets, options } = this.#call;
    return createRedact(() => [
      ...this.#shared.secrets.all(),
      ...secretsOfHeaders(options.headers),
      ...(secrets ?? []),
    ]);
  }

  #idOfCall(): string {
    this.#callId ||= createCallId();
    return this.#callId;
  }

  #context(): ErrorContext {
    return { api: this.#shared.api, operation: this.#call.operation, attempts: this.#attempts };
  }

  #log(verdict: unknown): void {
    const { api, transport } = this.#shared;
    const message = verdict instanceof UnvoiceError ? verdict.message : "cancelled";
    transport.onError?.({ api, operation: this.#call.operation, callId: this.#idOfCall(), message });
  }

  #tell<More extends object>(hook: ((event: HookEvent & More) => unknown) | undefined, more: More): void {
    if (!hook) return;
    const { operation, method, url } = this.#call;
    const { api } = this.#shared;
    hook({
      callId: this.#idOfCall(),
      api,
      operation,
      method,
      url: shownUrl(url, this.#call.parameters, this.#redact),
      attempt: this.#attempts,
      ...more,
    });
  }
}
