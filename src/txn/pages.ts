import type { Issue } from "../errors/errors.ts";
import {
  count,
  dateOrIsoString,
  fieldIssues,
  nonEmptyString,
  periodIssues,
  type Rule,
  toIsoString,
} from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { parseTime } from "../input/time.ts";
import { Pager } from "../pagination/pager.ts";
import { isSame } from "../pagination/repeats.ts";
import type { PageContent, PagerOptions, Strategy } from "../pagination/strategy.ts";
import type { Answer } from "../transport/call.ts";
import { checkRequestOptions, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { resolveInvoices } from "./jsonapi.ts";
import { invoiceList } from "./schemas.ts";
import type { JsonApiResource, ListInvoicesParams, TxnInvoice, TxnInvoicePage } from "./types.ts";

/** The page size of the documents' one example; the server's own default is not known (apis/txn.md, section 1.4). */
const DEFAULT_PAGE = 50;

/** The pager over Txn's invoices; see `TxnClient.listInvoices`. */
export function listInvoices(
  connection: Connection,
  params: ListInvoicesParams,
  options: RequestOptions & PagerOptions,
): Pager<TxnInvoice, TxnInvoicePage> {
  checkRequestOptions(options, "txn", "listInvoices");
  throwIfInvalid(paramIssues(params), "txn", "listInvoices");
  return new Pager(createStrategy(connection, params, options), options);
}

/** Holds a list still: `created_at_to`, or nothing where it cannot shift anyway. */
type Pin = Record<string, string>;

function createStrategy(
  connection: Connection,
  params: ListInvoicesParams,
  options: RequestOptions & PagerOptions,
): Strategy<TxnInvoice, TxnInvoicePage, Answer, Pin> {
  const start = params.page ?? 1;
  const order = params.order ?? "created_at";
  const order_type = params.order_type ?? "desc";
  const per_page = params.per_page ?? DEFAULT_PAGE;
  const to = toIsoString(params.created_at_to);
  const filters = {
    reference: params.reference,
    created_at_from: toIsoString(params.created_at_from),
    created_at_to: to,
  };
  const search: Record<string, string> = { order, order_type, per_page: String(per_page) };
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== null) search[name] = String(value);
  const byCreation = order === "created_at";
  const timeOf = ({ createdAt }: TxnInvoice) => {
    const time = byCreation ? parseTime(createdAt) : Number.NaN;
    return Number.isNaN(time) ? null : time;
  };

  return {
    api: "txn",
    operation: "listInvoices",
    fingerprint: `listInvoices ${JSON.stringify([search, start])}`,
    direction: order_type === "asc" ? "asc" : "desc",
    // The server may clamp per_page without a word (apis/txn.md, section 6).
    pageSize: null,
    sizeAsked: per_page,
    repeatEnds: true,
    fetch: (position, { signal, pin }) =>
      connection.get("listInvoices", { ...search, ...pin, page: String(start + position) }, options, signal),
    count: (answer) => rowsOf(answer).length,
    parse(answer): PageContent<TxnInvoice, TxnInvoicePage> {
      const { data, included } = connection.parse(invoiceList, answer.data, answer);
      const { meta = null, included: raw } = answer.data as { meta?: TxnInvoicePage["meta"]; included?: unknown };
      const items = resolveInvoices(data, included);
      return { items, meta, included: Array.isArray(raw) ? (raw as JsonApiResource[]) : [] };
    },
    key: idOf,
    time: timeOf,
    async steady({ items }, probe) {
      if (!byCreation || (order_type !== "asc" && order_type !== "desc")) return null;
      // New invoices go to the end of the list, which the pages before it do not feel.
      if (order_type === "asc") return {};
      const times = items.map(timeOf);
      const [newest] = times;
      const oldest = times.at(-1);
      if (newest === null || newest === undefined || oldest === null || oldest === undefined) return null;
      const justAfter: Pin = parseTime(to) <= newest + 1 ? {} : { created_at_to: new Date(newest + 1).toISOString() };
      const [older, pinned] = await Promise.all([
        probe(0, { created_at_to: new Date(oldest - 1).toISOString() }),
        probe(0, justAfter),
      ]);
      // Older hosts ignore the bound in silence: only one that leaves out rows of page 1 is known to be heeded.
      const isHeeded = rowsOf(older).every(({ attributes }) => parseTime(String(attributes?.createdAt)) < oldest);
      // One that reads it to the second, or tells its dates so, would leave out the list's newest.
      const isExact = isSame(rowsOf(pinned).map(idOf), items.map(idOf));
      return isHeeded && isExact ? justAfter : null;
    },
  };
}

/** The rows of an answer that is yet to be validated, none where they are no list. */
function rowsOf({ data }: Answer): JsonApiResource[] {
  const rows = (data as { data?: unknown }).data;
  return Array.isArray(rows) ? rows : [];
}

function idOf({ id }: { id: string }): string {
  return id;
}

const paramRules = {
  order: nonEmptyString,
  order_type: nonEmptyString,
  page: count(1),
  per_page: count(1),
  reference: [
    (value) => Number.isFinite(value) || nonEmptyString[0](value),
    "must be non-empty, well-formed text or a number",
  ],
  created_at_from: dateOrIsoString,
  created_at_to: dateOrIsoString,
} satisfies Record<string, Rule>;

function paramIssues(params: ListInvoicesParams): Issue[] {
  const { created_at_from, created_at_to } = params;
  return [
    ...fieldIssues(params, paramRules),
    ...periodIssues(created_at_from, created_at_to, "created_at_from", "created_at_to"),
  ];
}
