import { attempt } from "../ask.ts";
import { Notes } from "../findings.ts";
import { limitHeadersOf } from "../values.ts";
import { wordOf } from "../words.ts";
import { noteDates, noteReference } from "./filters.ts";
import { noteDefaults, noteFirstPage, notePageSize, notePastEnd, noteTies, noteTotal } from "./pages.ts";
import { noteBadParameter, noteNotFound } from "./protocol.ts";
import type { TxnQuestions } from "./questions.ts";
import { noteRows } from "./rows.ts";

/** Finds out about Txn. `list` is the body of an answered list, for the drift; null where there was none. */
export async function examineTxn(
  questions: TxnQuestions,
): Promise<{ notes: Notes; list: unknown; isReached: boolean; isAdmitted: boolean }> {
  const notes = new Notes();
  const first = await attempt(() =>
    questions.get("", { order: "created_at", order_type: "desc", page: 1, per_page: 10 }),
  );
  const isAdmitted = first !== null && first.status !== 401 && first.status !== 403;
  if (first === null) notes.fact("the service", "gave no answer", "Check the address and the network.");
  else if (isAdmitted) notes.fact("the key", "works", "It may read. Whether it may create is only seen by creating.");
  else notes.fact("the key", `refused: HTTP ${first.status}`, "Check TXN_API_KEY and TXN_BASE_URL.");
  if (!isAdmitted) return { notes, list: null, isReached: first !== null, isAdmitted };

  await attempt(() => noteFirstPage(notes, questions));
  const refusesWrong = await attempt(() => noteBadParameter(notes, questions));
  const size = await attempt(() => notePageSize(notes, questions, refusesWrong === true));
  await attempt(() => noteDefaults(notes, questions, { largest: size?.largest ?? 0 }));
  const heedsDates = await attempt(() => noteDates(notes, questions, questions.rows));
  await attempt(() => noteReference(notes, questions, questions.rows));
  const total = await attempt(() => noteTotal(notes, questions));
  await attempt(() => notePastEnd(notes, questions, total));
  await attempt(() => noteNotFound(notes, questions));
  await attempt(() => noteTies(notes, questions, questions.rows, heedsDates === true));
  noteRows(notes, questions);
  noteRest(notes, questions, size?.largest ?? 0);
  const largest = questions.lists.toSorted((one, other) => other.rows.length - one.rows.length)[0];
  return { notes, list: largest?.answer.body ?? null, isReached: true, isAdmitted };
}

function noteRest(notes: Notes, { asker, lists }: TxnQuestions, largest: number): void {
  const limits = limitHeadersOf(asker.answers);
  if (limits !== "other") notes.set("rateLimitHeaders", limits);
  if (asker.throttling) notes.set("throttleRetryAfter", asker.throttling.hasRetryAfter ? "seconds" : "none");
  if (notes.switches.perPageCap === undefined)
    notes.fact("largest page", `at least ${largest} invoices`, "Its limit was not met.");
  const types = new Set(lists.flatMap(({ included }) => included).map(({ type }) => wordOf(String(type))));
  if (types.size > 0) notes.fact("included types", [...types].sort().join(", "));
}
