import { UNKNOWN_INTERVAL } from "./aggregate.ts";
import type { ReflexGuesses } from "./guesses.ts";

/**
 * The Reflex schema. No public schema exists: field, argument and input-field names come from Amboss's documents, as do the
 * input types' names; every OUTPUT type name, every nullability and most scalars are reconstructed. Marks:
 * [DOC] documented, [SISTER] as another API of the same authors has it, [GUESS] neither.
 */
export function reflexSchemaText(guesses: ReflexGuesses): string {
  // [SISTER] Money is a String on the authors' other APIs; a Float would look the same in a document.
  const amount = guesses.amounts === "number" ? "Float" : "String";
  const whole =
    guesses.pageFields === "required" ? "limit: Float! offset: Float!" : "limit: Float = 50 offset: Float = 0";
  const pubkeys = guesses.countryPubkeys === "list" ? "[String!]" : "Float";
  const unknown = guesses.unknownWords === "some" ? ` ${UNKNOWN_INTERVAL}` : "";
  return `
schema { query: Query mutation: Mutation }

type Query {
  "[DOC] the smoke test; its type is a guess"
  getHello: String!
  "[DOC]"
  getInvoices: InvoiceQueries!
}
type Mutation {
  "[DOC]"
  pushInvoice(invoice: CreateInvoice!, options: ExtraOptions): PushInvoice!
}
type InvoiceQueries {
  find_many(filter: GetInvoicesFilter, page: PageInput, sort: GetInvoicesSort): FindManyInvoices!
}

input GetInvoicesFilter { from: String to: String tags: [InvoiceTagInput!] }
"[DOC] names, defaults and the maximum of 50; [SISTER] Float, what NestJS makes of a number"
input PageInput { ${whole} }
input GetInvoicesSort { column: InvoiceSortColumn = created_at direction: SortDirection = DESC }
"[DOC] the one value; [GUESS] that it is an enum"
enum InvoiceSortColumn { created_at }
"[DOC] DESC; [SISTER] ASC"
enum SortDirection { ASC DESC }
input InvoiceTagInput { key: String! string_value: String number_value: Float boolean_value: Boolean }
input CreateInvoice { payment_request: String! description: String tags: [InvoiceTagInput!] }
input ExtraOptions { invoice: InvoiceOptions }
input InvoiceOptions { do_not_save: Boolean = false }

type FindManyInvoices { aggregated: AggregatedInvoices! list: [Invoice!]! }
type AggregatedInvoices {
  aggregation_interval: AggregationInterval!
  list: [AggregatedInvoice!]!
  stats: AggregatedInvoiceStats!
  total: AggregatedInvoiceTotal!
}
"[DOC] MONTH; [GUESS] the others"
enum AggregationInterval { HOUR DAY WEEK MONTH YEAR${unknown} }
type AggregatedInvoice { amount_msat: ${amount}! count: Float! date: String! }
type AggregatedInvoiceTotal { amount_msat: ${amount}! count: Float! }
type AggregatedInvoiceStats { countries: [InvoiceCountryStat!]! destinations: [InvoiceDestinationStat!]! }
type InvoiceCountryStat { amount_msat: ${amount}! count: Float! country: String pubkeys: ${pubkeys}! }
type InvoiceDestinationStat { amount_msat: ${amount}! count: Float! pubkey: String! }

type Invoice {
  account_id: String!
  "[DOC] the spelling: msats here, msat in the aggregates"
  amount_msats: ${amount}
  amount_sats: ${amount}
  created_at: String!
  description: String
  destination: String!
  id: String!
  invoice_created_at: String!
  invoice_expiry_at: String!
  payment_hash: String!
  payment_request: String!
  routing_info: [InvoiceRoutingInfo!]!
  tags: [InvoiceTag!]!
}
type InvoiceRoutingInfo { pubkey: String! }
type InvoiceTag { key: String! string_value: String number_value: Float boolean_value: Boolean }

type PushInvoice { invoice: Invoice! checks: InvoiceChecks! }
type InvoiceChecks { destinations: [InvoiceDestinationCheck!]! }
type InvoiceDestinationCheck { id: String! pubkey: String! field_location: String! checks: NodeChecks! }
type NodeChecks { report_date: String! channels: NodeChannelChecks! ips: NodeIpChecks! }
type NodeChannelChecks { list: [NodeChannelCheck!]! }
type NodeChannelCheck { id: String! chan_id: String! addresses: [ChannelAddress!]! }
type ChannelAddress { id: String! address: String! flags: [String!]! }
type NodeIpChecks { list: [NodeIp!]! statistics: NodeIpStatistics! }
type NodeIp {
  created_at: String!
  flags: [String!]!
  id: String!
  ip_address: String!
  ip_type: String!
  is_current: Boolean!
  is_hosting: Boolean
  is_proxy: Boolean
  is_residential_proxy: Boolean
  is_smartdns: Boolean
  is_tor: Boolean
  is_vpn: Boolean
  is_vpn_datacenter: Boolean
  isp: String
  locations: [IpLocation!]!
  org: String
  port: Float
  pubkey: String!
  vpn_service_name: String
}
type IpLocation { id: String! city: String country: String country_code: String lat: Float lon: Float }
type NodeIpStatistics { country: [IpCountryStat!]! types: [IpTypeStat!]! }
type IpCountryStat { amount: Float! cities: [IpCityStat!]! country: String country_code: String percent: Float! }
type IpCityStat { city: String }
type IpTypeStat { amount: Float! percent: Float! type: String! }
`;
}
