import type { Context } from "./context.ts";
import { isSecret, readSettings, variables } from "./input/settings.ts";
import type { Row } from "./output/columns.ts";
import { writeRows } from "./output/write.ts";

const NOTHING: Partial<Record<string, string>> = {
  REFLEX_URL: "https://reflex.amboss.tech/graphql (the documented one)",
};

/** `unvoice config`: what would be used, and from where. */
export async function run({ shell, options }: Context): Promise<undefined> {
  const settings = readSettings(shell, options);
  const secrets = variables.filter(isSecret).flatMap((name) => settings[name]?.value ?? []);
  const rows = variables.map((name): Row => {
    const setting = settings[name];
    if (!setting) return { name, value: NOTHING[name] ?? "", from: "not set" };
    return { name, value: isSecret(name) ? cut(setting.value) : address(setting.value, secrets), from: setting.from };
  });
  const all = ["name", "value", "from"];
  await writeRows(shell, options, { all, shown: all }, rows);
}

/** Four characters tell keys apart; of a short one they would be too much. */
function cut(secret: string): string {
  return secret.length < 12 ? "…" : `${secret.slice(0, 4)}…`;
}

/** An address without what may be a secret in it: a password, a query, a key in its path. */
function address(text: string, secrets: readonly string[]): string {
  const url = URL.parse(text);
  if (!url) return "not an address";
  const shown = `${url.origin}${url.pathname}${url.search ? "?…" : ""}`;
  return secrets.reduce((left, secret) => left.replaceAll(secret, cut(secret)), shown);
}
