import { parseTime } from "../input/time.ts";
import type { Invoice } from "../reflex/types.ts";
import type { Span } from "./plan.ts";

/** How far from the truth a server may read a filter or tell `created_at`: some do both to the second. */
export const SECOND_MS = 1000;

/** When an invoice was created, in ms since 1970; `null` where that cannot be read. */
export function timeOf(invoice: Invoice | undefined): number | null {
  const time = parseTime(invoice?.created_at);
  return Number.isNaN(time) ? null : time;
}

/** Whether it can be read when an invoice was created. */
export function isDated(invoice: Invoice): boolean {
  return timeOf(invoice) !== null;
}

/** When the last of the invoices that tell was created. */
export function lastTime(invoices: readonly Invoice[]): number | null {
  return timeOf(invoices.findLast(isDated));
}

/** The invoices of a page that are the span's own. One that does not tell its time belongs where it is answered. */
export function own(invoices: readonly Invoice[], { from, before }: Span): Invoice[] {
  return invoices.filter((invoice) => {
    const time = timeOf(invoice);
    return time === null || (time >= from && time < before);
  });
}

/**
 * Why windows would lose invoices of a server that answers so. Which date it filters by is not documented: should it be
 * another than `created_at`, every invoice that a window leaves out shows up outside the period of another one.
 */
export function faultOf(
  invoices: readonly Invoice[],
  { from, before }: Span,
  direction: "ASC" | "DESC",
): string | null {
  const sign = direction === "ASC" ? 1 : -1;
  let previous = Number.NEGATIVE_INFINITY;
  for (const invoice of invoices) {
    const time = timeOf(invoice);
    if (time === null) continue;
    // A second is asked for beyond the period, and the server may cut off another.
    if (time < from - 2 * SECOND_MS || time >= before + 2 * SECOND_MS) {
      return "The server answers with invoices created outside the period asked for. List them without windows.";
    }
    if (sign * time < previous) return "The server does not sort by created_at as asked. List without windows.";
    previous = sign * time;
  }
  return null;
}
