import { type Issue, ResponseValidationError } from "../errors/errors.ts";
import type { Answer } from "../transport/call.ts";
import { type DriftEvent, emit, type Hooks } from "../transport/hooks.ts";
import { redactValue } from "../transport/redact.ts";
import { driftKind, run, type Schema } from "./schema.ts";

/**
 * Validates a part of an answer, and reports what deviates from the documents.
 *
 * @param root where the part itself stands, for an error that is about it as a whole; nothing for the answer
 */
export type Parse = <T>(schema: Schema<T>, value: unknown, answer: Answer, root?: string) => T;

/**
 * Makes the function that validates the answers of one client: it remembers which drift was reported already.
 *
 * The function throws a `ResponseValidationError` where something is wrong that must be right; with `strict`, for drift too.
 */
export function createParse(validation: "tolerant" | "strict", hooks: Hooks): Parse {
  const reported = new Set<string>();

  return (schema, value, answer, root = "") => {
    const payload: Parameters<typeof run>[2] = { issues: [] };
    const parsed = run(schema, value, payload);
    // The usual case costs nothing more: most answers are as documented.
    if (payload.issues.length === 0) return parsed;
    const faults: Issue[] = [];
    for (const issue of payload.issues) {
      const kind = driftKind(issue);
      // A server may put anything into the name of a field.
      const path = answer.redact(pathText(issue.path ?? []));
      if (kind) reportOnce(kind, path, issue.input, answer);
      if (!kind || validation === "strict") faults.push({ path: path || root, message: wording(issue, kind) });
    }
    if (faults.length > 0) throw new ResponseValidationError(faults, answer.data, answer.context);
    return parsed;
  };

  function reportOnce(kind: DriftEvent["kind"], indexed: string, input: unknown, { context, redact }: Answer): void {
    const path = indexed.replace(/\[\d+\]/g, "[]");
    const { api, operation } = context;
    const { onDrift } = hooks;
    if (!onDrift || !api || !operation || reported.has(path)) return;
    reported.add(path);
    emit(() => onDrift({ api, operation, path, kind, value: redactValue(input, redact) }));
  }
}

function wording(issue: { message?: string | undefined; code?: string }, kind: string | undefined): string {
  if (kind) return `${kind.replace("_", " ")} (validation is strict)`;
  // Only zod's arrays report in zod's words, all else in ours.
  return issue.code === "invalid_type" ? "must be a list" : (issue.message ?? "");
}

/** `list[3].tags[0].key`; empty for the part as a whole. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.replace(/^\./, "");
}
