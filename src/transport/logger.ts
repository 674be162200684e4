import type { Api } from "../errors/errors.ts";
import type { Hooks } from "./hooks.ts";

/** The levels of what is logged, from all of it to nothing. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "off"] as const;

/** The least that is logged: `debug` every request, `info` what is repeated, `warn` what failed or is undocumented, `error` failed calls. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where to log to: `console`, or another logger with the same four functions. */
export type Logger = Pick<Console, "debug" | "info" | "warn" | "error">;

/** Beside the hooks, what is called with the error that a call ends with. */
export interface LogHooks extends Hooks {
  onError(event: { api: Api; operation: string; callId: string; message: string }): void;
}

/**
 * Hooks that write what they are told to a logger, a line each.
 *
 * @param least What is below this level is left out.
 * @example logHooks(console, "debug"); // unvoice txn.listInvoices 7f3a: GET https://api.example.com/... (attempt 1)
 */
export function logHooks(logger: Logger, least: LogLevel): LogHooks {
  const write = (level: Exclude<LogLevel, "off">, text: string) => {
    if (LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least)) logger[level](`unvoice ${text}`);
  };
  const call = ({ api, operation, callId }: { api: string; operation: string; callId: string }) =>
    `${api}.${operation} ${callId}`;
  return {
    onRequest: (event) => write("debug", `${call(event)}: ${event.method} ${event.url} (attempt ${event.attempt})`),
    onResponse: (event) =>
      write(
        event.status < 400 ? "debug" : "warn",
        `${call(event)}: HTTP ${event.status} after ${whole(event.durationMs)} ms`,
      ),
    onFailure: (event) => write("warn", `${call(event)}: ${event.code} after ${whole(event.durationMs)} ms`),
    onRetry: (event) => write("info", `${call(event)}: again in ${whole(event.delayMs)} ms (${event.reason})`),
    onDrift: ({ api, operation, kind, path }) =>
      write("warn", `${api}.${operation}: ${kind.replace("_", " ")} at ${path}`),
    onError: (event) => write("error", `${call(event)}: ${event.message}`),
  };
}

function whole(milliseconds: number): string {
  return milliseconds.toFixed(0);
}
