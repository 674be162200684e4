import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vectors from "../../test/bolt11/spec-vectors.json" with { type: "json" };
import { browserBundle } from "./bundle.ts";

const processes = 9;

/** Milliseconds for import and first decode, signature checked, in a process that has done nothing else: the median. */
export async function firstDecode(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "unvoice-bolt11-"));
  try {
    writeFileSync(join(folder, "bolt11.mjs"), await browserBundle("decodeInvoice"));
    const script = `
      const start = performance.now();
      const { decodeInvoice } = await import("./bolt11.mjs");
      decodeInvoice(${JSON.stringify(vectors.vectors[0]?.invoice)});
      console.log(performance.now() - start);`;
    writeFileSync(join(folder, "cold.mjs"), script);
    const times = Array.from({ length: processes }, () =>
      Number(execFileSync(process.execPath, [join(folder, "cold.mjs")], { encoding: "utf8" })),
    );
    return times.sort((a, b) => a - b)[processes >> 1] ?? Number.NaN;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
