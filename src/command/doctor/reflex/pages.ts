import type { Notes } from "../findings.ts";
import { findTies, firstTie } from "../order.ts";
import { type Json, objectOf, objectsOf, onlyOne, timeForm, timeOf } from "../values.ts";
import { isList, isRefusal, PLACES, placeOf, type ReflexQuestions, SUMS } from "./questions.ts";

const MAX_LIMIT = 50;
const HOUR_MS = 3_600_000;
const WEEKS_MS = 28 * 24 * HOUR_MS;

/** How large a page may be, what of it may be left out, and how rows of one time are sorted. */
export async function notePages(notes: Notes, questions: ReflexQuestions, rows: readonly Json[]): Promise<void> {
  const larger = await questions.ask(PLACES, { page: { limit: MAX_LIMIT + 1, offset: 0 } });
  if (isRefusal(larger)) notes.set("limitAboveMaximum", "error");
  else if (isList(larger) && listed(larger.body) === MAX_LIMIT && rows.length > MAX_LIMIT)
    notes.set("limitAboveMaximum", "clamp");
  const half = await questions.ask(PLACES, { page: { limit: 1 } });
  if (isRefusal(half)) notes.set("pageFields", "required");
  else if (isList(half)) notes.set("pageFields", "optional");
  await noteTies(notes, questions, rows);
}

function listed(body: unknown): number {
  return objectsOf(objectOf(objectOf(objectOf(objectOf(body).data).getInvoices).find_many).list).length;
}

async function noteTies(notes: Notes, questions: ReflexQuestions, rows: readonly Json[]): Promise<void> {
  const group = firstTie(rows.map(placeOf));
  const [first] = group ?? [];
  if (!group || !first) return;
  const filter = { from: iso(first.time - HOUR_MS), to: iso(first.time + HOUR_MS) };
  const list = async (direction: "ASC" | "DESC") => {
    const sort = { column: "created_at", direction } as const;
    return (await questions.list(PLACES, { filter, page: { limit: MAX_LIMIT, offset: 0 }, sort })).rows.map(placeOf);
  };
  const descending = [await list("DESC"), await list("DESC")];
  const ascending = [await list("ASC"), await list("ASC")];
  const isExact = rows.every(({ created_at }) => timeForm(created_at) !== "seconds");
  notes.set("ties", findTies(group, { descending, ascending }, isExact));
}

/** What the sums over a list are of, and in which words. */
export async function noteSums(notes: Notes, questions: ReflexQuestions, rows: readonly Json[]): Promise<void> {
  if (rows.length > 1) {
    const { aggregated } = await questions.list(SUMS, { page: { limit: 1, offset: 0 } });
    const { count } = objectOf(aggregated.total);
    if (Number(count) > 1) notes.set("aggregates", "filter");
    else if (count === 1) notes.set("aggregates", "page");
  }
  // Of some weeks with days between that have no invoice, where there are such.
  const times = rows.map((row) => timeOf(row.created_at)).filter((time) => !Number.isNaN(time));
  const [newest = Number.NaN] = times;
  const oldest =
    times
      .slice(0, MAX_LIMIT)
      .filter((time) => newest - time < WEEKS_MS)
      .at(-1) ?? Number.NaN;
  if (!(newest - oldest > 0)) return;
  const filter = { from: iso(oldest - HOUR_MS), to: iso(newest + HOUR_MS) };
  const { aggregated } = await questions.list(SUMS, { filter, page: { limit: MAX_LIMIT, offset: 0 } });
  notes.set("emptyBuckets", emptyBuckets(objectsOf(aggregated.list)));
}

/** Buckets are as wide as the nearest two are apart; two that are more than twice as far apart have a hole between them. */
function emptyBuckets(buckets: readonly Json[]): string | null {
  if (buckets.some(({ count }) => count === 0)) return "zero";
  const dates = buckets.map(({ date }) => timeOf(date)).sort((one, other) => one - other);
  const steps = dates.slice(1).map((date, index) => date - (dates[index] ?? 0));
  const hasHole = steps.length > 1 && Math.max(...steps) > 2.5 * Math.min(...steps);
  return hasHole && buckets.every(({ count }) => Number(count) > 0) ? "left_out" : null;
}

/** What the sums of the whole list say without another question. */
export function noteWords(notes: Notes, aggregated: Json): void {
  const countries = objectsOf(objectOf(aggregated.stats).countries);
  const forms = countries.flatMap(({ country }) => {
    if (typeof country !== "string") return [];
    return [/^[A-Z]{2}$/.test(country) ? "code" : "name"];
  });
  notes.set("countries", onlyOne(forms));
  const pubkeys = onlyOne(countries.map((one) => (Array.isArray(one.pubkeys) ? "list" : typeof one.pubkeys)));
  notes.set("countryPubkeys", pubkeys === "number" ? "count" : pubkeys === "list" ? "list" : null);
  const interval = aggregated.aggregation_interval;
  const documented = ["HOUR", "DAY", "WEEK", "MONTH", "YEAR"];
  if (typeof interval === "string" && !documented.includes(interval)) notes.set("unknownWords", "some");
  else if (interval === "MONTH") notes.set("unknownWords", "none");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
