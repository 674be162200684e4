import { attempt } from "../ask.ts";
import { Notes } from "../findings.ts";
import { directionOf } from "../order.ts";
import { type Json, limitHeadersOf, objectOf } from "../values.ts";
import { noteFilters } from "./filters.ts";
import { notePages, noteSums, noteWords } from "./pages.ts";
import { noteIntrospection, noteRefusals, noteWrongKey } from "./protocol.ts";
import { noteAllowedPush } from "./push.ts";
import { codesOf, placeOf, type ReflexQuestions, ROWS, WHOLE } from "./questions.ts";
import { noteRows } from "./rows.ts";
import { noteSchema } from "./schema.ts";
import { noteTags } from "./tags.ts";

const PAGES = 4;
const FULL_PAGE = 50;

/** What may be asked beyond reading. */
export interface Permissions {
  probeAuth: boolean;
  /** An invoice of the user's own. */
  push: string | null;
}

/** Finds out about Reflex. `list` is the body of an answered list, for the drift; null where there was none. */
export async function examineReflex(
  questions: ReflexQuestions,
  { probeAuth, push }: Permissions,
): Promise<{ notes: Notes; list: unknown; isReached: boolean; isAdmitted: boolean }> {
  const notes = new Notes();
  const hello = await attempt(() => questions.ask("{ getHello }"));
  const isAdmitted = hello !== null && objectOf(objectOf(hello.body).data).getHello !== undefined;
  noteKey(notes, hello === null ? null : hello.status, hello === null ? [] : codesOf(hello), isAdmitted);
  if (!isAdmitted) return { notes, list: null, isReached: hello !== null, isAdmitted };
  const first = await attempt(() => questions.list(WHOLE, { page: { limit: FULL_PAGE, offset: 0 } }));
  if (first !== null) {
    const rows = await readRows(questions, first.rows);
    noteRows(notes, rows, first.aggregated);
    noteWords(notes, first.aggregated);
    const order = directionOf(first.rows.map(placeOf));
    if (order) notes.fact("order of the list", order === "desc" ? "newest first" : "oldest first");
    for (const probe of [noteFilters, noteTags, notePages, noteSums]) {
      await attempt(() => probe(notes, questions, rows));
    }
  }
  await attempt(() => noteRefusals(notes, questions));
  const schema = await attempt(() => noteIntrospection(notes, questions, probeAuth));
  if (schema) noteSchema(notes, schema);
  if (push !== null) await attempt(() => noteAllowedPush(notes, questions, push));
  if (probeAuth) await attempt(() => noteWrongKey(notes, questions));
  const limits = limitHeadersOf(questions.asker.answers);
  if (limits !== "other") notes.set("rateLimitHeaders", limits);
  const { throttling } = questions.asker;
  if (throttling) notes.set("throttling", throttling.status === 429 ? "http_429" : "graphql_200");
  return { notes, list: first?.answer.body ?? null, isReached: true, isAdmitted };
}

async function readRows(questions: ReflexQuestions, first: readonly Json[]): Promise<Json[]> {
  const rows = new Map(first.map((row) => [row.id, row]));
  for (let page = 1; page < PAGES && rows.size >= page * FULL_PAGE; page++) {
    const next = await attempt(() => questions.list(ROWS, { page: { limit: FULL_PAGE, offset: page * FULL_PAGE } }));
    for (const row of next?.rows ?? []) rows.set(row.id, row);
  }
  return [...rows.values()];
}

function noteKey(notes: Notes, status: number | null, codes: readonly string[], isAdmitted: boolean): void {
  if (isAdmitted) notes.fact("the key", "works", "It may read. Whether it may push is only seen by pushing.");
  else if (status === null) notes.fact("the service", "gave no answer", "Check the address and the network.");
  else
    notes.fact("the key", `refused: HTTP ${status} ${codes[0] ?? ""}`.trim(), "Check REFLEX_API_KEY and REFLEX_URL.");
}
