import { CommanderError } from "commander";
import type { Shell } from "./context.ts";
import { guard, type Process } from "./guard.ts";
import { createProgram } from "./program.ts";
import { usageWords } from "./usage.ts";

/**
 * Runs the command.
 *
 * @param args What stands behind the program's name.
 * @returns the exit code
 */
export function run(args: readonly string[], process: Process): Promise<number> {
  const work = async (shell: Shell) => {
    let exitCode = 0;
    const program = createProgram(shell, (code) => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  };
  return guard(args, process, work, (error) => {
    if (!(error instanceof CommanderError)) return null;
    // Help and the version were asked for, and are written.
    return error.exitCode === 0 ? { code: 0, words: "" } : usageWords(error);
  });
}
