import { startServer } from "./server/start.ts";
import type { Figure, Row } from "./support/figure.ts";
import { runScript } from "./support/script.ts";

const INVOICES = 100_000;

/** What `memory-list.ts` prints. */
export interface MemoryUse {
  invoices: number;
  heapGrowthMb: number;
  heapAtEndMb: number;
  peakRssMb: number;
}

/** Memory over a long list, in a process that does nothing else. */
export const memory: Figure = {
  title: `7. Memory over ${INVOICES} Txn invoices`,
  async measure() {
    const server = await startServer();
    try {
      const baseUrl = server.list(INVOICES, 0);
      const ours = await walk(baseUrl, "unvoice");
      const loop = await walk(baseUrl, "hand");
      return [
        {
          what: "growth of the heap, at its highest after a collection",
          value: ours.heapGrowthMb,
          unit: "MB",
          target: { atMost: 30 },
          beside: `the loop ${loop.heapGrowthMb.toFixed(1)} MB`,
        },
        row("growth of the heap at the end", ours.heapAtEndMb, loop.heapAtEndMb),
        row("the process at its largest (RSS)", ours.peakRssMb, loop.peakRssMb),
      ];
    } finally {
      server.stop();
    }
  },
};

async function walk(baseUrl: string, how: "unvoice" | "hand"): Promise<MemoryUse> {
  const use = await runScript<MemoryUse>("memory-list.ts", [baseUrl, how], { node: ["--expose-gc"] });
  if (use.invoices !== INVOICES) throw new Error(`listed ${use.invoices} invoices of ${INVOICES}`);
  return use;
}

function row(what: string, ours: number, loop: number): Row {
  return { what, value: ours, unit: "MB", beside: `the loop ${loop.toFixed(1)} MB` };
}
