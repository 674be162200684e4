import { errorsOf } from "../ask.ts";
import type { Notes } from "../findings.ts";
import { directionOf, findTies, firstTie, type Placed } from "../order.ts";
import { type Json, objectOf, timeForm } from "../values.ts";
import { placeOf, readList, type TxnList, type TxnQuestions } from "./questions.ts";

/** More is not asked for: a thousand invoices weigh some three megabytes. */
const MOST_PER_PAGE = 1000;
const HOUR_MS = 3_600_000;
const NEWEST_FIRST = { order: "created_at", order_type: "desc" };

const idsOf = (list: TxnList) => new Set(list.rows.map(({ id }) => id));

/** How many of the first list's rows are in the second. */
function overlap(one: TxnList, other: TxnList): number {
  const ids = idsOf(other);
  return one.rows.filter(({ id }) => ids.has(id)).length;
}

/** Which number the first page has: by ten invoices a page, since rows of one time may change places. */
export async function noteFirstPage(notes: Notes, questions: TxnQuestions): Promise<void> {
  const size = { ...NEWEST_FIRST, per_page: 10 };
  const unnumbered = await questions.list(size);
  const one = await questions.list({ ...size, page: 1 });
  const full = unnumbered.rows.length;
  if (full < 4) return;
  const [same, other] = [full * 0.6, full * 0.3];
  if (overlap(unnumbered, one) >= same) {
    const two = await questions.list({ ...size, page: 2 });
    if (two.rows.length > 0 && overlap(two, unnumbered) <= other) notes.set("firstPage", 1);
  } else if (one.rows.length > 0 && overlap(one, unnumbered) <= other) {
    const zero = await questions.list({ ...size, page: 0 });
    if (overlap(unnumbered, zero) >= same) notes.set("firstPage", 0);
  }
}

/** What `meta.total` counts; with one invoice a page it is the same either way. Gives the number of invoices, where it tells. */
export async function noteTotal(notes: Notes, questions: TxnQuestions): Promise<number | null> {
  const ask = (per_page: number) => questions.list({ ...NEWEST_FIRST, per_page });
  const before = (await ask(1)).meta.total;
  if (typeof before !== "number") return null;
  const ten = await ask(10);
  const byTen = ten.meta.total;
  // Asked again, so that an invoice made meanwhile changes no answer.
  const after = (await ask(1)).meta.total;
  if (before !== after || before < 2 || ten.rows.length === 0) return before;
  // A page may be cut to fewer.
  const pages = Math.ceil(before / ten.rows.length);
  if (byTen === before && byTen !== pages) notes.set("metaTotal", "items");
  else if (byTen === pages && byTen !== before) notes.set("metaTotal", "pages");
  return before;
}

/** What a page behind the last one is, and what `included` is where there is nothing to include. */
export async function notePastEnd(notes: Notes, questions: TxnQuestions, total: number | null): Promise<void> {
  const first = await questions.list({ order: "created_at", order_type: "asc", per_page: 2 });
  const second = await questions.list({ ...NEWEST_FIRST, per_page: 2 });
  const beyond = { order: "created_at", order_type: "asc", page: total === null ? 100_000 : total + 100, per_page: 2 };
  const answer = await questions.get("", beyond);
  // An empty list has no last page to repeat.
  if (first.rows.length === 0) return;
  const list = readList(answer);
  if (answer.status === 404) notes.set("pagePastEnd", "not_found");
  else if (list?.rows.length === 0) {
    notes.set("pagePastEnd", "empty");
    noteIncluded(notes, list);
  } else if (list !== null && overlap(list, second) > 0 && overlap(list, first) === 0)
    notes.set("pagePastEnd", "repeat_last");
}

/** Notes what `included` is in a list without invoices. */
export function noteIncluded(notes: Notes, list: TxnList): void {
  if (list.rows.length > 0) return;
  const { included } = objectOf(list.answer.body);
  if (included === undefined) notes.set("emptyIncluded", "absent");
  else if (Array.isArray(included) && included.length === 0) notes.set("emptyIncluded", "list");
}

