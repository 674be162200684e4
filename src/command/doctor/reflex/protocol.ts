import { errorsOf } from "../ask.ts";
import type { Notes } from "../findings.ts";
import { type Json, objectOf } from "../values.ts";
import { codesOf, isList, isRefusal, PLACES, type ReflexQuestions } from "./questions.ts";

const SCHEMA = "{ __schema { types { name kind fields { name } inputFields { name } enumValues { name } } } }";

/** How wrong variables and a zone that there is not are refused. */
export async function noteRefusals(notes: Notes, questions: ReflexQuestions): Promise<void> {
  const wrong = await questions.ask(PLACES, { page: { limit: "many", offset: 0 } });
  if (isRefusal(wrong) && (wrong.status === 200 || wrong.status === 400)) notes.set("badVariableStatus", wrong.status);
  const cookie = "amboss-reflex-api-timezone=Nowhere/Nothing";
  const zone = await questions.ask(PLACES, { page: { limit: 1, offset: 0 } }, { cookie });
  if (isList(zone)) notes.set("badTimezone", "utc");
  else if (isRefusal(zone)) notes.set("badTimezone", "error");
}

/** Whether the schema can be asked for; it, where it can. */
export async function noteIntrospection(
  notes: Notes,
  questions: ReflexQuestions,
  probeAuth: boolean,
): Promise<Json | null> {
  const answer = await questions.ask(SCHEMA);
  const schema = objectOf(objectOf(answer.body).data).__schema;
  if (typeof schema !== "object" || schema === null) {
    // The other documents are good ones: this one is refused for what it asks.
    const isClosed = codesOf(answer).some(
      (code) => code === "GRAPHQL_VALIDATION_FAILED" || code === "INTROSPECTION_DISABLED",
    );
    if (isClosed) notes.set("introspection", "closed");
    return null;
  }
  if (probeAuth) {
    const keyless = await questions.ask(SCHEMA, {}, { key: null });
    const isOpen = typeof objectOf(objectOf(keyless.body).data).__schema === "object";
    notes.set("introspection", isOpen && errorsOf(keyless.body).length === 0 ? "open" : "with_key");
  }
  return schema as Json;
}

/** How a wrong key is refused. */
export async function noteWrongKey(notes: Notes, questions: ReflexQuestions): Promise<void> {
  const answer = await questions.ask("{ getHello }", {}, { key: "wrong-key-of-unvoice-doctor" });
  if (objectOf(objectOf(answer.body).data).getHello !== undefined) {
    notes.fact("a wrong key", "accepted", "The service answers without a right key: tell it.");
    return;
  }
  if (answer.status === 200 || answer.status === 401) notes.set("authFailureStatus", answer.status);
  const codes = codesOf(answer);
  if (codes.includes("UNAUTHENTICATED")) notes.set("authFailureBody", "unauthenticated");
  else if (codes.length > 0) notes.set("authFailureBody", "message");
  else if (answer.body !== undefined) notes.set("authFailureBody", "plain");
}
