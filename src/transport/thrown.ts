/** How many causes of an error are looked at. */
const LONGEST_CHAIN = 20;

/** A property of whatever was thrown. Errors of other realms are no instances of our `Error`, and a getter may throw. */
export function propertyOf(thrown: unknown, name: PropertyKey): unknown {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  try {
    return Reflect.get(thrown, name);
  } catch {
    return undefined;
  }
}

/** What was thrown and its causes, each once: an error may be its own cause. */
export function chainOf(thrown: unknown): object[] {
  const chain: object[] = [];
  let link = thrown;
  while (typeof link === "object" && link !== null && !chain.includes(link) && chain.length < LONGEST_CHAIN) {
    chain.push(link);
    link = propertyOf(link, "cause");
  }
  return chain;
}

/** The errors that an AggregateError is made of, of whatever realm; none for any other. */
export function partsOf(thrown: unknown): unknown[] {
  const parts = propertyOf(thrown, "errors");
  return Array.isArray(parts) ? parts : [];
}
