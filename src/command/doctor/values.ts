/** A JSON object, of which nothing is known. */
export type Json = Record<string, unknown>;

/** A value as an object; an empty one where it is none. */
export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A value as a list of objects. */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
}

/** The one value that all are; undefined where there is none, or more than one. */
export function onlyOne<T>(values: Iterable<T>): T | undefined {
  const distinct = new Set(values);
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

/** A time on the wire in milliseconds since 1970; one without a zone is read as UTC. NaN where it is none. */
export function timeOf(value: unknown): number {
  if (typeof value !== "string") return Number.NaN;
  return Date.parse(/T[^Z+-]*$/i.test(value) ? `${value}Z` : value);
}

/** How a time is written. */
export function timeForm(value: unknown): "milliseconds" | "seconds" | "no_zone" | "other" {
  if (typeof value !== "string") return "other";
  if (/T\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return "milliseconds";
  if (/T\d\d:\d\d:\d\dZ$/.test(value)) return "seconds";
  return /T\d\d:\d\d:\d\d\.\d{3}$/.test(value) ? "no_zone" : "other";
}

/** How a service tells of its limit in headers. */
export function limitHeadersOf(answers: Iterable<{ headers: Headers }>): "none" | "x-ratelimit" | "other" {
  const names = new Set([...answers].flatMap(({ headers }) => [...headers.keys()]));
  const limits = [...names].filter((name) => /rate-?limit/.test(name));
  if (limits.length === 0) return "none";
  return limits.every((name) => name.startsWith("x-ratelimit-")) ? "x-ratelimit" : "other";
}
