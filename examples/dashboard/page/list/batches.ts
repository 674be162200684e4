import type { AggregatedInvoices, Client, ListInvoicesParams } from "unvoice";
import type { Filter } from "./filter.ts";
import { type Row, reflexRow, txnRow } from "./row.ts";

/** A page of either list, as rows. */
export interface Batch {
  rows: Row[];
  /** Where to go on after a failure. */
  cursor: string;
  /** Reflex's sums over all that the filter matches; on the first page. */
  aggregated: AggregatedInvoices | null;
}

/** Opens a list at its start, or behind a cursor. */
export type OpenBatches = (cursor: string | undefined, signal: AbortSignal) => AsyncIterable<Batch>;

/** Reflex's invoices under a filter, newest first. */
export function reflexBatches(client: Client, { from, before, tag }: Filter): OpenBatches {
  const filter = { from, to: before, tags: tag && [tag] };
  return async function* (cursor, signal) {
    const list = client.reflex.getInvoices({ filter }, { signal, cursor });
    for await (const { items, cursor, aggregated } of list.pages())
      yield { rows: items.map(reflexRow), cursor, aggregated };
  };
}

/** Txn's invoices under a filter, newest first. They carry no tags. */
export function txnBatches(client: Client, { from, before }: Filter): OpenBatches {
  const params: ListInvoicesParams = { per_page: 100 };
  if (from) params.created_at_from = from;
  // Both bounds are inclusive here.
  if (before) params.created_at_to = new Date(before.getTime() - 1);
  const isWithin = ({ createdAt }: Row) => {
    const time = Date.parse(createdAt ?? "");
    return !(from && time < from.getTime()) && !(before && time >= before.getTime());
  };
  return async function* (cursor, signal) {
    const list = client.txn.listInvoices(params, { signal, cursor });
    for await (const { items, cursor } of list.pages()) {
      const rows = items.map(txnRow);
      // Older hosts ignore the bounds in silence (docs/apis/txn.md).
      yield { rows: rows.filter(isWithin), cursor, aggregated: null };
      if (from && rows.some(({ createdAt }) => Date.parse(createdAt ?? "") < from.getTime())) return;
    }
  };
}
