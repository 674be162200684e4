import {
  decimalText,
  flag,
  leaf,
  list,
  msat,
  number,
  object,
  oneOrMany,
  openEnum,
  optional,
  run,
  type Schema,
  text,
} from "../answers/schema.ts";
import type {
  AggregatedInvoices,
  ChannelCheck,
  DestinationCheck,
  Invoice,
  InvoiceChecks,
  InvoiceTag,
  IpCheck,
  IpStatistics,
} from "./types.ts";

// Field for field the selections of the two seed documents. Which fields may be null is inferred (apis/reflex.md,
// section 2): those that the reconstructed schema marks `!` are reported as drift when they are null, and no more.
const someText = optional(text);
const nullableText = optional(text, "nullable");
const nullableFlag = optional(flag, "nullable");
const nullableNumber = optional(number, "nullable");
const count = optional(number);
const amountMsat = optional(msat);

const tag = object<InvoiceTag>({
  key: text,
  string_value: nullableText,
  number_value: nullableNumber,
  boolean_value: nullableFlag,
});

/** An invoice; what must be there is what tells which invoice it is. */
export const invoice = object<Invoice>({
  id: text,
  account_id: someText,
  amount_msats: optional(msat, "nullable"),
  amount_sats: optional(decimalText, "nullable"),
  created_at: someText,
  description: nullableText,
  destination: someText,
  invoice_created_at: someText,
  invoice_expiry_at: someText,
  payment_hash: text,
  payment_request: text,
  routing_info: oneOrMany(object({ pubkey: someText })),
  tags: oneOrMany(tag),
});

/** A leaf with a plural name: the keys, or perhaps their number (apis/reflex.md, section 2). */
const pubkeys: Schema<string[] | number | null> = optional(
  leaf((value, payload) => (typeof value === "number" ? value : run(list(text), value, payload))),
);

const aggregated = object<AggregatedInvoices>({
  aggregation_interval: optional(openEnum("HOUR", "DAY", "WEEK", "MONTH", "YEAR")),
  list: oneOrMany(object({ amount_msat: amountMsat, count, date: someText })),
  stats: optional(
    object({
      countries: oneOrMany(object({ amount_msat: amountMsat, count, country: nullableText, pubkeys })),
      destinations: oneOrMany(object({ amount_msat: amountMsat, count, pubkey: someText })),
    }),
  ),
  total: optional(object({ amount_msat: amountMsat, count })),
});

/** The answer of `getInvoices`, from `find_many` on. */
export const invoiceList = object<{ aggregated: AggregatedInvoices | null; list: Invoice[] }>({
  // Not asked for after the first page: then it is absent, which is no drift.
  aggregated: optional(aggregated),
  list: list(invoice),
});

const flags = oneOrMany(text);

const channel = object<ChannelCheck>({
  id: someText,
  chan_id: someText,
  addresses: oneOrMany(object({ id: someText, address: someText, flags })),
});

const ip = object<IpCheck>({
  created_at: someText,
  flags,
  id: someText,
  ip_address: someText,
  ip_type: someText,
  is_current: optional(flag),
  is_hosting: nullableFlag,
  is_proxy: nullableFlag,
  is_residential_proxy: nullableFlag,
  is_smartdns: nullableFlag,
  is_tor: nullableFlag,
  is_vpn: nullableFlag,
  is_vpn_datacenter: nullableFlag,
  isp: nullableText,
  locations: oneOrMany(
    object({
      id: someText,
      city: nullableText,
      country: nullableText,
      country_code: nullableText,
      lat: nullableNumber,
      lon: nullableNumber,
    }),
  ),
  org: nullableText,
  port: nullableNumber,
  pubkey: someText,
  vpn_service_name: nullableText,
});

const statistics = object<IpStatistics>({
  country: oneOrMany(
    object({
      amount: count,
      cities: oneOrMany(object({ city: nullableText })),
      country: nullableText,
      country_code: nullableText,
      percent: count,
    }),
  ),
  types: oneOrMany(object({ amount: count, percent: count, type: someText })),
});

const destination = object<DestinationCheck>({
  id: someText,
  pubkey: someText,
  field_location: someText,
  checks: optional(
    object({
      report_date: someText,
      channels: optional(object({ list: oneOrMany(channel) })),
      ips: optional(object({ list: oneOrMany(ip), statistics: optional(statistics) })),
    }),
  ),
});

/** The answer of `pushInvoice`. */
export const pushedInvoice = object<{ invoice: Invoice; checks: InvoiceChecks | null }>({
  invoice,
  checks: optional(object({ destinations: oneOrMany(destination) })),
});
