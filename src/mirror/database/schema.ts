import type { Dialect } from "./database.ts";

/** What the mirror has made in a database, views last. The first one says which version of the layout it is. */
export const NAMES = [
  "unvoice_mirror",
  "mirror_sources",
  "mirror_parts",
  "reflex_invoices",
  "reflex_tags",
  "reflex_checks",
  "txn_invoices",
  "txn_coin_deposits",
  "txn_resources",
  "invoices",
  "open_invoices",
  "daily_totals",
] as const;

/** The status that an invoice of Txn keeps, as in `isFinal`. */
export const FINAL = "'completed', 'cancelled', 'rejected'";

/** The first version of the layout. */
export function firstLayout({ name, types: t, ...sql }: Dialect): string[] {
  return [
    `create table ${name("unvoice_mirror")} (version integer not null)`,
    // How far a list is known without a gap, once no part of it is open.
    `create table ${name("mirror_sources")} (source text primary key, known_until ${t.moment})`,
    // Pieces of a list that are to be read, and how far each has been.
    `create table ${name("mirror_parts")} (id ${t.serial}, source text not null, piece ${t.json} not null,
      place text, done ${t.boolean} not null)`,

    `create table ${name("reflex_invoices")} (id text primary key, created_at ${t.moment}, account_id text,
      payment_hash text not null, payment_request text not null, destination text, amount_msat ${t.integer},
      description text, invoice_created_at ${t.moment}, invoice_expiry_at ${t.moment},
      raw ${t.json} not null, read_at ${t.moment} not null)`,
    `create index ${index(name("reflex_invoices"), "created")} on ${name("reflex_invoices")} (created_at, id)`,
    `create index ${index(name("reflex_invoices"), "hash")} on ${name("reflex_invoices")} (payment_hash)`,
    `create table ${name("reflex_tags")} (invoice_id text not null, position integer not null, key text not null,
      string_value text, number_value ${t.float}, boolean_value ${t.boolean}, primary key (invoice_id, position))`,
    `create table ${name("reflex_checks")} (payment_hash text not null, kept_at ${t.moment} not null,
      position integer not null, pubkey text, field_location text, report_date ${t.moment}, flags integer not null,
      raw ${t.json} not null, primary key (payment_hash, kept_at, position))`,

    `create table ${name("txn_invoices")} (id text primary key, created_at ${t.moment}, status text not null,
      status_context text, payment_status text, amount_billed ${t.decimal}, billed_currency text,
      amount_charged ${t.decimal}, charged_currency text, target_amount ${t.decimal}, target_currency text,
      target_account_id text, exchange_rate ${t.decimal}, network text, reference text, address text,
      expires_at ${t.moment}, raw ${t.json} not null, read_at ${t.moment} not null, gone_at ${t.moment})`,
    `create index ${index(name("txn_invoices"), "created")} on ${name("txn_invoices")} (created_at, id)`,
    `create index ${index(name("txn_invoices"), "reference")} on ${name("txn_invoices")} (reference)`,
    `create index ${index(name("txn_invoices"), "open")} on ${name("txn_invoices")} (created_at)
      where status not in (${FINAL})`,
    `create table ${name("txn_coin_deposits")} (invoice_id text not null, id text not null, amount ${t.decimal},
      currency_code text, state text, tx_hash text, created_at ${t.moment}, primary key (invoice_id, id))`,
    // By id first: an invoice's transaction and its booking share theirs, and so the place in the index.
    `create table ${name("txn_resources")} (type text not null, id text not null, raw ${t.json} not null,
      read_at ${t.moment} not null, primary key (id, type))`,

    `create view ${name("invoices")} as
      select 'reflex' as source, id, created_at, ${sql.btc("amount_msat")} as amount_value, 'BTC' as amount_currency,
        amount_msat, cast(null as text) as status, description, cast(null as text) as reference,
        destination as counterparty, raw from ${name("reflex_invoices")}
      union all
      select 'txn', id, created_at, amount_billed, upper(billed_currency), null, status, null, reference, null, raw
        from ${name("txn_invoices")} where gone_at is null`,
    `create view ${name("open_invoices")} as select * from ${name("invoices")}
      where source = 'txn' and status not in (${FINAL})`,
    `create view ${name("daily_totals")} as
      select ${sql.day("created_at")} as day, source, amount_currency, status, count(*) as invoices,
        ${sql.sum("amount_value")} as amount_value from ${name("invoices")}
      group by 1, source, amount_currency, status`,
  ];
}

/** The name of a table's index: in the table's own schema, so without one. */
function index(table: string, what: string): string {
  return table.replace(/^.*\./, "").replace(/"$/, `_by_${what}"`);
}
