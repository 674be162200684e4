import type { Figure } from "./support/figure.ts";
import { runScript } from "./support/script.ts";

interface Decoding {
  ratios: Record<string, number>;
  targets: Record<string, number>;
  gzipBytes: Record<string, number>;
  firstDecodeMs: number;
}

/** The figures of `bench/bolt11`, which also runs by itself. */
export const decoder: Figure = {
  title: "5. BOLT 11: decodes per second, of the other package's",
  async measure() {
    const { ratios, targets, gzipBytes, firstDecodeMs } = await runScript<Decoding>("bolt11/index.ts", ["--json"]);
    return [
      ...Object.entries(ratios).map(([what, value]) => {
        const least = targets[what];
        return { what, value, unit: "x" as const, ...(least === undefined ? {} : { target: { atLeast: least } }) };
      }),
      ...Object.entries(gzipBytes).map(([name, value]) => ({
        what: `${name} alone in a browser bundle, gzip`,
        value,
        unit: "bytes" as const,
      })),
      { what: "first decode of a process, import included", value: firstDecodeMs, unit: "ms" },
    ];
  },
};
