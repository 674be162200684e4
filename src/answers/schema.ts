import { $ZodArray, type $ZodRawIssue, $ZodTransform, type $ZodType, type ParsePayload } from "zod/v4/core";
import type { DriftEvent } from "../transport/hooks.ts";

/**
 * The building blocks of the answers' schemas: zod's types and arrays over leaves of our own. They come from zod's core,
 * which zod/mini wraps: without the wrapper's methods, which nothing here calls, a bundle is 1.1 KB gzip smaller.
 *
 * What deviates from the documents without becoming unreadable ("drift") is an issue too, marked by its message, so
 * that one pass over an answer gives the value, its faults and its drift, with their paths.
 */
export type Schema<T> = $ZodType<T>;

/** What a leaf is handed by zod: it returns the value and reports what is wrong with it. */
type Payload = { issues: $ZodRawIssue[] };

const driftKinds = new Set<unknown>([
  "unknown_field",
  "unknown_value",
  "unexpected_null",
] satisfies DriftEvent["kind"][]);

/** The kind of drift that an issue stands for, `undefined` where it is a fault. */
export function driftKind(issue: { message?: string | undefined }): DriftEvent["kind"] | undefined {
  return driftKinds.has(issue.message) ? (issue.message as DriftEvent["kind"]) : undefined;
}

/** An object with these fields; further ones are kept, and reported as drift. */
export function object<T>(shape: { readonly [K in keyof Required<T>]: Schema<T[K]> }): Schema<T> {
  const fields = Object.entries<Schema<unknown>>(shape);
  return leaf((value, payload) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return fault(payload, value, "must be an object");
    }
    // Not zod's object, which builds its answer key by key: V8 gives up on such objects from 17 fields on, and whoever
    // reads or copies them pays. A copy in which little changes takes half the time.
    const input = value as Record<string, unknown>;
    const output = { ...input };
    for (const [name, schema] of fields) {
      const field = runWithin(name, schema, input[name], payload);
      if (field !== input[name]) output[name] = field;
    }
    for (const name of Object.keys(input)) {
      if (Object.hasOwn(shape, name)) continue;
      runWithin(name, unknownField, input[name], payload);
      // Whoever merges the answer into an object of theirs would change that one's prototype.
      if (name === "__proto__") delete output[name];
    }
    return output;
  });
}

const unknownField = leaf((value, payload) => report(payload, value, "unknown_field"));

/** A list that must be there. */
export function list<T>(item: Schema<T>): Schema<T[]> {
  return new $ZodArray({ type: "array", element: item }) as unknown as Schema<T[]>;
}

/** A list where one object may stand for a list of one, and nothing for an empty list. */
export function oneOrMany<T>(item: Schema<T>): Schema<T[]> {
  const many = list(item);
  return leaf((value, payload) => {
    if (value === undefined || value === null) return noted(payload, value, []);
    return run(many, Array.isArray(value) ? value : [value], payload);
  });
}

/** Something that may be absent or null, and is then `null`; documented as always there unless `nullable`. */
export function optional<T>(schema: Schema<T>, nullable?: "nullable"): Schema<T | null> {
  return leaf((value, payload) => {
    if (value === undefined || value === null) return nullable ? null : noted(payload, value, null);
    return run(schema, value, payload);
  });
}

/** Like {@link optional}, but keeps absence (`undefined`) and `null` apart. */
export function absentOr<T>(schema: Schema<T>, nullable?: "nullable"): Schema<T | null | undefined> {
  return leaf((value, payload) => {
    if (value === undefined || value === null) return nullable ? value : noted(payload, value, value);
    return run(schema, value, payload);
  });
}

/** Text that must be there. */
export const text: Schema<string> = typed("string", "text");

/** A number that must be there. */
export const number: Schema<number> = typed("number", "a number");

/** A truth value that must be there. */
export const flag: Schema<boolean> = typed("boolean", "true or false");

function typed<T>(type: string, words: string): Schema<T> {
  return leaf((value, payload) => (typeof value === type ? value : fault(payload, value, `must be ${words}`)));
}

/** Whatever stands there. */
export const anything: Schema<unknown> = leaf((value) => value);

/** Text of which the documents know these values; others are kept, and reported as drift. */
export function openEnum<const Known extends string>(...known: Known[]): Schema<Known | (string & {})> {
  const values = new Set<unknown>(known);
  return leaf((value, payload) => {
    const known = run(text, value, payload);
    return typeof known !== "string" || values.has(known) ? known : report(payload, known, "unknown_value");
  });
}

/** An amount in msat as a bigint, from decimal text or a safe whole number (apis/reflex.md, section 2). */
export const msat: Schema<bigint> = leaf((value, payload) => {
  if (typeof value === "string" && /^-?\d+$/.test(value)) return BigInt(value);
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  return fault(payload, value, "must be a whole number of msat, as text or as a safe integer");
});

/** Decimal text; a number is turned into text, since nothing is computed with it. */
export const decimalText: Schema<string> = leaf((value, payload) => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : fault(payload, value, "must be decimal text");
});

/** A value that a function reads; it reports what is wrong to the payload that it is handed. */
export function leaf<T>(parse: (value: unknown, payload: Payload) => unknown): Schema<T> {
  return new $ZodTransform({ type: "transform", transform: parse as never }) as unknown as Schema<T>;
}

/** Runs a schema inside a leaf; zod adds the path of the leaf to the issues. */
export function run<T>(schema: Schema<T>, value: unknown, payload: Payload): T {
  // A leaf reports to the payload itself: this is every field of every row, and needs no payload of its own.
  const { transform } = schema._zod.def as { transform?: (value: unknown, payload: Payload) => T };
  if (transform) return transform(value, payload);
  const result = schema._zod.run({ value, issues: [] }, { async: false }) as ParsePayload<T>;
  if (result.issues.length > 0) payload.issues.push(...result.issues);
  return result.value;
}

/** Runs a field's schema, and adds the field's name to the path of what it reports. */
function runWithin<T>(name: string, schema: Schema<T>, value: unknown, payload: Payload): T {
  const before = payload.issues.length;
  const parsed = run(schema, value, payload);
  if (payload.issues.length > before) {
    const further = payload.issues.splice(before);
    payload.issues.push(...further.map((issue) => ({ ...issue, path: [name, ...(issue.path ?? [])] })));
  }
  return parsed;
}

function fault(payload: Payload, input: unknown, message: string): unknown {
  payload.issues.push({ code: "custom", message: input === undefined ? "is missing" : message, input });
  return input;
}

function report(payload: Payload, input: unknown, kind: DriftEvent["kind"]): unknown {
  payload.issues.push({ code: "custom", message: kind, input, continue: true });
  return input;
}

/** Absence is no drift: a documented field may be left out. */
function noted<T>(payload: Payload, value: unknown, instead: T): T {
  if (value === null) report(payload, value, "unexpected_null");
  return instead;
}
