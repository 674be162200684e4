import {
  AuthenticationError,
  ConfigError,
  HttpError,
  PermissionDeniedError,
  RateLimitError,
} from "../errors/errors.ts";
import type { Search } from "../errors/search.ts";
import { sleep } from "./sleep.ts";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** Less than this is no time to look once more. */
const LAST_MOMENT_MS = 25;

/** A search, and what it found. */
export interface LookUp<Found> extends Search {
  found: Found | null;
}

/**
 * Looks for something of unknown outcome again and again, with growing waits: a server may still be at work when its gateway
 * has given up, and a list may lag behind.
 *
 * The promise rejects with the signal's reason and nothing else: no failure to look tells anything of the outcome.
 *
 * @param look Looks once; `null` where it is not there.
 * @param left How many milliseconds are left.
 */
export async function lookUp<Found>(
  look: () => Promise<Found | null>,
  left: () => number,
  signal: AbortSignal | undefined,
): Promise<LookUp<Found>> {
  const search: LookUp<Found> = { found: null, lookUps: 0, hindrance: null };
  for (let waitMs = FIRST_WAIT_MS; left() > LAST_MOMENT_MS; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const begun = performance.now();
    search.lookUps += 1;
    try {
      search.hindrance = null;
      search.found = await look();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      search.hindrance = error as Error;
    }
    if (search.found || isHopeless(search.hindrance)) break;
    // The last look is taken as late as one like this fits in.
    const needed = Math.min(2 * (performance.now() - begun) + LAST_MOMENT_MS, left() / 2);
    await sleep(Math.max(0, Math.min(waitMs, left() - needed)), signal);
  }
  return search;
}

/** Whether to look again can bring nothing: the server refuses, or nothing can be sent. */
function isHopeless(hindrance: Error | null): boolean {
  if (hindrance instanceof RateLimitError) return false;
  if (hindrance instanceof AuthenticationError || hindrance instanceof PermissionDeniedError) return true;
  if (hindrance instanceof HttpError)
    return hindrance.status >= 400 && hindrance.status < 500 && hindrance.status !== 408;
  return hindrance instanceof ConfigError;
}
