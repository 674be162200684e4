import { withResponse } from "../answers/with-response.ts";
import type { Issue } from "../errors/errors.ts";
import { copyInput, copyOptions } from "../input/copy.ts";
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
import { listOf } from "../pagination/list-walk.ts";
import { Pager } from "../pagination/pager.ts";
import { isSame } from "../pagination/rules/cycle.ts";
import { emptyPastEnd } from "../pagination/rules/page-past-end.ts";
import type { ListSource, RawPage } from "../pagination/source.ts";
import { PAGER_OPTIONS, type PagerOptions } from "../pagination/types.ts";
import type { Answer } from "../transport/call.ts";
import { checkRequestOptions, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { resolveInvoices } from "./jsonapi.ts";
import { invoiceList } from "./schemas.ts";
import type { JsonApiResource, ListInvoicesParams, TxnInvoice, TxnInvoicePage } from "./types.ts";

/** The page size of the documents' one example; the server's own default is not known (docs/apis/txn.md). */
const DEFAULT_PAGE = 50;

/** The pager over Txn's invoices; see `TxnClient.listInvoices`. */
export function listInvoices(
  connection: Connection,
  givenParams: ListInvoicesParams,
  givenOptions: RequestOptions & PagerOptions,
): Pager<TxnInvoice, TxnInvoicePage> {
  const params = copyInput(givenParams);
  const options = copyOptions(givenOptions);
  checkRequestOptions(options, "txn", "listInvoices", PAGER_OPTIONS);
  throwIfInvalid(paramIssues(params), "txn", "listInvoices");
  return new Pager(listOf(createSource(connection, params, options), options.cursor), options);
}

type Source = ListSource<TxnInvoice, TxnInvoicePage>;

function createSource(connection: Connection, params: ListInvoicesParams, options: RequestOptions): Source {
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
  const idsOf = (items: readonly TxnInvoice[]) => items.map(({ id }) => id);

  const source: Source = {
    api: "txn",
    operation: "listInvoices",
    fingerprint: `listInvoices ${JSON.stringify([search, start])}`,
    direction: order_type === "asc" ? "asc" : "desc",
    // The server may clamp per_page without a word (docs/apis/txn.md).
    pageSize: null,
    sizeAsked: per_page,
    repeatEnds: true,
    fetch: (position, signal) => fetchPage(search, position, signal),
    key: ({ id }) => id,
    time: timeOf,
    async pinned({ items }, look) {
      if (!byCreation || (order_type !== "asc" && order_type !== "desc")) return null;
      // New invoices go to the end of the list, which the pages before it do not feel.
      if (order_type === "asc") return source;
      const times = items.map(timeOf);
      const [newest] = times;
      const oldest = times.at(-1);
      if (newest === null || newest === undefined || oldest === null || oldest === undefined) return null;
      const held = parseTime(to) <= newest + 1 ? source : createdUpTo(newest + 1);
      const [older, pinned] = await Promise.all([look(createdUpTo(oldest - 1), 0), look(held, 0)]);
      // Older hosts ignore the bound in silence: only one that leaves out rows of page 1 is known to be heeded.
      const isHeeded = older.items.every((invoice) => (timeOf(invoice) ?? NaN) < oldest);
      // One that reads it to the second, or tells its dates so, would leave out the list's newest.
      const isExact = isSame(idsOf(pinned.items), idsOf(items));
      return isHeeded && isExact ? held : null;
    },
  };
  return source;

  function createdUpTo(time: number): Source {
    const bounded = { ...search, created_at_to: new Date(time).toISOString() };
    return { ...source, fetch: (position, signal) => fetchPage(bounded, position, signal) };
  }

  async function fetchPage(query: Record<string, string>, position: number, signal: AbortSignal) {
    const request = connection.get("listInvoices", { ...query, page: String(start + position) }, options, signal);
    return emptyPastEnd(position, request.then(toRaw), (error) => ({
      count: 0,
      parse: () => withResponse({ items: [], meta: null, included: [] }, error),
    }));
  }

  function toRaw(answer: Answer): RawPage<TxnInvoice, TxnInvoicePage> {
    const document = answer.data as { data?: unknown; meta?: TxnInvoicePage["meta"]; included?: unknown } | null;
    const { data: rows, meta = null, included: raw } = document ?? {};
    return {
      count: Array.isArray(rows) ? rows.length : 0,
      parse() {
        const { data, included } = connection.parse(invoiceList, document, answer);
        const items = resolveInvoices(data, included);
        const page = { items, meta, included: Array.isArray(raw) ? (raw as JsonApiResource[]) : [] };
        return withResponse(page, answer.response);
      },
    };
  }
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
