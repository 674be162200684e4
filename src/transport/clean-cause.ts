import { type Redact, redactStart } from "./redact.ts";
import { partsOf, propertyOf } from "./thrown.ts";

const DEEPEST = 8;
const MOST_PARTS = 10;
const LONGEST = 16 * 1024;
/** What is copied by other means, or would be shown by name whatever it holds. */
const apart = new Set(["name", "message", "stack", "cause", "errors"]);

/**
 * A copy of an error's cause without secrets: its name, message, stack, causes, and what else is text or number. A `fetch` of the
 * user's, or the library below, may hang the whole request on its error, key included; so neither objects are copied, nor
 * functions, getters and symbols, which may show anything when the error is printed.
 *
 * @returns `undefined` where it is neither an error nor text
 */
export function cleanCause(cause: unknown, redact: Redact, outer: readonly unknown[] = []): unknown {
  if (typeof cause === "string") return redactStart(cause, redact, LONGEST);
  const message = propertyOf(cause, "message");
  // An error may be its own cause, by way of others.
  if (typeof message !== "string" || outer.includes(cause) || outer.length === DEEPEST) return undefined;
  const clean = (value: unknown) => cleanCause(value, redact, [...outer, cause]);
  const text = (name: string) => redactStart(String(propertyOf(cause, name) ?? ""), redact, LONGEST);
  const inner = clean(propertyOf(cause, "cause"));
  const parts = partsOf(cause).slice(0, MOST_PARTS).map(clean);
  const options = inner === undefined ? {} : { cause: inner };
  const copy =
    parts.length > 0 ? new AggregateError(parts, text("message"), options) : new Error(text("message"), options);
  const set = (name: string, value: unknown, enumerable = false) =>
    Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true });
  set("name", text("name"));
  set("stack", text("stack"));
  for (const [name, value] of plainFields(cause as object)) {
    if (redact(name) === name) set(name, typeof value === "string" ? redactStart(value, redact, LONGEST) : value, true);
  }
  return copy;
}

/** The own fields that hold text, a number, or true or false. */
function plainFields(error: object): [string, unknown][] {
  try {
    return Object.entries(Object.getOwnPropertyDescriptors(error))
      .filter(([name, { value }]) => !apart.has(name) && ["string", "number", "boolean"].includes(typeof value))
      .map(([name, { value }]) => [name, value]);
  } catch {
    return []; // a Proxy that gives none
  }
}
