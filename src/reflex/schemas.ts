import * as z from "zod/mini";
import { decimalText, documented, msat, nullable, oneOrMany, open, type Schema, wire } from "../answers/schema.ts";
import { type StandardSchemaV1, standardSchema } from "../answers/standard.ts";
import type {
  AggregatedInvoices,
  ChannelCheck,
  DestinationCheck,
  Invoice,
  InvoiceChecks,
  InvoicePage,
  InvoiceTag,
  IpCheck,
  IpStatistics,
} from "./types.ts";

// Field for field the selections of the two seed documents. Which fields may be null is inferred (apis/reflex.md,
// section 2): those that the reconstructed schema marks `!` are reported as drift when they are null, and no more.
const text = documented(z.string());
const textOrNull = nullable(z.string());
const flagOrNull = nullable(z.boolean());
const numberOrNull = nullable(z.number());
const count = documented(z.number());
const amountMsat = documented(msat);

const tag = wire<InvoiceTag>({
  key: z.string(),
  string_value: textOrNull,
  number_value: numberOrNull,
  boolean_value: flagOrNull,
});

/** An invoice; what must be there is what tells which invoice it is. */
export const invoice = wire<Invoice>({
  id: z.string(),
  account_id: text,
  amount_msats: nullable(msat),
  amount_sats: nullable(decimalText),
  created_at: text,
  description: textOrNull,
  destination: text,
  invoice_created_at: text,
  invoice_expiry_at: text,
  payment_hash: z.string(),
  payment_request: z.string(),
  routing_info: oneOrMany(wire({ pubkey: text })),
  tags: oneOrMany(tag),
});

/** A leaf with a plural name: the keys, or perhaps their number (apis/reflex.md, section 2). */
const pubkeys: Schema<string[] | number | null> = documented(z.union([z.number(), z.array(z.string())]));

const aggregated = wire<AggregatedInvoices>({
  aggregation_interval: documented(open("HOUR", "DAY", "WEEK", "MONTH", "YEAR")),
  list: oneOrMany(wire({ amount_msat: amountMsat, count, date: text })),
  stats: documented(
    wire({
      countries: oneOrMany(wire({ amount_msat: amountMsat, count, country: textOrNull, pubkeys })),
      destinations: oneOrMany(wire({ amount_msat: amountMsat, count, pubkey: text })),
    }),
  ),
  total: documented(wire({ amount_msat: amountMsat, count })),
});

/** The answer of `getInvoices`, from `find_many` on. */
export const invoiceList = wire<{ aggregated: AggregatedInvoices | null; list: Invoice[] }>({
  // Not asked for after the first page: then it is absent, which is no drift.
  aggregated: documented(aggregated),
  list: z.array(invoice),
});

const flags = oneOrMany(z.string());

const channel = wire<ChannelCheck>({
  id: text,
  chan_id: text,
  addresses: oneOrMany(wire({ id: text, address: text, flags })),
});

const ip = wire<IpCheck>({
  created_at: text,
  flags,
  id: text,
  ip_address: text,
  ip_type: text,
  is_current: documented(z.boolean()),
  is_hosting: flagOrNull,
  is_proxy: flagOrNull,
  is_residential_proxy: flagOrNull,
  is_smartdns: flagOrNull,
  is_tor: flagOrNull,
  is_vpn: flagOrNull,
  is_vpn_datacenter: flagOrNull,
  isp: textOrNull,
  locations: oneOrMany(
    wire({
      id: text,
      city: textOrNull,
      country: textOrNull,
      country_code: textOrNull,
      lat: numberOrNull,
      lon: numberOrNull,
    }),
  ),
  org: textOrNull,
  port: numberOrNull,
  pubkey: text,
  vpn_service_name: textOrNull,
});

const statistics = wire<IpStatistics>({
  country: oneOrMany(
    wire({
      amount: count,
      cities: oneOrMany(wire({ city: textOrNull })),
      country: textOrNull,
      country_code: textOrNull,
      percent: count,
    }),
  ),
  types: oneOrMany(wire({ amount: count, percent: count, type: text })),
});

const destination = wire<DestinationCheck>({
  id: text,
  pubkey: text,
  field_location: text,
  checks: documented(
    wire({
      report_date: text,
      channels: documented(wire({ list: oneOrMany(channel) })),
      ips: documented(wire({ list: oneOrMany(ip), statistics: documented(statistics) })),
    }),
  ),
});

/** The answer of `pushInvoice`. */
export const pushedInvoice = wire<{ invoice: Invoice; checks: InvoiceChecks | null }>({
  invoice,
  checks: documented(wire({ destinations: oneOrMany(destination) })),
});

/**
 * An invoice of Reflex as a Standard Schema: a row of `find_many.list`, or `pushInvoice.invoice`. Amounts in msat become
 * bigint, from text, safe integers and bigint.
 *
 * @example
 * const result = invoiceSchema["~standard"].validate(JSON.parse(stored));
 * if (!result.issues) console.log(result.value.amount_msats);
 */
export const invoiceSchema: StandardSchemaV1<unknown, Invoice> = /* @__PURE__ */ standardSchema(
  invoice,
  (value) => value,
);

/**
 * A page of invoices as a Standard Schema: the value of `getInvoices.find_many`. What comes out is what a page of
 * `getInvoices` has beside its methods.
 *
 * @example
 * const result = invoicePageSchema["~standard"].validate(answer.data.getInvoices.find_many);
 * if (!result.issues) console.log(result.value.items.length, result.value.aggregated?.total?.count);
 */
export const invoicePageSchema: StandardSchemaV1<
  unknown,
  Pick<InvoicePage, "items" | "aggregated">
> = /* @__PURE__ */ standardSchema(invoiceList, ({ list, aggregated }) => ({ items: list, aggregated }));

/**
 * The answer to a push as a Standard Schema: the value of `pushInvoice`.
 *
 * @example
 * const result = pushedInvoiceSchema["~standard"].validate(answer.data.pushInvoice);
 * if (!result.issues) console.log(result.value.invoice.payment_hash, result.value.checks);
 */
export const pushedInvoiceSchema: StandardSchemaV1<unknown, { invoice: Invoice; checks: InvoiceChecks | null }> =
  /* @__PURE__ */ standardSchema(pushedInvoice, (value) => value);