/** How rows of one time are sorted. */
export async function noteTies(
  notes: Notes,
  questions: TxnQuestions,
  rows: readonly Json[],
  heedsDates: boolean,
): Promise<void> {
  const group = firstTie(rows.map(placeOf));
  const [tied] = group ?? [];
  if (!group || !tied) return;
  const near = heedsDates
    ? { created_at_from: iso(tied.time - HOUR_MS), created_at_to: iso(tied.time + HOUR_MS) }
    : null;
  // Without a filter by date only the newest invoices are at hand, and only from one side.
  if (near === null) return;
  const list = async (order_type: string): Promise<Placed[]> =>
    (await questions.list({ order: "created_at", order_type, ...near, per_page: 50 })).rows.map(placeOf);
  const descending = [await list("desc"), await list("desc")];
  const ascending = [await list("asc"), await list("asc")];
  const isExact = rows.every((row) => timeForm(objectOf(row.attributes).createdAt) !== "seconds");
  notes.set("ties", findTies(group, { descending, ascending }, isExact));
}

/** What holds where no `per_page` and no `order_type` is sent. */
export async function noteDefaults(notes: Notes, questions: TxnQuestions, size: PageSize): Promise<void> {
  const list = await questions.list();
  notes.set("defaultOrderType", directionOf(list.rows.map(placeOf)));
  const count = list.rows.length;
  // A page as large as the largest may be cut to that, and a list that ends there may be all of it.
  if (count > 0 && count < size.largest) notes.set("defaultPerPage", count);
}

/** How large pages are. */
export interface PageSize {
  /** The most rows that were on a page. */
  largest: number;
}

/** The most rows on a page, and what becomes of a `per_page` above it. Gives the page it was told by. */
export async function notePageSize(
  notes: Notes,
  questions: TxnQuestions,
  refusesWrong: boolean,
): Promise<PageSize & { list: TxnList | null }> {
  const ask = (per_page: number, more: object = {}) => questions.get("", { ...NEWEST_FIRST, ...more, per_page });
  const answer = await ask(MOST_PER_PAGE);
  const list = readList(answer);
  if (list !== null) {
    const count = list.rows.length;
    if (count === 0 || count >= MOST_PER_PAGE) return { largest: count, list };
    const next = readList(await ask(MOST_PER_PAGE, { page: Number(notes.switches.firstPage ?? 1) + 1 }));
    // The next page goes on: the first was cut.
    const isCut = next !== null && next.rows.length > 0 && overlap(next, list) <= next.rows.length * 0.3;
    if (isCut) {
      notes.set("perPageCap", count);
      // A service that lets every wrong parameter pass says nothing of this one.
      if (refusesWrong) notes.set("perPageAboveCap", "clamp");
    }
    return { largest: count, list };
  }
  if (answer.status !== 400 && answer.status !== 422) return { largest: 0, list: null };
  const cap = await findCap(ask, answer);
  if (cap === null) return { largest: 0, list: null };
  notes.set("perPageAboveCap", "error");
  notes.set("perPageCap", cap.size);
  return { largest: cap.list.rows.length, list: cap.list };
}

/** The largest size that is not refused: the one that the refusal names, or by halving. */
async function findCap(
  ask: (perPage: number) => Promise<{ status: number; body: unknown } & TxnList["answer"]>,
  refusal: { body: unknown },
) {
  const words = errorsOf(refusal.body)
    .map(({ title, detail }) => `${title} ${detail}`)
    .join(" ");
  const named = Number(/\b\d{1,3}\b/.exec(words)?.[0] ?? Number.NaN);
  let [good, bad] = [0, MOST_PER_PAGE];
  let list: TxnList | null = null;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    const isOpen = (size: number) => size > good && size < bad;
    const size = isOpen(named) ? named : isOpen(named + 1) ? named + 1 : middle;
    const answer = await ask(size);
    const found = readList(answer);
    if (found !== null) [good, list] = [size, found];
    else if (answer.status === 400 || answer.status === 422) bad = size;
    else return null;
  }
  return list === null ? null : { size: good, list };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
