/** The fields that an object may have: `true` stands for a plain value, a list of one shape for a list of such. */
export type Shape = true | readonly [Shape] | { readonly [name: string]: Shape };

/**
 * A plain copy of what a user gave, each field read once: what is checked is then what is sent, whatever a getter, a Proxy
 * or a later change of the object would say. Fields that are `null` or `undefined` are left out; unknown ones are kept, for
 * a rule to refuse, as is what has another form than the shape.
 *
 * @param shape Its names are read also where they come from the object's class.
 */
export function copyOf(value: unknown, shape: Shape): unknown {
  if (shape === true || typeof value !== "object" || value === null) return value;
  if (isList(shape)) return Array.isArray(value) ? Array.from(value, (item) => copyOf(item, shape[0])) : value;
  if (Array.isArray(value)) return value;
  const known = Object.keys(shape).map(
    (name) => [name, copyOf(Reflect.get(value, name), shape[name] ?? true)] as const,
  );
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
  // fromEntries defines where an assignment would set: a field called __proto__ stays a field.
  return Object.fromEntries([
    ...known.filter(([, field]) => field !== undefined && field !== null),
    ...unknown.map((name) => [name, Reflect.get(value, name)] as const),
  ]);
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
