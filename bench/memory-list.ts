/** Lists what a base URL has and prints the memory that this took: node --expose-gc memory-list.ts <base URL> unvoice|hand */
import { createTxnClient } from "unvoice/txn";
import type { MemoryUse } from "./memory.ts";
import { listByHand } from "./support/hand-written.ts";

/** Invoices from one look at the heap to the next. */
const STRETCH = 5000;
const MB = 2 ** 20;

const [baseUrl = "", how] = process.argv.slice(2);
const before = heapMb();
let invoices = 0;
let highest = before;

if (how === "hand") {
  for await (const page of listByHand(baseUrl)) for (const _ of page) count();
} else {
  const txn = createTxnClient({ apiKey: "benchmark-key", baseUrl });
  for await (const _ of txn.listInvoices()) count();
}

const use: MemoryUse = {
  invoices,
  heapGrowthMb: highest - before,
  heapAtEndMb: heapMb() - before,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(use));

function count(): void {
  invoices++;
  if (invoices % STRETCH === 0) highest = Math.max(highest, heapMb());
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MB;
}
