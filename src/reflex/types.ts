import type { DecodedInvoice } from "../bolt11/types.ts";
import type { Page } from "../pagination/types.ts";
import type { ResponseInfo } from "../transport/call.ts";

/** Text of which some values are known; further ones pass through. */
type Open<Known extends string> = Known | (string & {});

/** A tag of an invoice: a key and exactly one value. */
export interface InvoiceTag {
  key: string;
  string_value: string | null;
  number_value: number | null;
  boolean_value: boolean | null;
}

/** A tag as it is sent: `key` is lower-case words joined by hyphens; exactly one value. */
export interface InvoiceTagInput {
  key: string;
  string_value?: string | null | undefined;
  /** A double: whole numbers above 2^53 lose digits, so send such ids as text. */
  number_value?: number | null | undefined;
  boolean_value?: boolean | null | undefined;
}

/** The invoice to push or to preview. */
export interface CreateInvoice {
  /** A BOLT 11 payment request. */
  payment_request: string;
  /** Your own description of it. */
  description?: string | null | undefined;
  /** At most five. */
  tags?: readonly InvoiceTagInput[] | null | undefined;
}

/** An invoice as Reflex keeps it. */
export interface Invoice {
  id: string;
  account_id: string | null;
  /** Amount in msat; `null` where the payer chooses. */
  amount_msats: bigint | null;
  /** Amount in sat as the wire's decimal text, for display: `amount_msats` is exact. */
  amount_sats: string | null;
  /** When it was pushed, ISO 8601. */
  created_at: string | null;
  description: string | null;
  /** The payee's public key, hex. */
  destination: string | null;
  /** The invoice's own timestamp, ISO 8601. */
  invoice_created_at: string | null;
  invoice_expiry_at: string | null;
  payment_hash: string;
  payment_request: string;
  /** The nodes of the route hints, each once. */
  routing_info: { pubkey: string | null }[];
  tags: InvoiceTag[];
}

/** Sums over all invoices that the filter matches, whatever the page. */
export interface AggregatedInvoices {
  /** The width of the buckets in `list`, chosen by the server. */
  aggregation_interval: Open<"HOUR" | "DAY" | "WEEK" | "MONTH" | "YEAR"> | null;
  /** Buckets; neither their order nor the presence of empty ones is documented. */
  list: { amount_msat: bigint | null; count: number | null; date: string | null }[];
  stats: {
    /** By country of the payee's node; a node in two countries may count in both. */
    countries: {
      amount_msat: bigint | null;
      count: number | null;
      country: string | null;
      /** The nodes' keys; a server may give their number instead. */
      pubkeys: string[] | number | null;
    }[];
    destinations: { amount_msat: bigint | null; count: number | null; pubkey: string | null }[];
  } | null;
  total: { amount_msat: bigint | null; count: number | null } | null;
}

/** A page of invoices. */
export interface InvoicePage extends Page<Invoice> {
  /** Asked for on the first page only; `null` on the others and with `aggregated: false`. */
  aggregated: AggregatedInvoices | null;
  /** What the answer came with. Not enumerable: no logger and no JSON shows it. */
  readonly response: ResponseInfo;
}

/** What Reflex found about the nodes in an invoice. Empty lists are not "clean": no data and no hits look alike. */
export interface InvoiceChecks {
  /** One entry for the payee and each node of a route hint. */
  destinations: DestinationCheck[];
}

/** What was found about one node. */
export interface DestinationCheck {
  id: string | null;
  pubkey: string | null;
  /** The part of the invoice that the key comes from. */
  field_location: string | null;
  checks: {
    /** When the report was made, ISO 8601; it may be old. */
    report_date: string | null;
    channels: { list: ChannelCheck[] } | null;
    ips: { list: IpCheck[]; statistics: IpStatistics | null } | null;
  } | null;
}

/** The on-chain addresses behind a channel. */
export interface ChannelCheck {
  id: string | null;
  chan_id: string | null;
  /** An address with any flag, known or not, was hit by a list. */
  addresses: { id: string | null; address: string | null; flags: string[] }[];
}

