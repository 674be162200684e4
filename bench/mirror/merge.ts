/** Walks both APIs as one and prints what was held: node --expose-gc merge.ts <Reflex's address> <Txn's address> */
import { createClient } from "unvoice";

const [url = "", baseUrl = ""] = process.argv.slice(2);
const client = createClient({
  reflex: { url, apiKey: "sandbox-reflex-key" },
  txn: { baseUrl, apiKey: "sandbox-txn-key" },
});

/** Invoices from one look at the heap to the next. */
const STRETCH = 5000;
let invoices = 0;
let highest = 0;
let last = "9";
let isOrdered = true;
for await (const { createdAt } of client.invoices()) {
  isOrdered &&= createdAt <= last;
  last = createdAt;
  if (++invoices % STRETCH === 0) {
    globalThis.gc?.();
    highest = Math.max(highest, process.memoryUsage().heapUsed / 2 ** 20);
  }
}
console.log(JSON.stringify({ invoices, isOrdered, heapMb: highest }));
