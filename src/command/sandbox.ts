import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createSandbox, type Sandbox, type SandboxOptions } from "../sandbox/index.ts";
import type { Context, Shell } from "./context.ts";
import { CommandError } from "./failure.ts";

interface Options {
  port: string;
  host: string;
  seed: string;
  invoices: string;
  guesses?: string;
}

const MAX_PORT = 65_535;
const MAX_INVOICES = 1_000_000;

/** `unvoice sandbox`: both services, emulated, until it is interrupted. */
export async function run({ shell, options }: Context<Options>): Promise<undefined> {
  const port = wholeNumber("--port", options.port, MAX_PORT);
  const invoices = wholeNumber("--invoices", options.invoices, MAX_INVOICES);
  const seed = wholeNumber("--seed", options.seed, Number.MAX_SAFE_INTEGER);
  const guesses = readGuesses(shell, options.guesses);
  const sandbox = createSandbox({
    seed,
    reflex: { invoices, guesses: guesses.reflex },
    txn: { invoices, guesses: guesses.txn },
    onRequest: ({ api, operation, at, status }) => {
      if (options.quiet) return;
      const outcome = status === 0 ? "connection broken" : status;
      void shell.stdout.write(`${new Date(at).toISOString()} ${api} ${operation} ${outcome}\n`);
    },
  });
  const running = await sandbox.listen({ port, host: options.host }).catch((cause: Error) => {
    throw new CommandError(69, `The sandbox cannot listen there: ${cause.message}. Try another --port or --host.`, {
      cause,
    });
  });
  await announce(shell, sandbox, running);
  await interrupted();
  await running.close();
}

function announce(shell: Shell, sandbox: Sandbox, running: { reflexUrl: string; txnBaseUrl: string }): Promise<void> {
  const { reflex, txn } = sandbox.clientOptions();
  return shell.stdout.write(`REFLEX_URL=${running.reflexUrl}
REFLEX_API_KEY=${reflex.apiKey}
TXN_BASE_URL=${running.txnBaseUrl}
TXN_API_KEY=${txn.apiKey}
`);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function wholeNumber(option: string, text: string, most: number): number {
  if (/^\d{1,16}$/.test(text) && Number(text) <= most) return Number(text);
  throw new CommandError(64, `${option} must be a whole number from 0 to ${most}.`);
}

function readGuesses(shell: Shell, file: string | undefined): Report {
  if (file === undefined) return {};
  try {
    const { reflex, txn } = JSON.parse(readFileSync(resolve(shell.cwd, file), "utf8"));
    return { reflex, txn };
  } catch (cause) {
    throw new CommandError(66, "--guesses must name a report that doctor --json wrote.", { cause });
  }
}

interface Report {
  reflex?: NonNullable<SandboxOptions["reflex"]>["guesses"];
  txn?: NonNullable<SandboxOptions["txn"]>["guesses"];
}
