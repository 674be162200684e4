import { withResponse } from "../answers/with-response.ts";
import type { Issue } from "../errors/errors.ts";
import { copyInput, copyOptions } from "../input/copy.ts";
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
import { listOf } from "../pagination/list-walk.ts";
import { Pager } from "../pagination/pager.ts";
import { isSame } from "../pagination/rules/cycle.ts";
import type { ListSource, PageContent } from "../pagination/source.ts";
import { PAGER_OPTIONS, type PagerOptions } from "../pagination/types.ts";
import type { Answer } from "../transport/call.ts";
import { checkRequestOptions, omitUndefined, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { GET_INVOICES } from "./documents.ts";
import { invoiceList } from "./schemas.ts";
import { filterTagIssues } from "./tags.ts";
import type { GetInvoicesParams, Invoice, InvoicePage } from "./types.ts";

/** The API's own limit and default (docs/apis/reflex.md). */
const LARGEST_PAGE = 50;

/** What `getInvoices` takes beside the options of every call. */
export interface GetInvoicesOptions extends RequestOptions, PagerOptions {
  /** Whether the aggregates are asked for, on the first page. Default `true`. */
  aggregated?: boolean | undefined;
}

/** The pager over Reflex's invoices; see `ReflexClient.getInvoices`. */
export function listInvoices(
  connection: Connection,
  givenParams: GetInvoicesParams,
  givenOptions: GetInvoicesOptions,
): Pager<Invoice, InvoicePage> {
  const params = copyInput(givenParams);
  const options = copyOptions(givenOptions);
  checkRequestOptions(options, "reflex", "getInvoices", [...PAGER_OPTIONS, "aggregated"]);
  throwIfInvalid(paramIssues(params), "reflex", "getInvoices");
  return new Pager(listOf(createSource(connection, params, options), options.cursor), options);
}

function createSource(
  connection: Connection,
  params: GetInvoicesParams,
  options: GetInvoicesOptions,
): ListSource<Invoice, InvoicePage> {
  const { from, to, tags } = params.filter ?? {};
  const filter = omitUndefined({ from: toIsoString(from), to: toIsoString(to), tags: tags ?? undefined });
  const limit = params.page?.limit ?? LARGEST_PAGE;
  const start = params.page?.offset ?? 0;
  // Both are always sent: the server may demand them together (docs/apis/reflex.md).
  const sort = { column: params.sort?.column ?? "created_at", direction: params.sort?.direction ?? "DESC" };
  const byCreation = sort.column === "created_at";
  const idsOf = (items: readonly Invoice[]) => items.map(({ id }) => id);

  const source: ListSource<Invoice, InvoicePage> = {
    api: "reflex",
    operation: "getInvoices",
    fingerprint: `getInvoices ${JSON.stringify([filter, limit, start, sort])}`,
    direction: sort.direction === "ASC" ? "asc" : "desc",
    pageSize: limit,
    repeatEnds: false,
    fetch: (position, signal) => fetchPage(filter, position, position === 0 && options.aggregated !== false, signal),
    key: ({ id }) => id,
    time: ({ created_at }) => {
      const time = byCreation ? parseTime(created_at) : Number.NaN;
      return Number.isNaN(time) ? null : time;
    },
    async pinned({ items }, look) {
      if (!byCreation || (sort.direction !== "ASC" && sort.direction !== "DESC")) return null;
      // New invoices go to the end of the list, which the pages before it do not feel.
      if (sort.direction === "ASC") return source;
      const newest = parseTime(items[0]?.created_at);
      if (Number.isNaN(newest)) return null;
      if (parseTime(filter.to) <= newest + 1) return source;
      const justAfter = { ...filter, to: new Date(newest + 1).toISOString() };
      const held: typeof source = {
        ...source,
        fetch: (position, signal) => fetchPage(justAfter, position, false, signal),
      };
      // A server that reads the bound to the second, or tells its dates so, would leave out the list's newest.
      const first = await look(held, 0);
      return isSame(idsOf(first.items), idsOf(items)) ? held : null;
    },
  };
  return source;

  async function fetchPage(filter: object, position: number, aggregated: boolean, stop: AbortSignal) {
    const variables = { filter, page: { limit, offset: start + position * limit }, sort, aggregated };
    const operation = { operation: "getInvoices", options, stop, repeatable: true };
    const answer = await connection.query(GET_INVOICES, variables, operation);
    const found = findMany(answer);
    const rows: unknown = (found as { list?: unknown } | null | undefined)?.list;
    return {
      count: Array.isArray(rows) ? rows.length : 0,
      parse(): PageContent<Invoice, InvoicePage> {
        const { list, aggregated } = connection.parse(invoiceList, found, answer, "getInvoices.find_many");
        return withResponse({ items: list, aggregated }, answer.response);
      },
    };
  }
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
