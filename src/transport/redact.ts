/** Replaces secrets in a text that may be shown. */
export type Redact = (text: string) => string;

/** Any BOLT 11 payment request, of whatever network, also cut off. */
const PAYMENT_REQUEST = /ln(?:bcrt|bc|tbs|tb|sb)[0-9a-z]{15,}/gi;

/** Shorter values (a language, a version) are no secrets, and replacing them would garble the text. */
const SHORTEST_SECRET = 6;

/**
 * Makes a function that takes payment requests and the given secrets out of a text.
 *
 * @example
 * createRedact(["key-123"])("bad key key-123"); // "bad key [redacted]"
 */
export function createRedact(secrets: readonly string[]): Redact {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) => {
    let shown = text;
    for (const secret of known) shown = shown.replaceAll(secret, "[redacted]");
    return shown.replace(PAYMENT_REQUEST, "[payment request]");
  };
}

/**
 * A copy of parsed JSON without secrets, however deep inside, in the names of fields too.
 *
 * @example
 * redactValue({ seen: ["key-123"] }, createRedact(["key-123"])); // { seen: ["[redacted]"] }
 */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [redact(name), redactValue(item, redact)]));
}

/**
 * An error's cause without secrets: itself where it holds none, else a copy of its name, message, stack and code.
 *
 * A `fetch` of the user's, or the library below, may hang the whole request on its error, key included.
 */
export function redactCause(cause: unknown, redact: Redact, outer: readonly Error[] = []): unknown {
  if (!(cause instanceof Error)) return typeof cause === "string" ? redact(cause) : undefined;
  // An error may be its own cause, by way of others.
  if (outer.includes(cause)) return undefined;
  const cleaned = (value: unknown) => redactCause(value, redact, [...outer, cause]);
  const inner = cleaned(cause.cause);
  const isClean = (name: PropertyKey, value: unknown): boolean => {
    if (name === "cause") return value === inner;
    if (typeof value === "string") return redact(value) === value;
    // What an AggregateError is made of.
    if (name === "errors" && Array.isArray(value)) return value.every((error) => cleaned(error) === error);
    return typeof value !== "object";
  };
  // Whoever prints an error prints what stands under its symbols as well. The last three it may have from its class.
  const names = [...Reflect.ownKeys(cause), "name", "message", "stack"];
  if (names.every((name) => isClean(name, Reflect.get(cause, name)))) return cause;
  const copy = new Error(redact(cause.message), inner === undefined ? {} : { cause: inner });
  copy.name = redact(cause.name);
  copy.stack = redact(cause.stack ?? "");
  const code: unknown = Reflect.get(cause, "code");
  return typeof code === "string" ? Object.assign(copy, { code: redact(code) }) : copy;
}
