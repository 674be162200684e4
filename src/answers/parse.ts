import { type Issue, ResponseValidationError } from "../errors/errors.ts";
import type { Answer } from "../transport/call.ts";
import { emit, type Hooks } from "../transport/hooks.ts";
import { redactValue } from "../transport/redact.ts";
import { driftKind } from "./drift.ts";
import { pathText, type RawIssue, read, wording } from "./read.ts";
import type { Schema } from "./schema.ts";

/**
 * Validates a part of an answer, and reports what deviates from the documents.
 *
 * @param root Where the part itself stands, for an error that is about it as a whole; nothing for the answer.
 */
export type Parse = <T>(schema: Schema<T>, value: unknown, answer: Answer, root?: string) => T;

/** So many issues of an answer are told: nobody reads more, and with `strict` each drift is one. */
const MOST_TOLD = 100;

/** So many paths are remembered: a server that makes up names must not fill the memory. */
const MOST_PATHS = 10_000;

/**
 * Makes the function that validates the answers of one client: it remembers which drift was reported already.
 *
 * The function throws a `ResponseValidationError` where something is wrong that must be right; with `strict`, for drift too.
 */
export function createParse(validation: "tolerant" | "strict", hooks: Hooks): Parse {
  const reported = new Set<string>();

  return (schema, value, answer, root = "") => {
    const reading = read(schema, value);
    for (const issue of reading.drift) reportOnce(issue, answer);
    const wrong = validation === "strict" ? [...reading.faults, ...reading.drift] : reading.faults;
    if (wrong.length > 0) throw new ResponseValidationError(issuesOf(wrong, answer, root), answer.data, answer.context);
    return reading.value;
  };

  function reportOnce({ path, input, ...issue }: RawIssue, { context, redact }: Answer): void {
    const { onDrift } = hooks;
    const { api, operation } = context;
    const kind = driftKind(issue);
    const place = withoutIndexes(pathText(path));
    if (!onDrift || !api || !operation || !kind || reported.has(place) || reported.size === MOST_PATHS) return;
    reported.add(place);
    // A server may put anything into the name of a field.
    const shown = withoutIndexes(pathText(path, redact));
    emit(() => onDrift({ api, operation, path: shown, kind, value: redactValue(input, redact) }));
  }
}

function withoutIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, "[]");
}

function issuesOf(wrong: readonly RawIssue[], { redact }: Answer, root: string): Issue[] {
  const told = wrong
    .slice(0, MOST_TOLD)
    .map((issue) => ({ path: pathText(issue.path, redact) || root, message: wording(issue) }));
  return wrong.length > MOST_TOLD ? [...told, { path: root, message: `${wrong.length - MOST_TOLD} more` }] : told;
}
