import { CommanderError } from "commander";
import type { Shell } from "./context.ts";
import { explain } from "./failure.ts";
import { plain } from "./output/plain.ts";
import { createProgram } from "./program.ts";
import { type OutputStream, Sink } from "./sink.ts";
import { usageWords } from "./usage.ts";

/** What a process has. */
export interface Process {
  stdin: AsyncIterable<unknown>;
  stdout: OutputStream;
  stderr: OutputStream;
  env: Record<string, string | undefined>;
  cwd: string;
}

/**
 * Runs the command.
 *
 * @param args What stands behind the program's name.
 * @returns the exit code
 */
export async function run(args: readonly string[], process: Process): Promise<number> {
  const shell: Shell = {
    env: process.env,
    cwd: process.cwd,
    stdout: new Sink(() => process.stdout),
    stderr: new Sink(() => process.stderr),
    get stdin() {
      return process.stdin;
    },
  };
  let exitCode = 0;
  const program = createProgram(shell, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Help and the version were asked for, and are written.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { code, words } = error instanceof CommanderError ? usageWords(error) : explain(error);
    const { stack } = error as Error;
    await shell.stderr.write(`unvoice: ${plain(words)}\n`);
    // Wherever --verbose stands: a wrong command line was not read to its end.
    if (args.includes("--verbose") && stack) await shell.stderr.write(`${stack.split("\n").map(plain).join("\n")}\n`);
    return code;
  }
}
