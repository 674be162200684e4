/**
 * `JSON.stringify` for what this package gives: amounts in msat (bigint) become decimal text, and where included resources
 * relate to each other in a circle, a reference (`{ id, type }`) stands where it closes.
 *
 * @param value Anything.
 * @param space As in `JSON.stringify`: the indentation.
 * @throws TypeError, as `JSON.stringify` does, for a circle of anything else.
 * @example
 * stringify({ amount_msats: 100000n }); // '{"amount_msats":"100000"}'
 */
export function stringify(value: unknown, space?: string | number): string {
  /** The objects that are being written, the innermost last. */
  const open: unknown[] = [];
  return JSON.stringify(value, write, space);

  function write(this: unknown, _key: string, part: unknown): unknown {
    if (typeof part === "bigint") return part.toString();
    if (typeof part !== "object" || part === null) return part;
    while (open.length > 0 && open.at(-1) !== this) open.pop();
    if (open.includes(part) && "id" in part && "type" in part) return { id: part.id, type: part.type };
    open.push(part);
    return part;
  }
}
