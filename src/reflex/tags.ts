import { InputError, type Issue } from "../errors/errors.ts";
import { fieldIssues, type Rule } from "../input/rules.ts";
import type { InvoiceTagInput } from "./types.ts";

/** Reflex's documented limit. */
const MOST_TAGS = 5;
/** Lower-case words joined by single hyphens, no digits (apis/reflex.md, section 3). */
const TAG_KEY = /^[a-z]+(?:-[a-z]+)*$/;

/**
 * Turns plain values into the wire's list of tags.
 *
 * @param values At most five; keys are lower-case words joined by hyphens; values are text, finite numbers or booleans.
 * @throws InputError that names the tag.
 * @example
 * tags({ "user-id": "61274095", "product-id": 534271, "is-withdrawal": true });
 * // [{ key: "user-id", string_value: "61274095" }, { key: "product-id", number_value: 534271 }, …]
 */
export function tags(values: Record<string, string | number | boolean>): InvoiceTagInput[] {
  const list = Object.entries(values).map(([key, value]): InvoiceTagInput => {
    if (typeof value === "string") return { key, string_value: value };
    if (typeof value === "number") return { key, number_value: value };
    return { key, boolean_value: value };
  });
  const issues = tagIssues(list, "tags", MOST_TAGS);
  if (issues.length > 0) throw new InputError(issues, { api: "reflex", operation: "tags" });
  return list;
}

/** What is wrong with the tags of an invoice to push. */
export function invoiceTagIssues(list: unknown, path: string): Issue[] {
  return tagIssues(list, path, MOST_TAGS);
}

/** What is wrong with the tags to search for: how many may be given is not documented. */
export function filterTagIssues(list: unknown, path: string): Issue[] {
  return tagIssues(list, path, Number.POSITIVE_INFINITY);
}

function tagIssues(list: unknown, path: string, most: number): Issue[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [{ path, message: "must be a list" }];
  const issues = list.flatMap((tag, index) => oneTagIssues(tag, `${path}[${index}]`));
  if (list.length > most) issues.unshift({ path, message: `has ${list.length} tags; at most ${most} are allowed` });
  return issues;
}

const tagRules = {
  key: [
    (value) => typeof value === "string" && TAG_KEY.test(value),
    "must be lower-case words joined by hyphens, such as user-id",
  ],
  string_value: [(value) => typeof value === "string", "must be text"],
  // NaN and the infinities have no form in JSON.
  number_value: [Number.isFinite, "must be a finite number"],
  boolean_value: [(value) => typeof value === "boolean", "must be true or false"],
} satisfies Record<string, Rule>;

function oneTagIssues(tag: Partial<InvoiceTagInput> | null, path: string): Issue[] {
  const { key, ...values } = tag ?? {};
  const issues = fieldIssues({ ...values, key: key ?? "" }, tagRules, path);
  const given = Object.values(values).filter((value) => value !== undefined && value !== null);
  const message = "must have exactly one of string_value, number_value, boolean_value";
  return given.length === 1 ? issues : [...issues, { path, message }];
}
