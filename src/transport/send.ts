import { type Api, TimeoutError, type UnvoiceError } from "../errors/errors.ts";
import { readAnswer } from "./answer.ts";
import type { Answer, Call } from "./call.ts";
import { exchange } from "./exchange.ts";
import { connectionFailure } from "./failure.ts";
import { guard, sleep } from "./guard.ts";
import { emit, type HookEvent } from "./hooks.ts";
import { createLimiter } from "./limiter.ts";
import type { ResolvedTransport } from "./options.ts";
import { createRedact } from "./redact.ts";
import { backoffMs, isOutcomeUnknown, isTransient, retryAfterMs, wasNotProcessed } from "./retry.ts";

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
      const { operation, method } = call;
      emit(() => hook({ api, operation, method, url, attempt: attempts, ...more() }));
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
      const limitMs = left();
      let status: number | undefined;
      const expired = () => {
        const phase = status === undefined ? "headers" : "body";
        return limitMs <= timeoutMs ? outOfTime() : new TimeoutError(phase, timeoutMs, context());
      };
      inFlight = true;
      const exchanged = await guard(
        async (signal) => {
          tell(hooks.onRequest, () => ({}));
          const sentAt = performance.now();
          try {
            return await exchange(call, key, transport, signal, (given) => {
              status = given;
            });
          } catch (error) {
            throw connectionFailure(error, context(), redact);
          } finally {
            const seen = status;
            if (seen !== undefined && !signal.aborted) {
              tell(hooks.onResponse, () => ({ status: seen, durationMs: performance.now() - sentAt }));
            }
          }
        },
        Math.min(timeoutMs, limitMs),
        expired,
        callers,
      );
      return readAnswer(exchanged, call, context(), redact, transport.maxBodyBytes);
    }

    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        const gone = aborted();
        if (gone) throw gone.reason;
        const again = call.repeatable ? isTransient(error) : wasNotProcessed(error);
        if (inFlight && isOutcomeUnknown(error) && call.toOutcomeUnknown)
          throw call.toOutcomeUnknown(error as UnvoiceError);
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
}
