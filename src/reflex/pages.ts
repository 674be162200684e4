import type { Issue } from "../errors/errors.ts";
import {
  anyValue,
  count,
  dateOrIsoString,
  fieldIssues,
  nonEmptyString,
  periodIssues,
  toIsoString,
} from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { parseTime } from "../input/time.ts";
import { Pager } from "../pagination/pager.ts";
import { isSame } from "../pagination/repeats.ts";
import type { PageContent, PagerOptions, Strategy } from "../pagination/strategy.ts";
import type { Answer } from "../transport/call.ts";
import { checkRequestOptions, omitUndefined, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { GET_INVOICES } from "./operations.ts";
import { invoiceList } from "./schemas.ts";
import { filterTagIssues } from "./tags.ts";
import type { GetInvoicesParams, Invoice, InvoicePage } from "./types.ts";

/** The API's own limit and default (apis/reflex.md, section 3). */
const LARGEST_PAGE = 50;

/** What `getInvoices` takes beside the options of every call. */
export interface GetInvoicesOptions extends RequestOptions, PagerOptions {
  /** Whether the aggregates are asked for, on the first page. Default `true`. */
  aggregated?: boolean | undefined;
}

/** The pager over Reflex's invoices; see `ReflexClient.getInvoices`. */
export function listInvoices(
  connection: Connection,
  params: GetInvoicesParams,
  options: GetInvoicesOptions,
): Pager<Invoice, InvoicePage> {
  checkRequestOptions(options, "reflex", "getInvoices");
  throwIfInvalid(paramIssues(params), "reflex", "getInvoices");
  return new Pager(createStrategy(connection, params, options), options);
}

interface Pin {
  to?: string;
}

function createStrategy(
  connection: Connection,
  params: GetInvoicesParams,
  options: GetInvoicesOptions,
): Strategy<Invoice, InvoicePage, Answer, Pin> {
  const { from, to, tags } = params.filter ?? {};
  const filter = omitUndefined({ from: toIsoString(from), to: toIsoString(to), tags: tags ?? undefined });
  const limit = params.page?.limit ?? LARGEST_PAGE;
  const start = params.page?.offset ?? 0;
  // Both are always sent: the server may demand them together (apis/reflex.md, section 2).
  const sort = { column: params.sort?.column ?? "created_at", direction: params.sort?.direction ?? "DESC" };
  const byCreation = sort.column === "created_at";

  return {
    api: "reflex",
    operation: "getInvoices",
    fingerprint: `getInvoices ${JSON.stringify([filter, limit, start, sort])}`,
    direction: sort.direction === "ASC" ? "asc" : "desc",
    pageSize: limit,
    repeatEnds: false,
    fetch(position, { signal, pin }) {
      const variables = {
        filter: { ...filter, ...pin },
        page: { limit, offset: start + position * limit },
        sort,
        // A pinned request for the first page only looks.
        aggregated: position === 0 && pin === undefined && options.aggregated !== false,
      };
      return connection.query(GET_INVOICES, variables, {
        operation: "getInvoices",
        options,
        stop: signal,
        repeatable: true,
      });
    },
    count: (answer) => {
      const rows: unknown = (findMany(answer) as { list?: unknown } | null | undefined)?.list;
      return Array.isArray(rows) ? rows.length : 0;
    },
    parse(answer): PageContent<Invoice, InvoicePage> {
      const { list, aggregated } = connection.parse(invoiceList, findMany(answer), answer, "getInvoices.find_many");
      return { items: list, aggregated };
    },
    key: ({ id }) => id,
    time: ({ created_at }) => {
      const time = byCreation ? parseTime(created_at) : Number.NaN;
      return Number.isNaN(time) ? null : time;
    },
    async steady({ items }, probe) {
      if (!byCreation || (sort.direction !== "ASC" && sort.direction !== "DESC")) return null;
      // New invoices go to the end of the list, which the pages before it do not feel.
      if (sort.direction === "ASC") return {};
      const newest = parseTime(items[0]?.created_at);
      if (Number.isNaN(newest)) return null;
      if (parseTime(filter.to) <= newest + 1) return {};
      const justAfter = { to: new Date(newest + 1).toISOString() };
      // A server that reads the bound to the second, or tells its dates so, would leave out the list's newest.
      const pinned = this.parse(await probe(0, justAfter)).items;
      return isSame(pinned.map(this.key), items.map(this.key)) ? justAfter : null;
    },
  };
}

function findMany(answer: Answer): unknown {
  const data = answer.data as { getInvoices?: { find_many?: unknown } | null } | null;
  return data?.getInvoices?.find_many;
}

function paramIssues(params: GetInvoicesParams): Issue[] {
  const { filter, page, sort } = params;
  return [
    ...fieldIssues(params, { filter: anyValue, page: anyValue, sort: anyValue }),
    ...fieldIssues(filter, { from: dateOrIsoString, to: dateOrIsoString, tags: anyValue }, "filter"),
    ...fieldIssues(page, { limit: count(1, LARGEST_PAGE), offset: count(0) }, "page"),
    ...fieldIssues(sort, { column: nonEmptyString, direction: nonEmptyString }, "sort"),
    ...periodIssues(filter?.from, filter?.to, "filter.from", "filter.to"),
    ...filterTagIssues(filter?.tags, "filter.tags"),
  ];
}
