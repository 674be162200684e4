import { transform } from "esbuild";
import type { Block } from "./pages.ts";

/** What a block may import, as a user has it. */
const modules: Record<string, () => Promise<Record<string, unknown>>> = {
  unvoice: () => import("unvoice"),
  "unvoice/reflex": () => import("unvoice/reflex"),
  "unvoice/txn": () => import("unvoice/txn"),
  "unvoice/windows": () => import("unvoice/windows"),
  "unvoice/mirror": () => import("unvoice/mirror"),
  "unvoice/bolt11": () => import("unvoice/bolt11"),
  "unvoice/sandbox": () => import("unvoice/sandbox"),
  msw: () => import("msw"),
  "msw/node": () => import("msw/node"),
  // Its types are not installed, and nothing here needs them.
  secp256k1: () => import("secp256k1" as string),
  "node:assert/strict": () => import("node:assert/strict"),
};

/** Runs a block as the module that it is, with these names in its scope; gives what it printed. */
export async function runBlock({ code }: Block, scope: Record<string, unknown>): Promise<string[]> {
  const script = (await transform(code, { loader: "ts", target: "es2022" })).code
    .replace(/^import (\w+) from "([^"]+)";$/gm, 'const { default: $1 } = await load("$2");')
    .replace(/^import \{([^}]+)\} from "([^"]+)";$/gm, 'const {$1} = await load("$2");');
  const printed: string[] = [];
  const print = (...values: unknown[]) => void printed.push(values.map(String).join(" "));
  const names = { ...scope, console: { log: print, error: print }, load: (name: string) => load(name) };
  // Inside a block of its own, a module may declare a name that its scope has.
  const run = new AsyncFunction(...Object.keys(names), `{ ${script} }`);
  await run(...Object.values(names));
  return printed;
}

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...code: string[]
) => (...values: unknown[]) => Promise<void>;

function load(name: string): Promise<Record<string, unknown>> {
  const module = modules[name];
  if (!module) throw new Error(`A block imports ${name}, which no user of the package has.`);
  return module();
}
