import { CommandError } from "../failure.ts";

/** A row of a result: an invoice, say. */
export type Row = Readonly<Record<string, unknown>>;

/** What a list's rows have: all columns, and those that a table shows unless others are asked for. */
export interface ColumnSet {
  all: readonly string[];
  shown: readonly string[];
}

const reflex: ColumnSet = {
  all: [
    ...["id", "created_at", "amount_msats", "amount_sats", "description", "destination", "payment_hash"],
    ...["invoice_created_at", "invoice_expiry_at", "tags", "routing_info", "account_id", "payment_request"],
  ],
  shown: ["created_at", "amount_sats", "description", "destination", "payment_hash"],
};

const txn: ColumnSet = {
  all: [
    ...["id", "createdAt", "status", "statusContext", "paymentStatus", "reference", "amountBilled", "billedCurrency"],
    ...["amountCharged", "chargedCurrency", "targetAmount", "targetCurrency", "exchangeRate", "chargedTargetRate"],
    ...["chargedTargetRateCurrency", "network", "networkName", "paymentMethods", "expiresAt", "targetAccountId"],
    ...["successRedirectUrl", "unsuccessRedirectUrl", "hostedPageUrl"],
  ],
  shown: ["createdAt", "status", "amountBilled", "billedCurrency", "reference", "id"],
};

const all: ColumnSet = {
  all: [...["source", "id", "createdAt", "value", "currency", "status", "reference", "description", "counterparty"]],
  shown: ["createdAt", "source", "value", "currency", "status", "reference", "description"],
};

/** The columns of each service's invoices, and what both have. */
export const invoiceColumns = { reflex, txn, all };

/**
 * Reads `--columns`. A name with a point leads into a field: `address.value`, `tags.user-id`.
 *
 * @throws CommandError for a column that does not exist
 */
export function readColumns(text: string | undefined, known: ColumnSet): string[] | null {
  if (text === undefined) return null;
  const columns = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const unknown = columns.find((name) => !name.includes(".") && !known.all.includes(name));
  if (columns.length > 0 && unknown === undefined) return columns;
  const what = unknown === undefined ? "is empty" : "names a column that does not exist";
  throw new CommandError(64, `--columns ${what}; there are ${known.all.join(", ")}.`);
}

/** A cell's text: lists joined, tags as key=value, nothing for what is not there. */
export function cell(row: Row, column: string): string {
  return textOf(column in row ? row[column] : lookUp(row, column.split(".")));
}

/** The same row with some columns alone, values as they are. */
export function pick(row: Row, columns: readonly string[]): Row {
  const value = (column: string) => (column in row ? row[column] : lookUp(row, column.split("."))) ?? null;
  return Object.fromEntries(columns.map((column) => [column, value(column)]));
}

function lookUp(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    const tag = value.find((one) => isTag(one) && one.key === name);
    if (tag) return tagValue(tag);
    return value.map((one) => lookUp(one, [name, ...rest]));
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return lookUp((value as Row)[name], rest);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("; ");
  if (value instanceof Date) return value.toISOString();
  if (isTag(value)) return `${value.key}=${textOf(tagValue(value))}`;
  if (typeof value !== "object") return String(value);
  const { id, pubkey } = value as Row;
  return textOf(pubkey ?? id ?? Object.values(value));
}

function isTag(value: unknown): value is Row & { key: string } {
  return typeof value === "object" && value !== null && "string_value" in value && "key" in value;
}

function tagValue({ string_value, number_value, boolean_value }: Row): unknown {
  return string_value ?? number_value ?? boolean_value;
}
