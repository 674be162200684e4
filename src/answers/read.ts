import type * as z from "zod/mini";
import type { Issue } from "../errors/errors.ts";
import { allowDrift, driftKind } from "./drift.ts";
import { FIRST_FAULT, type Schema } from "./schema.ts";

/** An issue as zod gives it before it has a text. */
export type RawIssue = z.core.$ZodRawIssue;

/** What a schema makes of a value. */
export interface Reading<T> {
  /** Only what it says where there are no faults. */
  value: T;
  faults: RawIssue[];
  drift: RawIssue[];
}

/** So much of a field's name is shown: a server may give it any length. */
const SHOWN_NAME = 200;
/** So much of it is looked through for secrets; one that begins where it is shown ends within. */
const READ_NAME = 5_000;

/**
 * Reads a value in one pass: what it says, what deviates from the documents, and the first thing that is wrong with it. A
 * hostile answer may have a million of these, which zod would hand up as the arguments of one call.
 */
export function read<T>(schema: Schema<T>, value: unknown): Reading<T> {
  allowDrift();
  const result = schema._zod.run({ value, issues: [] }, FIRST_FAULT);
  const { issues, value: parsed } = result as z.core.ParsePayload<T>;
  // The usual case costs nothing more: most answers are as documented.
  if (issues.length === 0) return { value: parsed, faults: issues, drift: issues };
  const [faults, drift] = [[], []] as [RawIssue[], RawIssue[]];
  for (const issue of issues) (driftKind(issue) ? drift : faults).push(issue);
  return { value: parsed, faults, drift };
}

/**
 * Where something stands: `list[3].tags[0].key`; empty for the value as a whole.
 *
 * @param redact Takes secrets out of a field's name.
 */
export function pathText(path: readonly PropertyKey[] = [], redact: (name: string) => string = String): string {
  const parts = path.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return `.${redact(String(part).slice(0, READ_NAME)).slice(0, SHOWN_NAME)}`;
  });
  return parts.join("").replace(/^\./, "");
}

/** What is wrong, in words that never repeat the value. */
export function wording(issue: RawIssue): Issue["message"] {
  const kind = driftKind(issue);
  if (kind) return `${kind.replace("_", " ")} (validation is strict)`;
  if (issue.input === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be ${types[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `must be ${issue.values.join(" or ")}`;
  return issue.message ?? "has none of the documented forms";
}

const types: Partial<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};
