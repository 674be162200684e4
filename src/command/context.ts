import type { Command } from "commander";
import type { Sink } from "./sink.ts";

/** What a command runs in. */
export interface Shell {
  stdin: AsyncIterable<unknown>;
  stdout: Sink;
  stderr: Sink;
  env: Record<string, string | undefined>;
  cwd: string;
}

/** The options that every command takes. */
export interface CommonOptions {
  sandbox?: boolean;
  keyFile?: string;
  reflexUrl?: string;
  txnUrl?: string;
  timezone?: string;
  format?: Format;
  columns?: string;
  quiet?: boolean;
  verbose?: boolean;
}

/** How a result is written. */
export type Format = (typeof formats)[number];

/** The names of `--format`. */
export const formats = ["table", "csv", "jsonl", "json", "markdown"] as const;

/** What a subcommand's `run` gets: the shell, its own options beside the common ones, its arguments. */
export interface Context<Options extends object = object> {
  shell: Shell;
  options: CommonOptions & Options;
  args: readonly (string | undefined)[];
  /** The whole command line, for what describes it. */
  program: Command;
}

/** A subcommand. Gives its exit code; nothing is 0. */
export type Run = (context: Context<never>) => Promise<number | undefined>;
