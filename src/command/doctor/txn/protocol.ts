import { randomUUID } from "node:crypto";
import type { Notes } from "../findings.ts";
import { readList, type TxnQuestions } from "./questions.ts";

/** How a parameter that cannot be read is refused. Gives whether it is refused at all; null where that is open. */
export async function noteBadParameter(notes: Notes, questions: TxnQuestions): Promise<boolean | null> {
  const answer = await questions.get("", { order: "created_at", order_type: "sideways", per_page: 1 });
  if (answer.status === 400) notes.set("badParameter", "bad_request");
  else if (answer.status === 422) notes.set("badParameter", "unprocessable");
  else if (readList(answer)) notes.set("badParameter", "ignored");
  else return null;
  return answer.status !== 200;
}

/** What stands in the answer about an invoice that there is not. */
export async function noteNotFound(notes: Notes, questions: TxnQuestions): Promise<void> {
  const answer = await questions.get(`/${randomUUID()}`);
  if (answer.status !== 404) return;
  if (answer.isEmpty) notes.set("notFoundBody", "empty");
  else if (Array.isArray((answer.body as { errors?: unknown } | undefined)?.errors))
    notes.set("notFoundBody", "errors");
}
