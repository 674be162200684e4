import type * as z from "zod/mini";
import type { DriftEvent } from "../transport/hooks.ts";

/**
 * Drift: what deviates from the documents without becoming unreadable. To zod it is an issue too, marked by its message,
 * so that one pass over an answer gives the value, its faults and its drift, with their paths.
 *
 * zod's pipes stop at any issue of their left side, drift included: it is noted on the right of a transform, or around it.
 */
type Drift = DriftEvent["kind"];

/** More than that of one answer is not noted: zod hands issues up as the arguments of a call, of which a stack holds few. */
const MOST = 10_000;

const kinds = new Set<unknown>(["unknown_field", "unknown_value", "unexpected_null"] satisfies Drift[]);

let left = 0;

/** Begins a new answer, which may deviate as often as the one before. */
export function allowDrift(): void {
  left = MOST;
}

/** A check that notes a value as drift where `deviates` says so. */
export function note<T = unknown>(kind: Drift, deviates: (value: T) => boolean): z.core.CheckFn<T> {
  return ({ value, issues }) => {
    if (left === 0 || !deviates(value)) return;
    left -= 1;
    issues.push({ code: "custom", message: kind, input: value, continue: true });
  };
}

/** The kind of drift that an issue stands for, `undefined` where it is a fault. */
export function driftKind({ message }: { message?: string | undefined }): Drift | undefined {
  return kinds.has(message) ? (message as Drift) : undefined;
}
