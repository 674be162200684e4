/**
 * What the error classes have beyond the language's own.
 *
 * Two builds of them (ESM and CommonJS) can be loaded side by side, and `unvoice/bolt11` has an error class that imports
 * none of the others. So `instanceof` goes by a brand on the prototype, not by identity.
 */
const brand = Symbol.for("unvoice.error");

interface ErrorClass {
  prototype: object;
}

/**
 * Writes each class's name and its brand, which holds the names of the classes above it too, on its prototype: a minifier
 * renames classes, and the other build has its own.
 *
 * @param classes by name, a class behind the one it extends
 * @example brandClasses({ UnvoiceError, InputError });
 */
export function brandClasses(classes: Record<string, ErrorClass>): void {
  for (const [name, { prototype }] of Object.entries(classes)) {
    const names = [...((Reflect.get(prototype, brand) as string[] | undefined) ?? []), name];
    Object.defineProperties(prototype, {
      name: { value: name, configurable: true, writable: true },
      [brand]: { value: names },
    });
  }
}

/**
 * Whether a value is an instance of a class, whichever build of the package made it.
 *
 * @example static override [Symbol.hasInstance](value: unknown) { return isBranded(this, value); }
 */
export function isBranded(Class: ErrorClass, value: unknown): boolean {
  const { prototype } = Class;
  // A class that a user derives from ours has no brand of its own: for it the language's own rule holds.
  if (!Object.hasOwn(prototype, brand)) return Function.prototype[Symbol.hasInstance].call(Class, value);
  const names: unknown = typeof value === "object" && value !== null ? Reflect.get(value, brand) : undefined;
  return Array.isArray(names) && names.includes(Reflect.get(prototype, "name"));
}

/**
 * The code that stands for an error class where it has none of its own.
 *
 * @example codeOf("RateLimitError"); // "rate_limit"
 */
export function codeOf(name: string): string {
  return name
    .replace("Error", "")
    .replace(/\B[A-Z](?=[a-z])/g, "_$&")
    .toLowerCase();
}
