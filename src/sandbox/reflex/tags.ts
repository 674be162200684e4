import type { ReflexGuesses } from "./guesses.ts";

/** A tag as Reflex shows it: one of the three values is set, the others are null. */
export interface InvoiceTag {
  key: string;
  string_value: string | null;
  number_value: number | null;
  boolean_value: boolean | null;
}

/** A tag as a caller sends it. */
export interface InvoiceTagInput {
  key: string;
  string_value?: string | null;
  number_value?: number | null;
  boolean_value?: boolean | null;
}

/** Makes a tag of a plain value. */
export function tag(key: string, value: string | number | boolean): InvoiceTag {
  return {
    key,
    string_value: typeof value === "string" ? value : null,
    number_value: typeof value === "number" ? value : null,
    boolean_value: typeof value === "boolean" ? value : null,
  };
}

/** A caller's tag with the values it left out as null. */
export function storedTag(input: InvoiceTagInput): InvoiceTag {
  const { key, string_value = null, number_value = null, boolean_value = null } = input;
  return { key, string_value, number_value, boolean_value };
}

/** What is wrong with the tags of a pushed invoice, in class-validator's words. At most 5, and the key's form, are documented. */
export function tagProblems(tags: readonly InvoiceTagInput[]): string[] {
  const problems = tags.length > 5 ? ["tags must contain no more than 5 elements"] : [];
  tags.forEach((candidate, position) => {
    if (!KEY.test(candidate.key)) problems.push(`tags.${position}.key must match ${KEY} regular expression`);
    // No document says how many values a tag may have; three fields for one value leave little else.
    if (values(candidate).length !== 1) problems.push(`tags.${position} must have exactly one value`);
  });
  return problems;
}

const KEY = /^[a-z]+(?:-[a-z]+)*$/;

function values(input: InvoiceTagInput): unknown[] {
  return [input.string_value, input.number_value, input.boolean_value].filter((value) => value != null);
}

/** Whether an invoice's tags have what a filter asks for. */
export function matchesTags(
  tags: readonly InvoiceTag[],
  wanted: readonly InvoiceTagInput[],
  { tagFilter, tagWithoutValue }: Pick<ReflexGuesses, "tagFilter" | "tagWithoutValue">,
): boolean {
  if (wanted.length === 0) return true;
  const has = (want: InvoiceTagInput) =>
    (values(want).length > 0 || tagWithoutValue === "any_value") && tags.some((own) => matches(own, want));
  return tagFilter === "and" ? wanted.every(has) : wanted.some(has);
}

function matches(own: InvoiceTag, want: InvoiceTagInput): boolean {
  if (own.key !== want.key) return false;
  if (want.string_value != null && own.string_value !== want.string_value) return false;
  if (want.number_value != null && own.number_value !== want.number_value) return false;
  return want.boolean_value == null || own.boolean_value === want.boolean_value;
}
