import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { Figure, Row } from "./support/figure.ts";
import { median } from "./support/rounds.ts";

const SPAWNS = 15;

const entries = ["unvoice", "unvoice/reflex", "unvoice/txn", "unvoice/bolt11", "unvoice/sandbox"];
const atMost: Record<string, number> = { unvoice: 50, "unvoice/bolt11": 30 };

/** Start to end of a process that does nothing but import, less that of one that does nothing. */
export const imports: Figure = {
  title: "6. Cold import in a fresh process, over bare Node",
  async measure() {
    const processes = ["module", "commonjs"].flatMap((format) => [
      { name: `bare ${format}`, args: [`--input-type=${format}`, "-e", ""] },
      ...entries.map((entry) => {
        const code = format === "module" ? `import "${entry}"` : `require("${entry}")`;
        return { name: `${entry} ${format}`, args: [`--input-type=${format}`, "-e", code] };
      }),
    ]);
    const times = new Map<string, number[]>(processes.map(({ name }) => [name, []]));
    for (let round = 0; round < SPAWNS; round++) {
      for (const { name, args } of processes) times.get(name)?.push(spawnTime(args));
    }
    const timeOf = (name: string) => median(times.get(name) ?? []);
    return ["module", "commonjs"].flatMap((format) =>
      entries.map((entry): Row => {
        const bare = timeOf(`bare ${format}`);
        const limit = atMost[entry];
        return {
          what: `${entry}, ${format === "module" ? "ESM" : "CommonJS"}`,
          value: timeOf(`${entry} ${format}`) - bare,
          unit: "ms",
          ...(limit === undefined ? {} : { target: { atMost: limit } }),
          beside: `bare Node ${bare.toFixed(0)} ms`,
        };
      }),
    );
  },
};

/** The package's own folder as the working directory: there its name means its `dist`. */
function spawnTime(args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: dirname(import.meta.dirname) });
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return performance.now() - start;
}
