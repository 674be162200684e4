import { setTimeout as sleep } from "node:timers/promises";
import { createTxnClient } from "unvoice/txn";
import { startServer } from "./server/start.ts";
import type { Figure, Row, Target } from "./support/figure.ts";
import { listByHand } from "./support/hand-written.ts";
import { compare } from "./support/rounds.ts";

const PAGE = 50;
const PAGES = 30;
const INVOICES = PAGES * PAGE;

/** What the issue set for a latency, work and way to list. */
const targets: Record<string, Target> = {
  "20 ms, 10 ms of work, prefetch 1 (default)": { atMost: 0.75 },
  "80 ms, no work, prefetch 4": { atMost: 1 / 3 },
  "80 ms, no work, prefetch 4, oldest first": { atMost: 1 / 3 },
};

/** Listing over a slow line: what is waited for one after the other, and what is overlapped. */
export const latency: Figure = {
  title: `2. Listing ${PAGES} pages of ${PAGE} with latency: time, of the hand-written loop's`,
  async measure() {
    const server = await startServer();
    try {
      const rows: Row[] = [];
      for (const latencyMs of [20, 80]) {
        for (const workMs of [0, 10])
          rows.push(...(await measureOne(server.list(INVOICES, latencyMs), latencyMs, workMs)));
      }
      return rows;
    } finally {
      server.stop();
    }
  },
};

/** One latency with one amount of work per page, which is awaited as the writing of its rows to a database would be. */
async function measureOne(baseUrl: string, latencyMs: number, workMs: number): Promise<Row[]> {
  const txn = createTxnClient({ apiKey: "benchmark-key", baseUrl });
  const work = async () => {
    if (workMs > 0) await sleep(workMs);
  };
  const ours = (prefetch: number, order_type: "asc" | "desc") => async () => {
    let invoices = 0;
    for await (const _ of txn.listInvoices({ order_type }, { prefetch })) if (++invoices % PAGE === 0) await work();
    check(invoices);
  };
  const loop = async () => {
    let invoices = 0;
    for await (const page of listByHand(baseUrl)) {
      invoices += page.length;
      await work();
    }
    check(invoices);
  };
  // Newest first, as is the default: this server heeds created_at_to, so that the list can be pinned.
  const costs = await compare(
    {
      loop,
      "prefetch 0": ours(0, "desc"),
      "prefetch 1 (default)": ours(1, "desc"),
      "prefetch 4": ours(4, "desc"),
      "prefetch 8": ours(8, "desc"),
      "prefetch 4, oldest first": ours(4, "asc"),
    },
    // The shorter the latency, the more of the time is the machine's, whose slow moments a median of 3 does not leave out.
    { rounds: latencyMs < 50 ? 9 : 3, warmUp: 1 },
  );
  const { loop: beside, ...others } = costs;
  return Object.entries(others).map(([name, { wallMs }]) => {
    const what = `${latencyMs} ms, ${workMs > 0 ? `${workMs} ms of` : "no"} work, ${name}`;
    const target = targets[what];
    return {
      what,
      value: wallMs / beside.wallMs,
      unit: "x",
      ...(target ? { target } : {}),
      beside: `${wallMs.toFixed(0)} ms, the loop ${beside.wallMs.toFixed(0)} ms`,
    };
  });
}

function check(invoices: number): void {
  if (invoices !== INVOICES) throw new Error(`listed ${invoices} invoices of ${INVOICES}`);
}
