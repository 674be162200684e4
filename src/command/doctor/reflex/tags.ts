import type { Notes } from "../findings.ts";
import { type Json, objectsOf } from "../values.ts";
import { PLACES, type ReflexQuestions } from "./questions.ts";

const FULL_PAGE = 50;

/** How several tags, and a tag without a value, are searched for. */
export async function noteTags(notes: Notes, questions: ReflexQuestions, rows: readonly Json[]): Promise<void> {
  const ids = async (tags: object[]) =>
    (await questions.list(PLACES, { filter: { tags }, page: { limit: FULL_PAGE, offset: 0 } })).rows.map(
      ({ id }) => id,
    );
  const pair = apart(rows.slice(0, FULL_PAGE));
  if (pair === null) return;
  const { one, other, withOne, withOther } = pair;
  // Only a filter that finds what it is asked for, and leaves out the rest, can tell anything.
  const byOne = await ids([one]);
  const byOther = await ids([other]);
  const isHeeded =
    byOne.includes(withOne.id) &&
    !byOne.includes(withOther.id) &&
    byOther.includes(withOther.id) &&
    !byOther.includes(withOne.id);
  if (!isHeeded) return;
  const byBoth = await ids([one, other]);
  const [hasOne, hasOther] = [byBoth.includes(withOne.id), byBoth.includes(withOther.id)];
  if (hasOne && hasOther) notes.set("tagFilter", "or");
  if (!hasOne && !hasOther && byBoth.every((id) => byOne.includes(id) === byOther.includes(id)))
    notes.set("tagFilter", "and");
  const byKey = await ids([{ key: one.key }]);
  if (byKey.includes(withOne.id)) notes.set("tagWithoutValue", "any_value");
  else if (byKey.length === 0) notes.set("tagWithoutValue", "no_match");
}

/** Two tags of different keys, and of each an invoice that has it and not the other. */
function apart(rows: readonly Json[]): { one: Json; other: Json; withOne: Json; withOther: Json } | null {
  const has = (row: Json, tag: Json) => objectsOf(row.tags).some((own) => same(own, tag));
  for (const withOne of rows) {
    for (const one of objectsOf(withOne.tags)) {
      for (const withOther of rows) {
        if (has(withOther, one)) continue;
        const other = objectsOf(withOther.tags).find((tag) => tag.key !== one.key && !has(withOne, tag));
        if (other) return { one: wire(one), other: wire(other), withOne, withOther };
      }
    }
  }
  return null;
}

function same(one: Json, other: Json): boolean {
  return ["key", "string_value", "number_value", "boolean_value"].every(
    (name) => (one[name] ?? null) === (other[name] ?? null),
  );
}

function wire({ key, string_value, number_value, boolean_value }: Json): Json {
  const values = Object.entries({ string_value, number_value, boolean_value }).filter(([, value]) => value != null);
  return { key, ...Object.fromEntries(values) };
}
