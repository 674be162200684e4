import { parseTime } from "../../input/time.ts";
import type { Answer } from "../../transport/call.ts";
import type { RequestOptions } from "../../transport/options.ts";
import type { ServerClock } from "../../transport/server-clock.ts";
import type { Connection } from "../connection.ts";
import { compareDecimal, isDecimal } from "../decimal.ts";
import { invoiceDocument, invoiceOf } from "../schemas.ts";
import type { TxnInvoice } from "../types.ts";
import type { Attributes } from "./params.ts";

/** How far before the creation's begin the invoice may be dated: clocks are told to the second, and answers take their time. */
const TOLERANCE_MS = 60_000;
const PAGE = 50;

/** An invoice that was found, and the answer that it stood in. */
export interface Found {
  invoice: TxnInvoice;
  answer: Answer;
}

/** Looks through all invoices with the reference of a creation, newest first, for the one that it made. */
export async function lookOnce(
  connection: Connection,
  sent: Attributes,
  clock: ServerClock,
  options: RequestOptions,
): Promise<Found | null> {
  const search = { order: "created_at", order_type: "desc", per_page: String(PAGE), reference: String(sent.reference) };
  const seen = new Set<unknown>();
  for (let page = 1; ; page += 1) {
    const answer = await connection.get("listInvoices", { ...search, page: String(page) }, options);
    clock.heed(answer.response.headers);
    const since = clock.serverStart - TOLERANCE_MS;
    const { data, included } = answer.data as { data?: unknown; included?: unknown };
    const rows: unknown[] = Array.isArray(data) ? data : [];
    for (const row of rows) {
      // Only what looks like it is validated: another invoice's fault must not hide this one.
      if (!isSame(attributesOf(row), sent, since)) continue;
      return { invoice: invoiceOf(connection.parse(invoiceDocument, { data: row, included }, answer)), answer };
    }
    const before = seen.size;
    for (const row of rows) seen.add((row as { id?: unknown } | null)?.id);
    // A short page is no end: a server may clamp per_page. One without a new invoice is, and one of older ones only.
    if (seen.size === before || rows.every((row) => parseTime(text(attributesOf(row).createdAt)) < since)) return null;
  }
}

/** Whether an invoice is the one that was to be created: its reference alone may be another's. */
function isSame(row: Record<string, unknown>, sent: Attributes, since: number): boolean {
  const amount = row.amountBilled;
  return (
    row.reference === sent.reference &&
    parseTime(text(row.createdAt)) >= since &&
    isDecimal(amount) &&
    compareDecimal(amount, sent.amountBilled) === 0 &&
    // The server normalises their case.
    (["billedCurrency", "chargedCurrency", "network"] as const).every(
      (name) => text(row[name]).toLowerCase() === sent[name].toLowerCase(),
    )
  );
}

function attributesOf(row: unknown): Record<string, unknown> {
  const { attributes } = (row ?? {}) as { attributes?: unknown };
  return (attributes ?? {}) as Record<string, unknown>;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
