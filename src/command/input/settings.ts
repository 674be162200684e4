import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import type { CommonOptions, Shell } from "../context.ts";
import { CommandError } from "../failure.ts";

/** The variables that the command reads. */
export const variables = [
  "REFLEX_API_KEY",
  "REFLEX_URL",
  "TXN_API_KEY",
  "TXN_BASE_URL",
  "TXN_WEBHOOK_SECRET",
  "DATABASE_URL",
] as const;

/** A variable that the command reads. */
export type Variable = (typeof variables)[number];

/** A setting, and where it was found. */
export interface Setting {
  value: string;
  from: string;
}

/** What would be used: options first, then the key file, the environment, and a `.env` file in the working directory. */
export type Settings = Partial<Record<Variable, Setting>>;

/** Whether a variable holds what nobody may see. */
export function isSecret(name: Variable): boolean {
  return !name.endsWith("_URL") || name === "DATABASE_URL";
}

/**
 * Collects the settings.
 *
 * @throws CommandError for a key file that cannot be read
 */
export function readSettings(shell: Shell, options: CommonOptions): Settings {
  const settings: Settings = {};
  const add = (from: string, values: Record<string, string | undefined>) => {
    for (const name of variables) {
      const value = values[name];
      if (value && !settings[name]) settings[name] = { value, from };
    }
  };
  add("--reflex-url", { REFLEX_URL: options.reflexUrl });
  add("--txn-url", { TXN_BASE_URL: options.txnUrl });
  if (options.keyFile !== undefined) add("--key-file", readKeyFile(resolve(shell.cwd, options.keyFile)));
  add("the environment", shell.env);
  add(".env", readEnvFile(resolve(shell.cwd, ".env")) ?? {});
  return settings;
}

function readKeyFile(path: string): Record<string, string | undefined> {
  const values = readEnvFile(path);
  // The path is not repeated: whoever mistakes the option may have given the key itself.
  if (values === null) throw new CommandError(66, "--key-file names a file that cannot be read.");
  if (variables.some((name) => values[name])) return values;
  throw new CommandError(
    78,
    `--key-file has none of ${variables.join(", ")}; it is read as a .env file: TXN_API_KEY=...`,
  );
}

function readEnvFile(path: string): Record<string, string | undefined> | null {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
