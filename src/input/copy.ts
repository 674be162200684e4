/** How deep parameters are nested: an invoice's options, a filter's tags. What is deeper is no parameter of ours. */
const DEEPEST = 5;

/**
 * A copy of what a caller gave, so that what is checked is what is sent, whatever becomes of the caller's object later.
 * Lists and objects are copied, each getter is read once; a `Date` of another realm becomes one of this. Anything else
 * is kept as it is.
 *
 * @example const params = copyInput(given);
 */
export function copyInput<Value>(value: Value, depth = DEEPEST): Value {
  if (typeof value !== "object" || value === null || depth === 0) return value;
  if (Array.isArray(value)) return Array.from(value, (each) => copyInput(each, depth - 1)) as Value;
  const isObject = Object.prototype.toString.call(value) === "[object Object]";
  // Where it is no `Date`, asking costs an exception, which most calls need not pay.
  const time = isObject ? null : timeOf(value);
  if (time !== null) return new Date(time) as Value;
  if (!isObject) return value;
  return Object.fromEntries(fieldsOf(value).map(([name, field]) => [name, copyInput(field, depth - 1)])) as Value;
}

/**
 * The options of a call in the same way, without those that are `null`: that means left out. What an option holds is
 * kept, its headers apart.
 *
 * @example const { signal, headers } = copyOptions(given);
 */
export function copyOptions<Options extends object>(options: Options): Options {
  if (typeof options !== "object") return options;
  const present = fieldsOf(options).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    present.map(([name, value]) => [name, name === "headers" ? copyInput(value, 1) : value]),
  ) as Options;
}

/** An object's fields, also those that it has from a class or from another object. */
function fieldsOf(value: object): [string, unknown][] {
  const names = new Set<string>();
  // What all objects have from the root, of whichever realm, is no field.
  for (let owner = value; owner === value || Object.getPrototypeOf(owner); owner = Object.getPrototypeOf(owner)) {
    for (const [name, { enumerable, get }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (enumerable || get) names.add(name);
    }
    if (!Object.getPrototypeOf(owner)) break;
  }
  return [...names].map((name) => [name, (value as Record<string, unknown>)[name]]);
}

/** The time of a `Date` of any realm in ms since 1970, `NaN` where it is invalid; `null` for anything else. */
function timeOf(value: object): number | null {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return null;
  }
}
