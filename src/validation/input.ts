import type { Issue } from "../errors.ts";

/** Fields that no document knows are typing errors, and would be ignored in silence. */
export function unknownFields(value: unknown, known: readonly string[], path: string): Issue[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || Array.isArray(value)) return [{ path, message: "must be an object" }];
  const strangers = Object.keys(value).filter((name) => !known.includes(name));
  return strangers.map((name) => ({ path: path ? `${path}.${name}` : name, message: "is not a known field" }));
}

/** A moment as it is sent: text as given, a `Date` as ISO 8601; `undefined` where none was given. */
export function moment(value: Date | string | null | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return value instanceof Date ? value.toISOString() : value;
}

/** What is wrong with the two ends of a period. */
export function periodIssues(period: Record<string, unknown>): Issue[] {
  const times = Object.entries(period).map(([path, value]) => ({ path, time: epoch(value) }));
  const issues = times
    .filter(({ time }) => Number.isNaN(time))
    .map(({ path }) => ({ path, message: "must be a valid Date or ISO 8601 text, such as 2026-01-31T00:00:00Z" }));
  const [from, to] = times;
  if (from && to && Number(from.time) > Number(to.time))
    issues.push({ path: to.path, message: `is before ${from.path}` });
  return issues;
}

/** Milliseconds since 1970; `NaN` where the value is no moment. */
function epoch(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.getTime();
  // Date.parse alone takes much that no ISO 8601 server would, "7 March" for example.
  return /^\d{4}(-\d\d){0,2}(T[\d:.,]+(Z|[+-]\d\d:?\d\d)?)?$/i.test(String(value))
    ? Date.parse(String(value))
    : Number.NaN;
}
