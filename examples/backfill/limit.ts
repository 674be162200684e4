import { setTimeout } from "node:timers/promises";
import type { Redis } from "ioredis";

/**
 * Gives each request a moment of its own, one spacing behind the one before it, by Redis' clock. Evenly: counting by whole
 * minutes, as limiters do that give out so many at a time, would let twofold through around a full one.
 */
const NEXT_MOMENT = `
  local time = redis.call("TIME")
  local now = time[1] * 1000 + time[2] / 1000
  local moment = math.max(now, tonumber(redis.call("GET", KEYS[1]) or 0))
  redis.call("SET", KEYS[1], string.format("%.3f", moment + ARGV[1]), "PX", 3600000)
  return math.ceil(moment - now)`;

/** Some slack for requests that do not all take the same time to arrive: 97 % of the limit are used. */
const SLACK = 1.03;

/**
 * One limit for all processes that share a Redis: for the client's `rateLimit`.
 *
 * @param perMinute requests a minute, of all processes together
 */
export function sharedLimit(redis: Redis, perMinute: number): (signal: AbortSignal) => Promise<void> {
  const spacingMs = (60_000 / perMinute) * SLACK;
  return async (signal) => {
    signal.throwIfAborted();
    const waitMs = await redis.eval(NEXT_MOMENT, 1, "unvoice-backfill-limit", spacingMs);
    if (Number(waitMs) > 0) await setTimeout(Number(waitMs), undefined, { signal });
  };
}
