import { createTxnClient } from "unvoice/txn";
import { startServer } from "./server/start.ts";
import type { Figure } from "./support/figure.ts";
import { listByHand } from "./support/hand-written.ts";
import { compare } from "./support/rounds.ts";

const INVOICES = 20_000;

/** Listing over loopback, where nothing hides what the client costs: validation and the resolving of `included` count. */
export const listing: Figure = {
  title: `1. Listing ${INVOICES} Txn invoices over loopback, no latency`,
  async measure() {
    const server = await startServer();
    try {
      const baseUrl = server.list(INVOICES, 0);
      const txn = createTxnClient({ apiKey: "benchmark-key", baseUrl });
      const { ours, loop } = await compare(
        {
          ours: async () => {
            let invoices = 0;
            for await (const _ of txn.listInvoices()) invoices++;
            check(invoices);
          },
          loop: async () => {
            let invoices = 0;
            for await (const page of listByHand(baseUrl)) for (const _ of page) invoices++;
            check(invoices);
          },
        },
        { rounds: 7, warmUp: 1 },
      );
      return [
        {
          what: "time, of the hand-written loop's",
          value: ours.wallMs / loop.wallMs,
          unit: "x",
          target: { atMost: 2 },
          beside: `${ours.wallMs.toFixed(0)} ms, the loop ${loop.wallMs.toFixed(0)} ms`,
        },
        {
          what: "CPU, of the hand-written loop's",
          value: ours.cpuMs / loop.cpuMs,
          unit: "x",
          beside: `${ours.cpuMs.toFixed(0)} ms, the loop ${loop.cpuMs.toFixed(0)} ms`,
        },
      ];
    } finally {
      server.stop();
    }
  },
};

function check(invoices: number): void {
  if (invoices !== INVOICES) throw new Error(`listed ${invoices} invoices of ${INVOICES}`);
}
