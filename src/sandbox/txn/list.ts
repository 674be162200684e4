import { badParameter, type TxnError } from "./errors.ts";
import type { TxnGuesses } from "./guesses.ts";
import type { TxnRecord } from "./store.ts";

/** A list's parameters, read. Times are milliseconds since 1970. */
export interface ListQuery {
  descending: boolean;
  page: number;
  perPage: number;
  reference: string | null;
  fromMs: number;
  toMs: number;
}

/** The rows of a page, and how many there are on all of them. `page` is the one that is shown. */
export interface ListResult {
  records: readonly TxnRecord[];
  total: number;
  page: number;
}

/** Reads the query of a list, or says what is wrong with it. */
export function readListQuery(query: URLSearchParams, guesses: TxnGuesses): ListQuery | TxnError {
  const problems: TxnError[] = [];
  const whole = (name: string, fallback: number) => {
    const text = query.get(name) || String(fallback);
    if (/^\d{1,15}$/.test(text)) return Number(text);
    problems.push(badParameter(name, "must be a whole number, not below 0"));
    return fallback;
  };
  const time = (name: string, fallback: number) => {
    const text = query.get(name);
    if (!text || guesses.createdAtFilters === "ignored") return fallback;
    const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(ms)) problems.push(badParameter(name, "must be an ISO 8601 date"));
    return ms;
  };
  const order = query.get("order") || "created_at";
  if (order !== "created_at") problems.push(badParameter("order", "can only be created_at"));
  const orderType = query.get("order_type") || guesses.defaultOrderType;
  if (orderType !== "asc" && orderType !== "desc") problems.push(badParameter("order_type", "must be asc or desc"));
  const perPage = whole("per_page", guesses.defaultPerPage);
  if (perPage === 0) problems.push(badParameter("per_page", "must be at least 1"));
  const read: ListQuery = {
    descending: orderType === "desc",
    // Pages count from 1; that 0 means the first page too is a guess.
    page: Math.max(whole("page", 1), 1),
    perPage: Math.min(perPage, guesses.perPageCap ?? perPage),
    reference: query.get("reference") || null,
    fromMs: time("created_at_from", -Infinity),
    toMs: time("created_at_to", Infinity),
  };
  return problems[0] ?? read;
}

/** Picks a page from records that ascend by their creation. A page behind the end is empty unless it is to repeat the last. */
export function pickPage(records: readonly TxnRecord[], query: ListQuery, repeatLast: boolean): ListResult {
  const matching = filterRecords(records, query);
  const total = matching.length;
  const lastPage = Math.max(Math.ceil(total / query.perPage), 1);
  const page = repeatLast ? Math.min(query.page, lastPage) : query.page;
  const skipped = Math.min((page - 1) * query.perPage, total);
  const end = Math.min(skipped + query.perPage, total);
  if (!query.descending) return { records: matching.slice(skipped, end), total, page };
  return { records: matching.slice(total - end, total - skipped).reverse(), total, page };
}

function filterRecords(records: readonly TxnRecord[], { reference, fromMs, toMs }: ListQuery): readonly TxnRecord[] {
  // Both ends are included, as the payouts' page of the same API says.
  const start = fromMs === -Infinity ? 0 : firstAt(records, fromMs);
  const end = toMs === Infinity ? records.length : firstAt(records, toMs + 1);
  const window = start === 0 && end === records.length ? records : records.slice(start, Math.max(start, end));
  return reference === null ? window : window.filter(({ terms }) => terms.reference === reference);
}

/** The position of the first record created at or after a time. */
function firstAt(records: readonly TxnRecord[], ms: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.createdAtMs ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