/** One IP address of a node. In every `is_` field `null` means "not known", never "no". */
export interface IpCheck {
  created_at: string | null;
  /** Any flag, known or not, is a hit. */
  flags: string[];
  id: string | null;
  ip_address: string | null;
  ip_type: string | null;
  /** Whether the node announces it now. */
  is_current: boolean | null;
  is_hosting: boolean | null;
  is_proxy: boolean | null;
  is_residential_proxy: boolean | null;
  is_smartdns: boolean | null;
  is_tor: boolean | null;
  is_vpn: boolean | null;
  is_vpn_datacenter: boolean | null;
  isp: string | null;
  locations: {
    id: string | null;
    city: string | null;
    country: string | null;
    country_code: string | null;
    lat: number | null;
    lon: number | null;
  }[];
  org: string | null;
  port: number | null;
  pubkey: string | null;
  vpn_service_name: string | null;
}

/** How a node's addresses spread. `amount` counts addresses, it is no money; the scale of `percent` is not documented. */
export interface IpStatistics {
  country: {
    amount: number | null;
    cities: { city: string | null }[];
    country: string | null;
    country_code: string | null;
    percent: number | null;
  }[];
  types: { amount: number | null; percent: number | null; type: string | null }[];
}

/** Something that failed beside a pushed invoice. */
export interface CheckError {
  /** The server's own words, bounded and without secrets. */
  message: string;
  /** Where in the answer, for example `["pushInvoice", "checks"]`; empty where the server does not say. */
  path: (string | number)[];
}

/** What `pushInvoice` gives. */
export interface PushedInvoice {
  invoice: Invoice;
  /**
   * What Reflex found about the invoice's nodes. `null` with `checks: false`, where the checks failed, and where the invoice
   * was found again instead of pushed: never read `null`, or anything beside a `checkErrors` that is not empty, as "clean".
   */
  checks: InvoiceChecks | null;
  /** What failed beside the invoice, which was saved nonetheless; empty where nothing did. */
  checkErrors: CheckError[];
  /** The local decode; `null` with `localDecode: false`. */
  preview: InvoicePreview | null;
  /** Whether the outcome was unknown and the invoice was found afterwards. */
  reconciled: boolean;
  /** The HTTP answer that the invoice stood in. Not enumerable: no log, JSON or spread takes it along. */
  readonly response: ResponseInfo;
}

/** What `do_not_save` would answer, as far as the invoice itself tells. */
export interface InvoicePreview {
  /** Under the API's names; what only the server knows is `null`. */
  invoice: Omit<Invoice, "id" | "payment_hash"> & { id: null; payment_hash: string | null };
  /** Everything that the invoice says. */
  decoded: DecodedInvoice;
  /** Whether it can no longer be paid, by this machine's clock. */
  expired: boolean;
  /** The chain that it is for: anything but `mainnet` is no money. */
  network: DecodedInvoice["network"];
  /** The nodes that Reflex would check: the payee, then those of the route hints, each once. */
  nodes: InvoiceNode[];
  /** What a person should know before it is paid, in English sentences; `[]` where there is nothing. */
  remarks: string[];
}

/** A node that an invoice names. */
export interface InvoiceNode {
  /** Its public key, hex. */
  pubkey: string;
  /** Where it stands in the invoice; a payee in its own route hints is the payee. */
  where: "payee" | "route_hint";
  /** Whether this can be a key at all: of what cannot, nothing is known. */
  valid: boolean;
}

/** What `getInvoices` asks for: the documented GraphQL variables, name for name. */
export interface GetInvoicesParams {
  filter?: {
    /** Invoices pushed at or after this moment: a `Date` or ISO 8601 text. */
    from?: Date | string | null | undefined;
    /** Invoices pushed before this moment: a `Date` or ISO 8601 text. */
    to?: Date | string | null | undefined;
    tags?: readonly InvoiceTagInput[] | null | undefined;
  } | null;
  page?: {
    /** Invoices per page, 1 to 50 (the default). */
    limit?: number | null | undefined;
    /** How many to skip. Default 0. */
    offset?: number | null | undefined;
  } | null;
  sort?: {
    /** The documents know `created_at` alone (the default). */
    column?: Open<"created_at"> | null | undefined;
    /** Default `DESC`: newest first. */
    direction?: Open<"ASC" | "DESC"> | null | undefined;
  } | null;
}

/** What `pushInvoice` takes: the documented GraphQL variables, name for name. */
export interface PushInvoiceParams {
  invoice: CreateInvoice;
  options?: { invoice?: { do_not_save?: boolean | null | undefined } | null | undefined } | null | undefined;
}
