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
 * An error's cause without secrets: itself where it holds none, else a copy of its name, message, stack and code.
 *
 * A `fetch` of the user's, or the library below, may hang the whole request on its error, key included.
 */
export function redactCause(cause: unknown, redact: Redact): unknown {
  if (!(cause instanceof Error)) return typeof cause === "string" ? redact(cause) : undefined;
  const inner = cause.cause === undefined ? undefined : redactCause(cause.cause, redact);
  const text = `${cause.name}\n${cause.message}\n${cause.stack}`;
  const holdsObjects = Object.values(cause).some(
    (value) => typeof value === "object" || (typeof value === "string" && redact(value) !== value),
  );
  if (inner === cause.cause && redact(text) === text && !holdsObjects) return cause;
  const copy = new Error(redact(cause.message), inner === undefined ? {} : { cause: inner });
  copy.name = redact(cause.name);
  copy.stack = redact(cause.stack ?? "");
  const code: unknown = Reflect.get(cause, "code");
  return typeof code === "string" ? Object.assign(copy, { code: redact(code) }) : copy;
}
