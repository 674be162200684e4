import type { Client, Invoice, Pager, TxnInvoice } from "../index.ts";
import { configuredSources, type Source } from "./connect.ts";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";
import { readSpan, type Span } from "./input/dates.ts";
import { readTags, type TagInput } from "./input/tags.ts";
import type { Row } from "./output/columns.ts";

/** The options of list and export. */
export interface FilterOptions {
  from?: string;
  to?: string;
  tag?: string[];
  status?: string;
  reference?: string;
  limit?: string;
}

/** Which invoices a command is about. */
export interface Selection {
  source: Source | "all";
  span: Span;
  tags: TagInput[];
  statuses: string[];
  reference: string | undefined;
  limit: number;
}

/**
 * Reads which invoices are meant.
 *
 * @throws CommandError for a wrong value, or an option of the other service
 */
export function readSelection({ shell, options, args }: Context<FilterOptions>): Selection {
  const source = readSource(args[0]) ?? onlyOne(configuredSources(shell, options));
  const { from, to, tag, status, reference, limit } = options;
  if (tag && source !== "reflex") throw new CommandError(64, "--tag is for Reflex's invoices alone: write `reflex`.");
  for (const [name, given] of [
    ["--status", status],
    ["--reference", reference],
  ] as const) {
    if (given !== undefined && source !== "txn") {
      throw new CommandError(64, `${name} is for Txn's invoices alone: write \`txn\`.`);
    }
  }
  const span = readSpan(from, to, { timezone: options.timezone ?? "UTC", now: Date.now() });
  return { source, span, tags: readTags(tag), statuses: words(status), reference, limit: readLimit(limit) };
}

/** The services that a selection asks. */
export function sourcesOf({ source }: Pick<Selection, "source">): Source[] {
  return source === "all" ? ["reflex", "txn"] : [source];
}

function onlyOne([first, second]: Source[]): Source | "all" {
  return second || !first ? "all" : first;
}

/** @throws CommandError for what is no service */
export function readSource(text: string | undefined): Source | "all" | undefined {
  if (text === undefined || text === "reflex" || text === "txn" || text === "all") return text;
  throw new CommandError(64, "[service] must be one of reflex, txn, all.");
}

function words(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CommandError(64, "--limit must be a whole number from 1.");
}

/** Whether an invoice is meant. The bounds of dates are no service's documented promise, so they are looked at here. */
export function isSelected({ span, statuses }: Selection, invoice: Row): boolean {
  const at = Date.parse(String(invoice.created_at ?? invoice.createdAt));
  // An invoice without a readable date is rather shown than lost.
  if (at < span.from || at >= span.before) return false;
  return statuses.length === 0 || statuses.includes(String(invoice.status));
}

/** How a selection is listed. */
export interface Walk {
  direction: "asc" | "desc";
  prefetch?: number;
  cursor?: string | undefined;
}

/** Reflex's invoices of a selection, and some at its bounds that may not be. */
export function reflexPager(client: Client, { span, tags }: Selection, { direction, ...walk }: Walk): Pager<Invoice> {
  const filter = { ...bounds(span), tags: tags.length > 0 ? tags : undefined };
  const sort = { column: "created_at", direction: direction === "asc" ? "ASC" : "DESC" };
  return client.reflex.getInvoices({ filter, sort }, { ...walk, aggregated: false });
}

/** Txn's invoices of a selection, and some at its bounds that may not be. */
export function txnPager(client: Client, { span, reference }: Selection, walk: Walk): Pager<TxnInvoice> {
  const { direction: order_type, ...options } = walk;
  const { from: created_at_from, to: created_at_to } = bounds(span);
  return client.txn.listInvoices({ order_type, reference, created_at_from, created_at_to }, options);
}

/** A second more at the beginning, and whole seconds: enough whichever way a service reads its bounds. */
export function bounds({ from, before }: Span): { from: string | undefined; to: string | undefined } {
  const iso = (seconds: number) => (Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : undefined);
  return { from: iso(Math.floor(from / 1000) - 1), to: iso(Math.ceil(before / 1000)) };
}
