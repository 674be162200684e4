import { Unanswered } from "../ask.ts";
import { type Bound, findBounds } from "../bounds.ts";
import type { Notes } from "../findings.ts";
import { type Json, timeForm, timeOf } from "../values.ts";
import { codesOf, isList, isRefusal, PLACES, placeOf, type ReflexQuestions, ROWS } from "./questions.ts";

const HALF_DAY_MS = 43_200_000;

/** How the bounds of the date filter are read. */
export async function noteFilters(notes: Notes, questions: ReflexQuestions, rows: readonly Json[]): Promise<void> {
  const target = chooseTarget(rows);
  if (target !== null) {
    const { id, time, times, coarse } = target;
    const found = await findBounds({ times, coarse }, async ({ side, at }: Bound) => {
      const far = side === "to" ? { from: iso(time - HALF_DAY_MS) } : { to: iso(time + HALF_DAY_MS) };
      const direction = side === "to" ? "DESC" : "ASC";
      const page = { limit: 50, offset: 0 };
      const sort = { column: "created_at", direction } as const;
      const answer = await questions.list(PLACES, { filter: { ...far, [side]: iso(at) }, page, sort });
      const places = answer.rows.map(placeOf);
      if (places.some((place) => place.id === id)) return true;
      // Left out for certain only where the list ends before it, or goes on behind it.
      const isBehind = (place: { time: number }) =>
        side === "to" ? place.time < time - 1000 : place.time > time + 1000;
      if (places.length < page.limit || places.some(isBehind)) return false;
      throw new Unanswered("the invoice may be on the next page");
    });
    if (found.column === "created_at" || found.column === "invoice_created_at") notes.set("filterColumn", found.column);
    if (found.column === null) notes.fact("date filter", "ignored", "Look at the dates of what you get yourself.");
    notes.set("filterPrecision", found.precision);
    notes.set("filterTo", found.to);
  }
  await noteReversed(notes, questions, rows);
}

async function noteReversed(notes: Notes, questions: ReflexQuestions, [newest]: readonly Json[]): Promise<void> {
  const time = timeOf(newest?.created_at);
  if (Number.isNaN(time)) return;
  // The whole list lies between the two, the wrong way round.
  const filter = { from: iso(time + HALF_DAY_MS), to: iso(time - HALF_DAY_MS) };
  const answer = await questions.ask(ROWS, { filter, page: { limit: 1, offset: 0 } });
  if (isRefusal(answer) && !codesOf(answer).includes("BAD_USER_INPUT")) notes.set("reversedFilter", "error");
  else if (isList(answer) && JSON.stringify(answer.body).includes('"list":[]')) notes.set("reversedFilter", "empty");
}

/** An invoice whose times are well apart, and not at a full second. */
function chooseTarget(rows: readonly Json[]) {
  const isCoarse = rows.some(({ created_at }) => timeForm(created_at) === "seconds");
  for (const row of rows.slice(0, 50)) {
    const { id, time } = placeOf(row);
    const issued = timeOf(row.invoice_created_at);
    const part = time % 1000;
    if (Number.isNaN(time) || (!isCoarse && (part < 2 || part > 997))) continue;
    if (!(time - issued > 3000 && time - issued < HALF_DAY_MS / 2)) continue;
    const times = { created_at: time, invoice_created_at: issued };
    return { id, time, times, coarse: isCoarse ? ["created_at"] : [] };
  }
  return null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
