import {
  AuthenticationError,
  ConfigError,
  HttpError,
  PermissionDeniedError,
  RateLimitError,
} from "../../errors/errors.ts";
import type { RequestOptions } from "../../transport/options.ts";
import type { Connection } from "../connection.ts";
import { GET_INVOICES } from "../documents.ts";
import type { GraphQLAnswer } from "../query.ts";
import { invoice as invoiceSchema } from "../schemas.ts";
import type { Invoice } from "../types.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Sought } from "./sought.ts";

/** How far before the push's begin its row may be dated: clocks are told to the second, and answers take their time. */
const TOLERANCE_MS = 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** Less than this is no time to look once more. */
const LAST_MOMENT_MS = 25;
/** Reflex's largest page. */
const PAGE = 50;

/** An invoice that was found, and the answer that it stood in. */
export interface Found {
  invoice: Invoice;
  answer: GraphQLAnswer;
}

/** How a search ended. */
export interface Search {
  found: Found | null;
  /** How often the list was looked through. */
  lookUps: number;
  /** What hindered the last look-up, where something did. */
  hindrance: Error | null;
}

/** The options of each request, and what none of their errors may show. */
export interface LookUpOptions extends RequestOptions {
  secrets: readonly string[];
}

/**
 * Looks for a push of unknown outcome among the invoices created since it began, again and again with growing waits: a
 * server may still be at work when its gateway has given up, and a list may lag behind.
 *
 * @param left How many milliseconds are left.
 * @throws the signal's reason; nothing else, since no failure to look tells anything of the push.
 */
export async function lookUp(
  connection: Connection,
  sought: Sought,
  clock: ServerClock,
  left: () => number,
  options: LookUpOptions,
): Promise<Search> {
  const search: Search = { found: null, lookUps: 0, hindrance: null };
  for (let waitMs = FIRST_WAIT_MS; left() > LAST_MOMENT_MS; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const begun = performance.now();
    search.lookUps += 1;
    try {
      search.hindrance = null;
      search.found = await lookOnce(connection, sought, clock, left, options);
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      search.hindrance = error as Error;
    }
    if (search.found || isHopeless(search.hindrance)) break;
    // The last look is taken as late as one like this fits in.
    const needed = Math.min(2 * (performance.now() - begun) + LAST_MOMENT_MS, left() / 2);
    await wait(Math.max(0, Math.min(waitMs, left() - needed)), options.signal);
  }
  return search;
}

/** Looks through all that was created since the push began. */
async function lookOnce(
  connection: Connection,
  sought: Sought,
  clock: ServerClock,
  left: () => number,
  options: LookUpOptions,
): Promise<Found | null> {
  const since = () => clock.serverStart - TOLERANCE_MS;
  let from = since();
  let mayCorrect = true;
  const seen = new Set<unknown>();
  for (let offset = 0; ; ) {
    const answer = await connection.query<Listed>(GET_INVOICES, variables(from, offset), {
      operation: "getInvoices",
      options: { ...options, totalTimeoutMs: Math.max(1, Math.ceil(left())) },
      secrets: options.secrets,
      repeatable: true,
    });
    clock.heed(answer.response.headers);
    const given = answer.data.getInvoices?.find_many?.list;
    const rows: unknown[] = Array.isArray(given) ? given : [];
    for (const row of rows) {
      // Only what looks like it is validated: another invoice's fault must not hide this one.
      if (!sought.isSameInvoice(row)) continue;
      const invoice = connection.parse(invoiceSchema, row, answer, "getInvoices.find_many.list[]");
      if (sought.isThisPush(invoice, since())) return { invoice, answer };
    }
    // The server's clock turned out to be behind: what was asked for began after the push.
    if (mayCorrect && since() < from - TOLERANCE_MS / 2) {
      from = since();
      mayCorrect = false;
      continue;
    }
    // A short page is no end: a server may give fewer rows than it was asked for.
    const before = seen.size;
    for (const row of rows) seen.add((row as { id?: unknown } | null)?.id);
    if (seen.size === before) return null;
    offset += rows.length;
  }
}

interface Listed {
  getInvoices?: { find_many?: { list?: unknown } | null } | null;
}

function variables(from: number, offset: number): object {
  return {
    filter: { from: new Date(from).toISOString() },
    page: { limit: PAGE, offset },
    sort: { column: "created_at", direction: "DESC" },
    aggregated: false,
  };
}

/** Whether to look again can bring nothing: the server refuses, or nothing can be sent. */
function isHopeless(hindrance: Error | null): boolean {
  if (hindrance instanceof RateLimitError) return false;
  if (hindrance instanceof AuthenticationError || hindrance instanceof PermissionDeniedError) return true;
  if (hindrance instanceof HttpError)
    return hindrance.status >= 400 && hindrance.status < 500 && hindrance.status !== 408;
  return hindrance instanceof ConfigError;
}

/** Waits so many milliseconds; rejects with the signal's reason where it aborts first. */
function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
