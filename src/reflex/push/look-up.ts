import { type LookUp, lookUp as lookUpRepeatedly } from "../../transport/look-up.ts";
import type { RequestOptions } from "../../transport/options.ts";
import type { ServerClock } from "../../transport/server-clock.ts";
import type { Connection } from "../connection.ts";
import { GET_INVOICES } from "../documents.ts";
import type { GraphQLAnswer } from "../query.ts";
import { invoice as invoiceSchema } from "../schemas.ts";
import type { Invoice } from "../types.ts";
import type { Sought } from "./sought.ts";

/** How far before the push's begin its row may be dated: clocks are told to the second, and answers take their time. */
const TOLERANCE_MS = 60_000;
/** Reflex's largest page. */
const PAGE = 50;

/** An invoice that was found, and the answer that it stood in. */
export interface Found {
  invoice: Invoice;
  answer: GraphQLAnswer;
}

/** The options of each request, and what none of their errors may show. */
export interface LookUpOptions extends RequestOptions {
  secrets: readonly string[];
}

/**
 * Looks for a push of unknown outcome among the invoices created since it began, again and again.
 *
 * @param left How many milliseconds are left.
 * @throws the signal's reason; nothing else, since no failure to look tells anything of the push.
 */
export function lookUp(
  connection: Connection,
  sought: Sought,
  clock: ServerClock,
  left: () => number,
  options: LookUpOptions,
): Promise<LookUp<Found>> {
  return lookUpRepeatedly(() => lookOnce(connection, sought, clock, left, options), left, options.signal);
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
