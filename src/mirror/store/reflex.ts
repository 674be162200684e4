import type { Invoice, PushedInvoice } from "../../reflex/types.ts";
import { stringify } from "../../stringify.ts";
import type { Dialect, Queries, Value } from "../database/database.ts";
import { moment } from "./columns.ts";
import { deleteOf, insert } from "./insert.ts";

const COLUMNS = [
  ...["id", "created_at", "account_id", "payment_hash", "payment_request", "destination", "amount_msat", "description"],
  ...["invoice_created_at", "invoice_expiry_at", "raw", "read_at"],
];

/** What is kept of an invoice as it came: amounts in msat are decimal text in it. */
export function rawReflex(invoice: Invoice): string {
  return stringify(invoice);
}

/** An invoice from {@link rawReflex}'s text. */
export function readReflex(raw: string): Invoice {
  const invoice = JSON.parse(raw);
  return { ...invoice, amount_msats: invoice.amount_msats == null ? null : BigInt(invoice.amount_msats) };
}

/**
 * Stores invoices of Reflex with their tags.
 *
 * @param readAt when they were asked for, ISO 8601: what is stored and was read later stays
 */
export async function storeReflex(
  queries: Queries,
  { name }: Dialect,
  invoices: readonly Invoice[],
  readAt: string,
): Promise<void> {
  const rows = invoices.map((invoice): Value[] => [
    invoice.id,
    moment(invoice.created_at),
    invoice.account_id ?? null,
    invoice.payment_hash,
    invoice.payment_request,
    invoice.destination ?? null,
    invoice.amount_msats ?? null,
    invoice.description ?? null,
    moment(invoice.invoice_created_at),
    moment(invoice.invoice_expiry_at),
    rawReflex(invoice),
    readAt,
  ]);
  const table = { table: name("reflex_invoices"), columns: COLUMNS, key: ["id"], byReading: true };
  const stored = new Set(await insert(queries, table, rows));
  await deleteOf(queries, name("reflex_tags"), [...stored]);
  const tags = invoices
    .filter(({ id }) => stored.has(id))
    .flatMap(({ id, tags }) =>
      tags.map((tag, position): Value[] => [
        ...[id, position, tag.key],
        ...[tag.string_value ?? null, tag.number_value ?? null, tag.boolean_value ?? null],
      ]),
    );
  await insert(
    queries,
    {
      table: name("reflex_tags"),
      columns: ["invoice_id", "position", "key", "string_value", "number_value", "boolean_value"],
      key: ["invoice_id", "position"],
    },
    tags,
  );
}

/** Keeps what a push was told about the invoice's nodes: no list tells it again. */
export async function storeChecks(
  queries: Queries,
  { name }: Dialect,
  { invoice, checks }: Pick<PushedInvoice, "invoice" | "checks">,
  keptAt: string,
): Promise<void> {
  const rows = (checks?.destinations ?? []).map((destination, position): Value[] => {
    const { pubkey, field_location, checks: found } = destination;
    const addresses = (found?.channels?.list ?? []).flatMap((channel) => channel.addresses);
    const flags = [...addresses, ...(found?.ips?.list ?? [])].reduce((sum, { flags }) => sum + flags.length, 0);
    return [
      ...[invoice.payment_hash, keptAt, position, pubkey ?? null, field_location ?? null],
      ...[moment(found?.report_date), flags, stringify(destination)],
    ];
  });
  await insert(
    queries,
    {
      table: name("reflex_checks"),
      columns: [
        ...["payment_hash", "kept_at", "position", "pubkey", "field_location"],
        ...["report_date", "flags", "raw"],
      ],
      key: ["payment_hash", "kept_at", "position"],
    },
    rows,
  );
}
