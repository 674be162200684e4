/**
 * Plans the backfill, hands its parts to the workers, waits for them, and reads what has come in the meantime. Started
 * again, it goes on with what is left.
 */
import { Queue } from "bullmq";
import type { MirrorPart } from "unvoice/mirror";
import { openMirror, QUEUE, redis } from "./settings.ts";

const queue = new Queue<MirrorPart, number>(QUEUE, { connection: redis });
const { mirror, close } = openMirror();
const partSize = Number(process.env.PART_SIZE ?? 1000);

// The mirror knows which parts are still open: after the last round, none.
for (let parts = await mirror.plan({ partSize }); parts.length > 0; parts = await mirror.plan({ partSize })) {
  console.log(`${parts.length} parts to read.`);
  await queue.addBulk(
    parts.map((part) => ({
      name: part.source,
      data: part,
      opts: {
        // A part that waits already is not added a second time.
        jobId: `part-${part.id}`,
        attempts: 10,
        backoff: { type: "exponential", delay: 1000, jitter: 0.5 },
        removeOnComplete: true,
        removeOnFail: true,
      },
    })),
  );
  while ((await queue.getJobCountByTypes("active", "waiting", "delayed", "prioritized")) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

console.log(String(await mirror.sync()));
await queue.close();
await close();
