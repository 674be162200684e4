import { closestMatch } from "leven";
import type { Issue } from "../errors/errors.ts";

/** What the two APIs' clients and other libraries call the same thing, by the name that is ours. */
const synonyms: Record<string, readonly string[] | undefined> = {
  url: ["baseurl", "endpoint", "host", "uri", "address"],
  baseUrl: ["url", "endpoint", "host", "uri", "address"],
  apiKey: ["key", "token", "apitoken", "accesstoken", "authorization"],
  timeoutMs: ["timeout"],
  totalTimeoutMs: ["totaltimeout", "deadline"],
  maxRetries: ["retries", "retry", "attempts", "maxattempts"],
  rateLimit: ["limiter", "throttle"],
  limit: ["perpage", "pagesize", "size", "count"],
  per_page: ["limit", "pagesize", "size", "count"],
  maxItems: ["limit", "max"],
};

/**
 * The known name that was probably meant, if any.
 *
 * @example nearestName("maxItem", ["maxItems", "cursor"]); // "maxItems"
 */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  const plain = (name: string) => last(name).toLowerCase().replaceAll(/[-_]/g, "");
  const wanted = plain(given);
  const same = known.find((name) => plain(name) === wanted);
  const synonym = same ?? known.find((name) => synonyms[last(name)]?.includes(wanted));
  if (synonym) return synonym;
  // A third of the letters may be wrong; a longer one is no slip, and would take time to compare.
  const maxDistance = Math.ceil(Math.min(wanted.length, 40) / 3);
  const nearest = wanted.length > 40 ? undefined : closestMatch(wanted, known.map(plain), { maxDistance });
  return known.find((name) => plain(name) === nearest);
}

/** The name itself of one that says where it stands: `apiKey` of `reflex.apiKey`. */
function last(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/**
 * What is wrong with the names of an object's fields: one that nobody knows is a slip, and would be ignored in silence.
 *
 * @param where what the object is called, for example `options`
 * @param elsewhere what stands in another object and may have been looked for in this one
 */
export function unknownNameIssues(
  given: object,
  known: readonly string[],
  where: string,
  elsewhere: readonly string[] = [],
): Issue[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: pathOf(where, name),
      message: `is not an option${suggestion(name, [...known, ...elsewhere], where)}`,
    }));
}

/** `; did you mean options.maxItems?` where there is something to suggest, else nothing. */
export function suggestion(name: string, known: readonly string[], where: string): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `; did you mean ${pathOf(where, nearest)}?`;
}

function pathOf(where: string, name: string): string {
  return where ? `${where}.${name}` : name;
}
