import type { TxnInvoice, TxnReference } from "../../txn/types.ts";
import type { Dialect, Queries, Value } from "../database/database.ts";
import { decimal, moment } from "./columns.ts";
import { deleteOf, insert } from "./insert.ts";

const COLUMNS = [
  ...["id", "created_at", "status", "status_context", "payment_status", "amount_billed", "billed_currency"],
  ...["amount_charged", "charged_currency", "target_amount", "target_currency", "target_account_id", "exchange_rate"],
  ...["network", "reference", "address", "expires_at", "raw", "read_at", "gone_at"],
];

/** What an invoice or an included resource holds, and by name what it relates to. */
type Item = Record<string, unknown>;

/**
 * Takes an invoice apart: itself, and the resources that it holds, each with those that it relates to as a bare
 * `{ type, id }`. What is shared is kept once then, and resources that hold each other come to an end.
 *
 * @param resources where the resources go, as JSON by their keys
 * @returns the invoice as JSON
 */
export function takeApart(invoice: TxnInvoice, resources: Map<string, Resource>): string {
  // A list of what is to be done, and no recursion: a server may make a chain that is longer than a call stack is deep.
  const held: TxnReference[] = [];
  const own = bare(invoice);
  for (const resource of held) {
    const key = keyOf(resource);
    if (resources.has(key)) continue;
    const { type, id } = resource;
    resources.set(key, { type, id, raw: bare(resource) });
  }
  return own;

  function bare(item: object): string {
    return JSON.stringify(Object.fromEntries(Object.entries(item).map(([field, value]) => [field, refer(value)])));
  }

  function refer(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(refer);
    if (!isResource(value)) return value;
    const { type, id } = value;
    // A bare reference says nothing of the resource.
    if (Object.keys(value).length > 2) held.push(value);
    return { type, id };
  }
}

/** A resource as it is kept: `raw` is JSON. */
export interface Resource extends TxnReference {
  raw: string;
}

/** What tells resources apart: an invoice transaction and its booking have the same id. */
export function keyOf({ type, id }: TxnReference): string {
  return `${type} ${id}`;
}

/** Whether a value is a resource, or a reference to one. */
export function isResource(value: unknown): value is TxnReference {
  if (typeof value !== "object" || value === null) return false;
  const { type, id } = value as Item;
  return typeof type === "string" && typeof id === "string";
}

/**
 * Stores invoices of Txn with their deposits and what else they include.
 *
 * @param readAt when they were asked for, ISO 8601: what is stored and was read later stays
 */
export async function storeTxn(
  queries: Queries,
  { name }: Dialect,
  invoices: readonly TxnInvoice[],
  readAt: string,
): Promise<void> {
  const resources = new Map<string, Resource>();
  const rows = invoices.map((invoice): Value[] => [
    invoice.id,
    moment(invoice.createdAt),
    invoice.status,
    invoice.statusContext ?? null,
    invoice.paymentStatus ?? null,
    decimal(invoice.amountBilled),
    invoice.billedCurrency ?? null,
    decimal(invoice.amountCharged),
    invoice.chargedCurrency ?? null,
    decimal(invoice.targetAmount),
    invoice.targetCurrency ?? null,
    invoice.targetAccountId ?? invoice.targetAccount?.id ?? null,
    decimal(invoice.exchangeRate),
    invoice.network ?? null,
    invoice.reference ?? null,
    invoice.address?.value ?? null,
    moment(invoice.expiresAt),
    takeApart(invoice, resources),
    readAt,
    null,
  ]);
  const table = { table: name("txn_invoices"), columns: COLUMNS, key: ["id"], byReading: true };
  const stored = new Set(await insert(queries, table, rows));

  await deleteOf(queries, name("txn_coin_deposits"), [...stored]);
  const deposits = invoices
    .filter(({ id }) => stored.has(id))
    .flatMap(({ id, coinDeposits = [] }) => {
      const each = new Map(coinDeposits.map((deposit) => [deposit.id, deposit]));
      return [...each.values()].map((deposit): Value[] => [
        ...[id, deposit.id, decimal(deposit.amount), deposit.currencyCode ?? null, deposit.state ?? null],
        ...[deposit.txHash ?? null, moment(deposit.createdAt)],
      ]);
    });
  await insert(
    queries,
    {
      table: name("txn_coin_deposits"),
      columns: ["invoice_id", "id", "amount", "currency_code", "state", "tx_hash", "created_at"],
      key: ["invoice_id", "id"],
    },
    deposits,
  );
  await insert(
    queries,
    { table: name("txn_resources"), columns: ["type", "id", "raw", "read_at"], key: ["id", "type"], byReading: true },
    [...resources.values()].map(({ type, id, raw }) => [type, id, raw, readAt]),
  );
}
