import { type Api, InputError, type Issue } from "../errors.ts";

/** Throws one `InputError` with everything that is wrong. */
export function refuse(issues: readonly Issue[], api: Api, operation: string): void {
  if (issues.length > 0) throw new InputError(issues, { api, operation });
}

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
export function periodIssues(from: unknown, to: unknown, fromPath: string, toPath: string): Issue[] {
  const start = epoch(from);
  const end = epoch(to);
  const issues: Issue[] = [];
  for (const [time, path] of [
    [start, fromPath],
    [end, toPath],
  ] as const) {
    if (Number.isNaN(time))
      issues.push({ path, message: "must be a valid Date or ISO 8601 text, such as 2026-01-31T00:00:00Z" });
  }
  if (start !== undefined && end !== undefined && start > end) {
    issues.push({ path: toPath, message: `is before ${fromPath}` });
  }
  return issues;
}

/** Milliseconds since 1970; `NaN` where the value is no moment. */
function epoch(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.getTime();
  // Date.parse alone takes much that no ISO 8601 server would, "7 March" for example.
  return typeof value === "string" && /^\d{4}(-\d\d){0,2}(T[\d:.,]+(Z|[+-]\d\d:?\d\d)?)?$/i.test(value)
    ? Date.parse(value)
    : Number.NaN;
}
