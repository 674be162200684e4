import type { JsonApiResource, TxnInvoice } from "./types.ts";

/** What a relationship of an invoice holds many of: JSON:API has no `null` there, but a server may. */
const toMany = new Set(["invoiceTransactions", "coinDeposits", "refundLinks", "transactions"]);

/**
 * Turns the resources of a page into invoices that hold what they relate to.
 *
 * Linear in the page: `included` is indexed once, by type AND id, since an invoice transaction and its booking share an
 * id (apis/txn.md, section 1.5).
 *
 * @param data The primary resources.
 * @param included What came beside them.
 */
export function resolveInvoices(data: readonly JsonApiResource[], included: readonly JsonApiResource[]): TxnInvoice[] {
  const index = new Map<string, Map<string, JsonApiResource>>();
  for (const resource of included) {
    const sameType = index.get(resource.type) ?? new Map<string, JsonApiResource>();
    index.set(resource.type, sameType.set(resource.id, resource));
  }
  const flattened = new Map<JsonApiResource, object>();

  function flatten(resource: JsonApiResource): object {
    const known = flattened.get(resource);
    if (known) return known;
    const { id, type, attributes, relationships } = resource;
    const item: Record<string, unknown> = { id, type, ...attributes };
    // JSON:API forbids attributes of these names; one from a careless server must not change whose row this is.
    item.id = id;
    item.type = type;
    // Remembered before its relationships are followed: a server may relate two resources to each other.
    flattened.set(resource, item);
    for (const [name, relationship] of Object.entries(relationships ?? {})) {
      const linkage = (relationship as { data?: unknown } | null | undefined)?.data;
      if (name !== "__proto__") item[name] = resolve(linkage === null && toMany.has(name) ? [] : linkage);
    }
    return item;
  }

  /** `undefined`: not loaded; `null`: nothing there. */
  function resolve(linkage: unknown): unknown {
    if (linkage === undefined || linkage === null) return linkage;
    if (Array.isArray(linkage)) return linkage.map(resolve);
    const reference = linkage as JsonApiResource;
    const resource = index.get(reference.type)?.get(reference.id);
    return resource ? flatten(resource) : { id: reference.id, type: reference.type };
  }

  return data.map((resource) => flatten(resource) as TxnInvoice);
}
