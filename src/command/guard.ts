import type { Shell } from "./context.ts";
import { explain } from "./failure.ts";
import { plain } from "./output/plain.ts";
import { type OutputStream, Sink } from "./sink.ts";

/** What a process has. */
export interface Process {
  stdin: AsyncIterable<unknown>;
  stdout: OutputStream;
  stderr: OutputStream;
  env: Record<string, string | undefined>;
  cwd: string;
}

/**
 * Has something done in a shell, and tells on stderr what failed.
 *
 * @param words Says what an error means and its exit code; null leaves it to {@link explain}.
 * @returns the exit code
 */
export async function guard(
  args: readonly string[],
  process: Process,
  work: (shell: Shell) => Promise<number>,
  words: (error: unknown) => { code: number; words: string } | null = () => null,
): Promise<number> {
  const shell: Shell = {
    env: process.env,
    cwd: process.cwd,
    stdout: new Sink(() => process.stdout),
    stderr: new Sink(() => process.stderr),
    get stdin() {
      return process.stdin;
    },
  };
  try {
    return await work(shell);
  } catch (error) {
    const failure = words(error) ?? explain(error);
    if (failure.code === 0) return 0;
    await shell.stderr.write(`unvoice: ${plain(failure.words)}\n`);
    const { stack } = error as Error;
    // Wherever --verbose stands: a wrong command line was not read to its end.
    if (args.includes("--verbose") && stack) await shell.stderr.write(`${stack.split("\n").map(plain).join("\n")}\n`);
    return failure.code;
  }
}
