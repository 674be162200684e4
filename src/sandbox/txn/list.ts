import { Arranger } from "../ties.ts";
import { badParameter, type TxnError } from "./errors.ts";
import type { TxnGuesses } from "./guesses.ts";
import type { TxnRecord } from "./store.ts";

/** A list's parameters, read. Times are milliseconds since 1970. */
export interface ListQuery {
  descending: boolean;
  /** Counts from 0. */
  page: number;
  perPage: number;
  reference: string | null;
  /** From here on ... */
  fromMs: number;
  /** ... up to here, not included. */
  beforeMs: number;
}

/** The rows of a page, how many there are on all of them, and whether the page is behind the last one. */
export interface ListResult {
  records: readonly TxnRecord[];
  total: number;
  pastEnd: boolean;
}

/** Reads the query of a list, or says what is wrong with it. */
export function readListQuery(query: URLSearchParams, guesses: TxnGuesses): ListQuery | TxnError {
  const problems: TxnError[] = [];
  const text = (name: string, isRight: (value: string) => boolean, problem: string) => {
    const value = query.get(name) || null;
    if (value === null || isRight(value)) return value;
    problems.push(badParameter(name, problem));
    return null;
  };
  const order = text("order_type", (value) => value === "asc" || value === "desc", "must be asc or desc");
  text("order", (value) => value === "created_at", "can only be created_at");
  const isWhole = (value: string) => /^\d{1,15}$/.test(value);
  const page = text("page", isWhole, "must be a whole number, not below 0");
  const perPage = text("per_page", (value) => isWhole(value) && Number(value) > 0, "must be a whole number from 1 up");
  const cap = guesses.perPageCap === "none" ? Number.MAX_SAFE_INTEGER : guesses.perPageCap;
  if (guesses.perPageAboveCap === "error" && Number(perPage) > cap) {
    problems.push(badParameter("per_page", `must be at most ${cap}`));
  }
  const times = readTimes(text, guesses);
  const [problem] = problems;
  if (problem !== undefined && guesses.badParameter !== "ignored") {
    return guesses.badParameter === "unprocessable" ? { ...problem, status: 422 } : problem;
  }
  const standard = guesses.defaultPerPage === "none" ? cap : guesses.defaultPerPage;
  return {
    descending: (order ?? guesses.defaultOrderType) === "desc",
    page: Math.max(Number(page ?? guesses.firstPage) - guesses.firstPage, 0),
    perPage: Math.min(perPage === null ? standard : Number(perPage), cap),
    reference: guesses.referenceFilter === "ignored" ? null : query.get("reference") || null,
    ...times,
  };
}

type ReadText = (name: string, isRight: (value: string) => boolean, problem: string) => string | null;

function readTimes(text: ReadText, { createdAtFilters, filterPrecision }: TxnGuesses) {
  if (createdAtFilters === "ignored") return { fromMs: -Infinity, beforeMs: Infinity };
  const isDate = (value: string) => /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
  const unit = filterPrecision === "second" ? 1000 : 1;
  const time = (name: string) => {
    const value = text(name, isDate, "must be an ISO 8601 date");
    return value === null ? null : Math.floor(Date.parse(value) / unit) * unit;
  };
  const [from, to] = [time("created_at_from"), time("created_at_to")];
  // That both ends are included says the payouts' page of the same API.
  const beforeMs = to === null ? Infinity : to + (createdAtFilters === "inclusive" ? unit : 0);
  return { fromMs: from ?? -Infinity, beforeMs };
}

/** What a list says of itself: the texts of its query are echoed as they came, as on the documented sibling lists. */
export function listMeta(query: URLSearchParams, { page, perPage }: ListQuery, items: number, guesses: TxnGuesses) {
  if (guesses.metaPage === "absent") return {};
  const total = guesses.metaTotal === "items" ? items : Math.ceil(items / perPage);
  if (guesses.metaPage === "number") return { page: page + guesses.firstPage, per_page: perPage, total };
  return { page: query.get("page"), per_page: query.get("per_page"), total };
}

/** Picks pages from records that ascend by their creation. */
export class Lists {
  readonly #guesses: TxnGuesses;
  readonly #arranger: Arranger<TxnRecord>;

  constructor(guesses: TxnGuesses) {
    this.#guesses = guesses;
    this.#arranger = new Arranger(guesses.ties, ({ createdAtMs }) => createdAtMs);
  }

  page(records: readonly TxnRecord[], query: ListQuery): ListResult {
    const matching = filterRecords(records, query, this.#guesses);
    const total = matching.length;
    const lastPage = Math.max(Math.ceil(total / query.perPage), 1) - 1;
    const pastEnd = query.page > lastPage;
    const page = pastEnd && this.#guesses.pagePastEnd === "repeat_last" ? lastPage : query.page;
    const whole = { start: 0, end: total, descending: query.descending };
    const skipped = Math.min(page * query.perPage, total);
    return { records: this.#arranger.pick(matching, whole, skipped, query.perPage), total, pastEnd };
  }
}

function filterRecords(
  records: readonly TxnRecord[],
  { reference, fromMs, beforeMs }: ListQuery,
  { referenceFilter }: TxnGuesses,
): readonly TxnRecord[] {
  const start = fromMs === -Infinity ? 0 : firstAt(records, fromMs);
  const end = beforeMs === Infinity ? records.length : firstAt(records, beforeMs);
  const window = start === 0 && end === records.length ? records : records.slice(start, Math.max(start, end));
  if (reference === null) return window;
  return window.filter(({ terms }) =>
    referenceFilter === "exact" ? terms.reference === reference : terms.reference?.startsWith(reference),
  );
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
