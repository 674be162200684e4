import { typeOf } from "./resources.ts";
import type { JsonApiResource, TxnInvoice } from "./types.ts";

/** A resource with its attributes and what it relates to beside its id. */
type Item = Record<string, unknown>;

/** What a relationship of an invoice holds many of: JSON:API has no `null` there, but a server may. */
const toMany = new Set(["invoiceTransactions", "coinDeposits", "refundLinks", "transactions"]);

/**
 * Turns the resources of a page into invoices that hold what they relate to.
 *
 * Linear in the page: `included` is indexed once, by type AND id, since an invoice transaction and its booking share an
 * id.
 *
 * @param data The primary resources.
 * @param included What came beside them.
 */
export function resolveInvoices(data: readonly JsonApiResource[], included: readonly JsonApiResource[]): TxnInvoice[] {
  const index = new Map<string, Map<string, Item>>();
  const items = included.map((resource) => {
    const item = flatten(resource);
    const sameType = index.get(resource.type) ?? new Map<string, Item>();
    index.set(resource.type, sameType.set(resource.id, item));
    return item;
  });
  // All of them first, and only then what they relate to: a server may relate two to each other, or make a chain of them
  // that is longer than a call stack is deep.
  for (const [position, item] of items.entries()) relate(item, included[position]?.relationships);
  return data.map((resource) => relate(flatten(resource), resource.relationships) as unknown as TxnInvoice);

  function relate(item: Item, relationships: JsonApiResource["relationships"]): Item {
    const { attributes } = typeOf(item.type);
    for (const [name, relationship] of Object.entries(relationships ?? {})) {
      // What was validated as an attribute stays one, also where this answer has left it out.
      if (Object.hasOwn(item, name) || Object.hasOwn(attributes, name) || name === "__proto__") continue;
      const linkage = (relationship as { data?: unknown } | null | undefined)?.data;
      if (Array.isArray(linkage)) item[name] = linkage.map(resolve).filter((related) => related);
      else item[name] = linkage === null && toMany.has(name) ? [] : resolve(linkage);
    }
    return item;
  }

  /** `undefined`: not loaded; `null`: nothing there. */
  function resolve(linkage: unknown): unknown {
    if (linkage === undefined || linkage === null) return linkage;
    const { id, type } = linkage as JsonApiResource;
    // Whatever else stands there refers to nothing.
    if (typeof id !== "string" || typeof type !== "string") return undefined;
    return index.get(type)?.get(id) ?? { id, type };
  }
}

function flatten({ id, type, attributes }: JsonApiResource): Item {
  const item: Item = { id, type, ...attributes };
  // JSON:API forbids attributes of these names; one from a careless server must not change whose row this is.
  item.id = id;
  item.type = type;
  return item;
}
