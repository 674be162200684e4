/** Every field of an invoice, as the documents select them. */
const INVOICE = `
  account_id
  amount_msats
  amount_sats
  created_at
  description
  destination
  id
  invoice_created_at
  invoice_expiry_at
  payment_hash
  payment_request
  routing_info { pubkey }
  tags { boolean_value key number_value string_value }`;

/** The documented query; the aggregates are asked for where `$aggregated` says so. */
export const GET_INVOICES = `query GetInvoices(
  $filter: GetInvoicesFilter
  $page: PageInput
  $sort: GetInvoicesSort
  $aggregated: Boolean!
) {
  getInvoices {
    find_many(filter: $filter, page: $page, sort: $sort) {
      aggregated @include(if: $aggregated) {
        aggregation_interval
        list { amount_msat count date }
        stats {
          countries { amount_msat count country pubkeys }
          destinations { amount_msat count pubkey }
        }
        total { amount_msat count }
      }
      list {${INVOICE}
      }
    }
  }
}`;

/** The documented mutation; the checks are asked for where `$checks` says so. */
export const PUSH_INVOICE = `mutation PushInvoice(
  $invoice: CreateInvoice!
  $options: ExtraOptions
  $checks: Boolean!
) {
  pushInvoice(invoice: $invoice, options: $options) {
    invoice {${INVOICE}
    }
    checks @include(if: $checks) {
      destinations {
        checks {
          report_date
          channels { list { addresses { address id flags } chan_id id } }
          ips {
            list {
              created_at
              id
              ip_address
              ip_type
              is_current
              is_hosting
              is_proxy
              is_residential_proxy
              is_smartdns
              is_tor
              is_vpn
              is_vpn_datacenter
              isp
              locations { city country country_code id lat lon }
              org
              port
              pubkey
              flags
              vpn_service_name
            }
            statistics {
              country { amount cities { city } country country_code percent }
              types { amount percent type }
            }
          }
        }
        id
        pubkey
        field_location
      }
    }
  }
}`;

/** The documented way to see whether the API answers and accepts the key. */
export const PING = "query Ping { getHello }";
