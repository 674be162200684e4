import { Redis } from "ioredis";
import pg from "pg";
import { createClient } from "unvoice";
import { createMirror, type Mirror } from "unvoice/mirror";
import { sharedLimit } from "./limit.ts";

/** The queue's name in Redis. */
export const QUEUE = "unvoice-backfill";

/** Where the queue and the limit are. BullMQ waits on it for as long as it takes. */
export const redis = new Redis(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", { maxRetriesPerRequest: null });

/** What Txn recommends for each key; of Reflex no limit is documented. */
const REQUESTS_PER_MINUTE = Number(process.env.REQUESTS_PER_MINUTE ?? 120);

/** How long a worker may not be heard of before its job is given to another, in milliseconds. */
export const STALLED_MS = Number(process.env.STALLED_MS ?? 10_000);

/** Opens the one mirror that all processes write to. Keys and addresses come from the client's own variables. */
export function openMirror(): { mirror: Mirror; close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
  // An idle connection that breaks is replaced; without a listener it would end the process.
  pool.on("error", (error) => console.error(error.message));
  const rateLimit = sharedLimit(redis, REQUESTS_PER_MINUTE);
  const mirror = createMirror({ client: createClient({ rateLimit }), database: { postgres: pool } });
  return {
    mirror,
    async close() {
      await mirror.close();
      await pool.end();
      redis.disconnect();
    },
  };
}
