/** @throws RangeError for what cannot be a number of invoices. */
export function wholeNumber(count: number): number {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("sandbox: a number of invoices must be whole");
  return count;
}

/**
 * A caller's options, or none where they are left out.
 *
 * @param where what they are called in a refusal: "createSandbox", "reflex".
 * @throws TypeError for an option that does not exist.
 */
export function knownOptions<Options extends object>(
  where: string,
  given: Options | null | undefined,
  known: Record<keyof Options, true>,
): Partial<Options> {
  const unknown = Object.keys(given ?? {}).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return given ?? {};
  throw new TypeError(`sandbox: ${where} has no option ${unknown}; it has ${Object.keys(known).join(", ")}`);
}
