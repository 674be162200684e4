import * as z from "zod/mini";
import { dependent, oneOrMany, type Schema, wire } from "../answers/schema.ts";
import { type StandardSchemaV1, standardSchema } from "../answers/standard.ts";
import { resolveInvoices } from "./jsonapi.ts";
import { invoice, typeOf } from "./resources.ts";
import type { JsonApiResource, TxnInvoice, TxnInvoicePage } from "./types.ts";

/** A JSON:API document. `included` is absent where nothing was loaded. */
export interface Document<Data> {
  data: Data;
  included: JsonApiResource[];
  meta?: unknown;
  jsonapi?: unknown;
  links?: unknown;
}

/** The answer that lists invoices. */
export const invoiceList = document(z.array(invoice.schema));

/** The answer that holds one invoice, and the body of a webhook about it. */
export const invoiceDocument = document(invoice.schema);

/** A document with such data, and whatever may be included. */
export function document<Data>(data: Schema<Data>): Schema<Document<Data>> {
  const anything = z.optional(z.unknown());
  const included = dependent((value) => typeOf((value as { type?: unknown } | null)?.type).schema);
  return wire<Document<Data>>({
    data,
    included: oneOrMany(included),
    meta: anything,
    jsonapi: anything,
    links: anything,
  });
}

/** The invoice that a document of one holds, with what it relates to. */
export function invoiceOf({ data, included }: Document<JsonApiResource>): TxnInvoice {
  const [only] = resolveInvoices([data], included);
  return only as TxnInvoice; // one resource, one invoice
}

/**
 * A document of one invoice as a Standard Schema: an answer of `GET /invoices/:id`, or the body of a webhook. The value is
 * the invoice with its relationships resolved, as `getInvoice` gives it.
 *
 * @example
 * const result = txnInvoiceSchema["~standard"].validate(JSON.parse(stored));
 * if (!result.issues) console.log(result.value.status, result.value.address?.value);
 */
export const txnInvoiceSchema: StandardSchemaV1<unknown, TxnInvoice> = /* @__PURE__ */ standardSchema(
  invoiceDocument,
  invoiceOf,
);

/**
 * A document that lists invoices as a Standard Schema. The value is what a page of `listInvoices` has beside its methods.
 *
 * @example
 * const result = txnInvoicePageSchema["~standard"].validate(JSON.parse(stored));
 * if (!result.issues) console.log(result.value.items.length);
 */
export const txnInvoicePageSchema: StandardSchemaV1<
  unknown,
  Pick<TxnInvoicePage, "items" | "meta" | "included">
> = /* @__PURE__ */ standardSchema(invoiceList, ({ data, included, meta }) => ({
  items: resolveInvoices(data, included),
  meta: (meta as TxnInvoicePage["meta"] | undefined) ?? null,
  included,
}));
