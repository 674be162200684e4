/**
 * Reads parts of the backfill into the mirror until it is stopped. Start as many as there are machines. Whichever of them
 * is killed, at whatever moment: its part is given to another, which goes on behind the last page that was stored.
 */
import { Worker } from "bullmq";
import type { MirrorPart } from "unvoice/mirror";
import { openMirror, QUEUE, redis, STALLED_MS } from "./settings.ts";

const { mirror, close } = openMirror();
const worker = new Worker<MirrorPart, number>(QUEUE, (job) => mirror.fill(job.data), {
  connection: redis,
  lockDuration: STALLED_MS,
  stalledInterval: STALLED_MS / 2,
  // However often its worker is killed, a part is not given up.
  maxStalledCount: Number.MAX_SAFE_INTEGER,
});

worker.on("completed", ({ data }, count) => console.log(`part ${data.id} of ${data.source}: ${count} invoices`));
worker.on("failed", (job, error) => console.error(`part ${job?.data.id}: ${error.message}`));
worker.on("error", (error) => console.error(error.message));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    // What is at work is stopped behind a page, and goes on elsewhere.
    await mirror.close();
    await worker.close();
    await close();
  });
}
