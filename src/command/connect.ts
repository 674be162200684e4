import type { Client, ClientOptions, Hooks } from "../index.ts";
import type { CommonOptions, Context, Shell } from "./context.ts";
import { CommandError } from "./failure.ts";
import { readSettings, type Settings } from "./input/settings.ts";
import { plain } from "./output/plain.ts";

/** One of the two services. */
export type Source = "reflex" | "txn";

/**
 * Makes the client that a command works with: of the sandbox, or of what the settings name.
 *
 * @param needs Which services will be asked: a missing key or address of them is told before anything else.
 * @throws CommandError for what is missing
 */
export async function connect({ shell, options }: Context, needs: readonly Source[]): Promise<Client> {
  const { createClient } = await import("../index.ts");
  return createClient({ ...(await clientOptions(shell, options, needs)), hooks: watch(shell, options) });
}

/** What {@link connect} makes its client of. */
export async function clientOptions(
  shell: Shell,
  options: CommonOptions,
  needs: readonly Source[],
): Promise<ClientOptions> {
  if (options.sandbox) {
    const { createSandbox } = await import("../sandbox/index.ts");
    return createSandbox().clientOptions();
  }
  const settings = readSettings(shell, options);
  for (const source of needs) requireSource(source, settings);
  return {
    reflex: { apiKey: settings.REFLEX_API_KEY?.value, url: settings.REFLEX_URL?.value },
    txn: { apiKey: settings.TXN_API_KEY?.value, baseUrl: settings.TXN_BASE_URL?.value },
  };
}

/** Which services the settings have a key for. */
export function configuredSources(shell: Shell, options: CommonOptions): Source[] {
  if (options.sandbox) return ["reflex", "txn"];
  const settings = readSettings(shell, options);
  const found: Source[] = [];
  if (settings.REFLEX_API_KEY) found.push("reflex");
  if (settings.TXN_API_KEY) found.push("txn");
  if (found.length > 0) return found;
  throw new CommandError(
    78,
    "There is no key: set REFLEX_API_KEY or TXN_API_KEY in the environment, a .env file or --key-file, or try --sandbox.",
  );
}

function requireSource(source: Source, settings: Settings): void {
  const [name, key] = source === "reflex" ? ["Reflex", "REFLEX_API_KEY" as const] : ["Txn", "TXN_API_KEY" as const];
  if (!settings[key]) {
    throw new CommandError(
      78,
      `There is no key for ${name}: set ${key} in the environment, a .env file or --key-file, or try --sandbox.`,
    );
  }
  if (source === "txn" && !settings.TXN_BASE_URL) {
    throw new CommandError(
      78,
      "There is no address for Txn: set TXN_BASE_URL or --txn-url. Its own sandbox is https://api.sandbox.txn.io; no production host is documented.",
    );
  }
}

/** With --verbose, a line on stderr for each request and each answer. */
function watch(shell: Shell, { verbose }: CommonOptions): Hooks {
  if (!verbose) return {};
  const tell = (text: string) => void shell.stderr.write(`${plain(text)}\n`);
  return {
    onRequest: ({ method, url, attempt }) => tell(`> ${method} ${url}${attempt > 1 ? ` (attempt ${attempt})` : ""}`),
    onResponse: ({ status, durationMs }) => tell(`< ${status} after ${Math.round(durationMs)} ms`),
    onRetry: ({ delayMs, reason }) => tell(`  ${reason}: again in ${Math.round(delayMs)} ms`),
    onDrift: ({ api, path, kind }) => tell(`  ${api} answers otherwise than documented: ${kind} at ${path}`),
  };
}
