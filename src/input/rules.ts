import type { Issue } from "../errors/errors.ts";
import { suggestion } from "./options.ts";
import { parseTime } from "./time.ts";

/** What a field must be: a test, and the words for its failure. `undefined` and `null` are no values and pass. */
export type Rule = readonly [test: (value: unknown) => boolean, message: string];

/** A whole number of a range. */
export function count(from: number, to = Number.MAX_SAFE_INTEGER): Rule {
  const range = to < Number.MAX_SAFE_INTEGER ? `from ${from} to ${to}` : `from ${from}`;
  return [
    (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
    `must be a whole number ${range}`,
  ];
}

/**
 * Text with something in it: a server may take an empty one for none at all. Half of a surrogate pair cannot be sent: the
 * server would search for another text.
 */
export const nonEmptyString: Rule = [
  (value) => typeof value === "string" && value.trim() !== "" && !/\p{Surrogate}/u.test(value),
  "must be non-empty, well-formed text",
];

/** A valid `Date` or ISO 8601 text. */
export const dateOrIsoString: Rule = [
  (value) => !Number.isNaN(epoch(value)),
  "must be a valid Date or ISO 8601 text, such as 2026-01-31T00:00:00Z",
];

/** A field that is checked by other means. */
export const anyValue: Rule = [() => true, ""];

/** What is wrong with an object's fields. */
export function fieldIssues(value: unknown, rules: Record<string, Rule>, path = ""): Issue[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || Array.isArray(value)) return [{ path, message: "must be an object" }];
  return Object.entries(value).flatMap(([name, field]) => {
    const at = path ? `${path}.${name}` : name;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    // A field that no document knows is a slip, and would be ignored in silence.
    if (!rule) return [{ path: at, message: `is not a known field${suggestion(name, Object.keys(rules), path)}` }];
    return field === undefined || field === null || rule[0](field) ? [] : [{ path: at, message: rule[1] }];
  });
}

/** What is wrong with a period: an end before its start. */
export function periodIssues(from: unknown, to: unknown, fromPath: string, toPath: string): Issue[] {
  return epoch(from) > epoch(to) ? [{ path: toPath, message: `is before ${fromPath}` }] : [];
}

/** A moment as it is sent: text as given, a `Date` as ISO 8601; `undefined` where none was given. */
export function toIsoString(value: Date | string | null | undefined): string | undefined {
  return value instanceof Date ? value.toISOString() : (value ?? undefined);
}

/** Milliseconds since 1970; `NaN` where the value is no moment. */
function epoch(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  // Date.parse alone takes much that no ISO 8601 server would, "7 March" for example.
  return /^\d{4}(-\d\d){0,2}(T[\d:.,]+(Z|[+-]\d\d:?\d\d)?)?$/i.test(String(value))
    ? parseTime(String(value))
    : Number.NaN;
}
