import type { Invoice, TxnInvoice } from "unvoice";
import { invoiceSchema } from "unvoice/reflex";
import type { OpenBatches } from "./batches.ts";
import { type Filter, formatTag } from "./filter.ts";
import { type Row, reflexRow, txnRow } from "./row.ts";

/** The other side of an invoice, and how many of each kind there are. */
export interface Matches {
  other: ReadonlyMap<string, string>;
  summary: string;
}

/**
 * One API's invoices out of the mirror that the backend reads, newest first. A page begins again at the moment at which the
 * one before it ended, since several invoices may share it; what came already is left out.
 *
 * @example
 * mirrorBatches("txn", filter)(undefined, signal);
 */
export function mirrorBatches(source: "reflex" | "txn", { from, before, tag }: Filter): OpenBatches {
  return async function* (cursor, signal) {
    let to = cursor ?? before?.toISOString();
    let given = new Set<string>();
    for (;;) {
      const query = new URLSearchParams({ source, more: String(given.size) });
      if (from) query.set("from", from.toISOString());
      if (to) query.set("to", to);
      const answer = await fetch(`/api/mirror/invoices?${query}`, { signal });
      if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
      const { rows: raws, complete } = await answer.json();
      const all = await Promise.all((raws as unknown[]).map((raw) => rowOf(source, raw)));
      const fresh = all.filter(({ id }) => !given.has(id));
      const last = all.at(-1)?.createdAt ?? null;
      given = new Set(all.filter(({ createdAt }) => createdAt === last).map(({ id }) => id));
      if (last !== null) to = new Date(Date.parse(last) + 1).toISOString();
      const isWanted = (row: Row) =>
        tag === null ||
        (row.api === "reflex" && row.invoice.tags.some((one) => formatTag(one) === formatTag(wire(tag))));
      yield { rows: fresh.filter(isWanted), cursor: to ?? "", aggregated: null };
      if (complete || last === null) return;
    }
  };
}

/** Which invoices of the two APIs belong together. */
export async function fetchMatches(): Promise<Matches> {
  const answer = await fetch("/api/mirror/matches");
  if (!answer.ok) throw new Error(`The backend answered ${answer.status}.`);
  const { matched, onlyReflex, onlyTxn, ambiguous } = await answer.json();
  const pairs = matched as [string, string][];
  return {
    other: new Map(pairs.flatMap(([reflex, txn]) => [[reflex, txn] as const, [txn, reflex] as const])),
    summary: `Matched ${pairs.length} · only Reflex ${onlyReflex} · only Txn ${onlyTxn} · ambiguous ${ambiguous}`,
  };
}

async function rowOf(source: "reflex" | "txn", raw: unknown): Promise<Row> {
  if (source === "txn") return txnRow(raw as TxnInvoice);
  // JSON has no bigint: the schema reads the amounts back.
  const result = await invoiceSchema["~standard"].validate(raw);
  if (result.issues) throw new Error("The mirror holds an invoice that cannot be read.");
  return reflexRow(result.value as Invoice);
}

function wire({ key, string_value, number_value, boolean_value }: NonNullable<Filter["tag"]>) {
  return {
    key,
    string_value: string_value ?? null,
    number_value: number_value ?? null,
    boolean_value: boolean_value ?? null,
  };
}
