import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";

/** What a selection costs with its fragments written out, and how deep it nests. */
interface Cost {
  fields: number;
  depth: number;
}

// The documented operations have 80 fields at most, nested 9 deep; asking for the whole schema has 300, 15 deep.
const MAX_FIELDS = 1000;
const MAX_DEPTH = 20;

/** These read every row, or check an invoice: as dear as so many fields. */
const DEAR: Record<string, number> = { find_many: 100, pushInvoice: 100 };

/**
 * Says why a document asks for too much, by aliases, fragments or nesting. Reckons with each fragment once, however often it
 * is spread, so that the reckoning itself is cheap. A limit of the sandbox's own.
 */
export function refuseCostly(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Cost>();

  function costOfFragment(name: string): Cost {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Holds for one that spreads itself: validation refuses that.
    known.set(name, { fields: 0, depth: 0 });
    const fragment = fragments.get(name);
    const cost = fragment === undefined ? { fields: 0, depth: 0 } : costOf(fragment.selectionSet);
    known.set(name, cost);
    return cost;
  }

  function costOf({ selections }: SelectionSetNode): Cost {
    let [fields, depth] = [0, 0];
    for (const selection of selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? costOfFragment(selection.name.value)
          : selection.selectionSet === undefined
            ? { fields: 0, depth: 0 }
            : costOf(selection.selectionSet);
      const own = selection.kind === Kind.FIELD ? (DEAR[selection.name.value] ?? 1) : 0;
      fields += own + inner.fields;
      depth = Math.max(depth, inner.depth + (selection.kind === Kind.FIELD ? 1 : 0));
    }
    return { fields, depth };
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, depth } = costOf(definition.selectionSet);
    if (depth > MAX_DEPTH) return new GraphQLError(`The query nests deeper than ${MAX_DEPTH} fields.`);
    if (fields > MAX_FIELDS) return new GraphQLError(`The query asks for more than ${MAX_FIELDS} fields' worth.`);
  }
  return undefined;
}

/** Whether a document asks for the schema. */
export function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field({ name }) {
      asks ||= name.value === "__schema" || name.value === "__type";
    },
  });
  return asks;
}
