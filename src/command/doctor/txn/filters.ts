import { Unanswered } from "../ask.ts";
import { type Bound, findBounds } from "../bounds.ts";
import type { Notes } from "../findings.ts";
import { type Json, objectOf, timeForm } from "../values.ts";
import { noteIncluded } from "./pages.ts";
import { placeOf, type TxnQuestions } from "./questions.ts";

const DAY_MS = 86_400_000;

/** How `created_at_from` and `created_at_to` are read. Gives whether they are heeded; null where that is open. */
export async function noteDates(notes: Notes, questions: TxnQuestions, rows: readonly Json[]): Promise<boolean | null> {
  const target = chooseTarget(rows);
  if (target === null) return null;
  const { id, time, isCoarse } = target;
  const found = await findBounds(
    { times: { createdAt: time }, coarse: isCoarse ? ["createdAt"] : [] },
    async (bound: Bound) => {
      const { side, at } = bound;
      const far = side === "to" ? { created_at_from: iso(time - DAY_MS) } : { created_at_to: iso(time + DAY_MS) };
      const order_type = side === "to" ? "desc" : "asc";
      const query = { order: "created_at", order_type, ...far, [`created_at_${side}`]: iso(at), per_page: 50 };
      const places = (await questions.list(query)).rows.map(placeOf);
      if (places.some((place) => place.id === id)) return true;
      const isOutside = ({ time: other }: { time: number }) => Math.abs(other - time) > DAY_MS + 2000;
      // What lies outside of both bounds shows that they are not heeded: then nothing is left out.
      if (places.some(isOutside)) return true;
      const isBehind = (place: { time: number }) =>
        side === "to" ? place.time < time - 1000 : place.time > time + 1000;
      if (places.length === 0 || places.some(isBehind)) return false;
      throw new Unanswered("the invoice may be on the next page");
    },
  );
  if (found.column === null) {
    if (await isIgnored(questions, rows)) notes.set("createdAtFilters", "ignored");
    return false;
  }
  // Inclusive is said of both ends.
  if (found.to === "exclusive" || found.from === "inclusive") notes.set("createdAtFilters", found.to);
  notes.set("filterPrecision", found.precision);
  return found.column === undefined ? null : true;
}

/** Whether a span long before the first invoice gives invoices nevertheless. */
async function isIgnored(questions: TxnQuestions, rows: readonly Json[]): Promise<boolean> {
  const before = { created_at_from: "2001-01-01T00:00:00.000Z", created_at_to: "2001-01-02T00:00:00.000Z" };
  const list = await questions.list({ order: "created_at", order_type: "desc", ...before, per_page: 10 });
  return list.rows.length > 0 && rows.length > 0;
}

/** An invoice that is not at a full second. */
function chooseTarget(rows: readonly Json[]) {
  const isCoarse = rows.some((row) => timeForm(objectOf(row.attributes).createdAt) === "seconds");
  for (const row of rows) {
    const { id, time } = placeOf(row);
    const part = time % 1000;
    if (!Number.isNaN(time) && (isCoarse || (part >= 2 && part <= 997))) return { id, time, isCoarse };
  }
  return null;
}

/** How `reference` is searched for. */
export async function noteReference(notes: Notes, questions: TxnQuestions, rows: readonly Json[]): Promise<void> {
  const references = rows.map((row) => objectOf(row.attributes).reference);
  const of = (row: Json) => String(objectOf(row.attributes).reference ?? "");
  const row = rows.find((one) => of(one).length >= 8 && references.filter((other) => other === of(one)).length === 1);
  if (row === undefined) return;
  const reference = of(row);
  const list = (text: string) =>
    questions.list({ order: "created_at", order_type: "desc", per_page: 50, reference: text });
  const whole = await list(reference);
  if (whole.rows.some((one) => of(one) !== reference)) {
    if (whole.rows.some((one) => !of(one).startsWith(reference))) notes.set("referenceFilter", "ignored");
    return;
  }
  if (!whole.rows.some(({ id }) => id === row.id)) return;
  const part = await list(reference.slice(0, -2));
  if (part.rows.length === 0) {
    notes.set("referenceFilter", "exact");
    noteIncluded(notes, part);
  } else if (
    part.rows.some(({ id }) => id === row.id) &&
    part.rows.every((one) => of(one).startsWith(reference.slice(0, -2)))
  ) {
    const end = await list(reference.slice(2));
    // The end of it would be found by a search anywhere in it.
    if (!end.rows.some(({ id }) => id === row.id)) notes.set("referenceFilter", "prefix");
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
