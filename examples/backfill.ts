/**
 * A backfill of all invoices, spread over workers. The plan is an array of plain JSON objects, one a piece of work: here
 * they go through a queue in memory; with BullMQ it is `queue.addBulk(...)`, and a `Worker` on each machine. A job that
 * fails is run again from its beginning, or from the cursor that it saved.
 */
import { createReflexClient, type InvoiceWindow, planWindows, walkWindow } from "unvoice/reflex";
import { createSandbox } from "unvoice/sandbox";
import { Queue } from "./support/queue.ts";

const INVOICES = 1200;
const sandbox = createSandbox({ reflex: { invoices: INVOICES } });
const { fetch, reflex: address } = sandbox.clientOptions();
const reflex = createReflexClient({ ...address, fetch });

const windows = await planWindows(reflex, { sort: { direction: "ASC" } }, { windowSize: 200 });
const queue = new Queue(windows.map((window) => JSON.stringify(window)));
console.log(`${windows.length} windows of up to 200 invoices planned, in ${sandbox.requests.length} requests.`);

const seen = new Set<string>();
let given = 0;
let done = 0;
// One job breaks once, as a machine might: it goes back to the queue.
let breaks = 1;

async function backfill(worker: number, job: string): Promise<void> {
  const window: InvoiceWindow = JSON.parse(job);
  const ids: string[] = [];
  for await (const invoice of walkWindow(reflex, window)) {
    ids.push(invoice.id);
    if (worker === 2 && breaks > 0 && ids.length === 100) {
      breaks--;
      throw new Error("the machine went away");
    }
  }
  // Saved as a whole: a job that is run again overwrites nothing and repeats nothing.
  for (const id of ids) seen.add(id);
  given += ids.length;
  done++;
  const period = `${window.from?.slice(0, 10) ?? "the first"} to ${window.before?.slice(0, 10) ?? "the last"}`;
  console.log(`worker ${worker}: ${String(ids.length).padStart(4)} invoices, ${period} (${done} of ${windows.length})`);
}

await Promise.all(
  [1, 2, 3].map((worker) =>
    queue.work(
      (job) => backfill(worker, job),
      (error) => console.log(`worker ${worker}: ${error.message}, the job goes back`),
    ),
  ),
);

if (seen.size !== INVOICES || given !== INVOICES) throw new Error(`${seen.size} different invoices in ${given}`);
console.log(`All ${seen.size.toLocaleString("en")} invoices, each once, over 3 workers.`);
