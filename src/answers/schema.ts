import * as z from "zod/mini";
import { note } from "./drift.ts";

/** A schema of an answer or a part of it: zod's own. */
export type Schema<T> = z.ZodMiniType<T>;

/** Longer than any sum of msat that there can be; `BigInt` takes seconds for the millions of digits that an answer may hold. */
const MSAT = /^-?\d{1,50}$/;

/** How every schema runs: up to the first fault. A hostile answer may have a million, which zod hands up as arguments. */
export const FIRST_FAULT = { async: false, abortEarly: true } as const;

const isNull = (value: unknown) => value === null;
const unknownField = z.unknown().check(note("unknown_field", () => true));

/**
 * An object with these fields, each of which may be null or absent as its schema says; further ones are kept, and noted.
 *
 * Not zod's object, which builds its value key by key: V8 gives up on such objects from 17 fields on, and whoever reads or
 * copies them pays. Listing 20,000 Txn invoices cost 2.4 times the CPU of a hand-written loop with zod's, and 2.0 with this
 * copy, in which little changes; a page of 50 was read in 3.3 and 2.4 times the time of `JSON.parse` (`npm run bench`).
 */
export function wire<T>(shape: { readonly [K in keyof Required<T>]: Schema<T[K]> }): Schema<T> {
  const fields = Object.entries<Schema<unknown>>(shape);
  return z.transform((value, { issues }) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      issues.push({ code: "invalid_type", expected: "object", input: value });
      return z.NEVER;
    }
    const input = value as Record<string, unknown>;
    const output = { ...input };
    for (const [name, schema] of fields) if (!readField(name, schema, input, output, issues)) return output;
    for (const name of Object.keys(input)) {
      if (Object.hasOwn(shape, name)) continue;
      // Whoever merges the answer into an object of theirs would change that one's prototype.
      if (name === "__proto__") delete output[name];
      else readField(name, unknownField, input, output, issues);
    }
    return output;
  }) as unknown as Schema<T>;
}

/** Runs a field's schema; `false` where the field is wrong, after which nothing further is looked at. */
function readField(
  name: string,
  schema: Schema<unknown>,
  input: Record<string, unknown>,
  output: Record<string, unknown>,
  issues: z.core.$ZodRawIssue[],
): boolean {
  const given = input[name];
  const result = schema._zod.run({ value: given, issues: [] }, FIRST_FAULT) as z.core.ParsePayload;
  if (result.value !== given) output[name] = result.value;
  let isRight = true;
  for (const issue of result.issues) {
    issues.push({ ...issue, path: [name, ...(issue.path ?? [])] });
    isRight &&= issue.continue === true;
  }
  return isRight;
}

/** `null` where it is absent or null, of which the documents know. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return z._default(z.nullable(schema), null);
}

/** `null` where it is absent or null; null is noted. */
export function documented<T>(schema: Schema<T>): Schema<T | null> {
  return z._default(z.nullable(schema).check(note("unexpected_null", isNull)), null);
}

/** A list where one object may stand for a list of one, and nothing for an empty list; null is noted. */
export function oneOrMany<T>(item: Schema<T>): Schema<T[]> {
  const many = z.pipe(
    z.transform((value) => (Array.isArray(value) ? value : [value])),
    z.array(item),
  );
  const orNull = z.nullable(many).check(note("unexpected_null", isNull), (payload) => {
    payload.value ??= [];
  });
  return z._default(orNull, []) as Schema<T[]>;
}

/** Text of which the documents know these values; others are kept, and noted. */
export function open<const Known extends string>(...known: Known[]): Schema<Known | (string & {})> {
  const values = new Set<string>(known);
  return z.string().check(note("unknown_value", (value) => !values.has(value)));
}

/** An amount in msat as a bigint, from decimal text or a safe whole number. */
export const msat: Schema<bigint> = z.transform((value, { issues }) => {
  // A bigint is one that was read before, and kept.
  if (typeof value === "bigint") return value;
  if ((typeof value === "string" && MSAT.test(value)) || Number.isSafeInteger(value)) return BigInt(value as string);
  const message = "must be a whole number of msat, as text of at most 50 digits or as a safe integer";
  issues.push({ code: "custom", message, input: value });
  return z.NEVER;
}) as unknown as Schema<bigint>;

/** Decimal text; a number is turned into text, since nothing is computed with it. */
export const decimalText: Schema<string> = z.pipe(
  z.transform((value) => (typeof value === "number" ? String(value) : value)),
  z.string(),
);

/** As it came, `undefined` or null too; null is noted. */
export function documentedOrAbsent<T>(schema: Schema<T>): Schema<T | null | undefined> {
  return z.optional(z.nullable(schema).check(note("unexpected_null", isNull)));
}

/** A value that is checked by the schema which it asks for. */
export function dependent<T>(schemaOf: (value: unknown) => Schema<T>): Schema<T> {
  return z.transform((value, { issues }) => {
    const result = schemaOf(value)._zod.run({ value, issues }, FIRST_FAULT) as z.core.ParsePayload;
    return result.value;
  }) as unknown as Schema<T>;
}
