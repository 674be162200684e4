import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What vitest, and npm for its scripts, put into this process's environment: it would lead other programs astray. */
const ours = /^(VITEST|NODE_ENV$|NODE_OPTIONS$|npm_(?!config_(registry|cafile|noproxy|https?_proxy)$))/i;

/** Runs a program as a user's shell would and gives what it printed; a failure carries both streams in its message. */
export async function run(program: string, args: string[], cwd: string): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  try {
    const options = { cwd, env: { ...env, NO_COLOR: "1" }, maxBuffer: 64 * 1024 * 1024 };
    return (await execute(program, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}

/** Runs a command with packages from the registry, as `npx -p` does. */
export function npx(packages: string[], command: string, cwd: string): Promise<string> {
  return run("npx", ["-y", ...packages.flatMap((name) => ["-p", name]), "-c", command], cwd);
}
