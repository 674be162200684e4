import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Runs a script of this folder in a process of its own and reads the JSON that it prints.
 *
 * @param path from `bench/` on
 * @param options `node` are arguments for Node itself
 */
export async function runScript<Result>(
  path: string,
  args: readonly string[] = [],
  options: { node?: readonly string[] } = {},
): Promise<Result> {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const { stdout } = await run(process.execPath, [...(options.node ?? []), file, ...args]);
  return JSON.parse(stdout) as Result;
}
