import {
  absentOr,
  anything,
  leaf,
  list,
  object,
  oneOrMany,
  openEnum,
  optional,
  run,
  type Schema,
  text,
} from "../validation/schema.ts";
import type { JsonApiResource, TxnInvoiceAttributes } from "./types.ts";

/** Text that the documents call nullable, or do not speak of in every version. */
const maybe = absentOr(text, "nullable");
/** Text that the documents always have. */
const documented = absentOr(text);

/** The attributes of an invoice (apis/txn.md, section 1.5). */
const invoiceAttributes = object<TxnInvoiceAttributes>({
  amountBilled: documented,
  amountCharged: documented,
  targetAmount: maybe,
  billedCurrency: documented,
  chargedCurrency: documented,
  targetCurrency: maybe,
  targetAccountId: maybe,
  chargedTargetRate: maybe,
  chargedTargetRateCurrency: maybe,
  exchangeRate: maybe,
  reference: maybe,
  status: openEnum("pending", "expired", "processing", "completed", "on_hold", "cancelled", "rejected"),
  statusContext: absentOr(openEnum("unpaid", "full", "underpaid", "overpaid")),
  paymentStatus: absentOr(onTime(openEnum("expecting", "on_time", "late"))),
  network: documented,
  networkName: documented,
  paymentMethods: absentOr(list(openEnum("on_chain", "nft", "binance_pay")), "nullable"),
  successRedirectUrl: maybe,
  unsuccessRedirectUrl: maybe,
  expiresAt: documented,
  createdAt: documented,
  hostedPageUrl: documented,
});

/** The documents' table says `onTime`, their examples `on_time` (apis/txn.md, section 2). */
function onTime<T>(schema: Schema<T>): Schema<T> {
  return leaf((value, payload) => run(schema, value === "onTime" ? "on_time" : value, payload));
}

/** The attributes and relationships that the documents know of each included type. */
const includedTypes: Record<string, Schema<JsonApiResource>> = {
  addresses: included(texts("label", "value", "createdAt"), ["account", "network"]),
  invoiceTransactions: included(
    texts(
      "amountBilled",
      "billedChargedRate",
      "billedChargedRateCurrency",
      "consolidationFee",
      "transactionFee",
      "transactionFeeCurrency",
      "targetTransactionFee",
      "targetTransactionFeeCurrency",
    ),
    ["exchangeQuote", "invoice", "txn"],
  ),
  transactions: included(
    object({
      ...maybes("amount", "balance", "createdAt", "reference"),
      simplifiedState: absentOr(openEnum("pending", "completed"), "nullable"),
      transactionType: absentOr(
        openEnum("InvoiceTransaction", "ExchangeTransaction", "CoinTransaction", "ManualTransaction"),
        "nullable",
      ),
    }),
    ["account"],
  ),
  exchangeQuotes: included(
    object({
      ...maybes("amountCharged", "amountChargedCurrency", "amountReceived", "amountReceivedCurrency", "rate"),
      ...maybes("rateCurrency", "exchangeFee", "exchangeFeeCurrency", "accountChargedId", "accountReceivedId"),
      expiresAt: maybe,
      status: absentOr(openEnum("pending", "completed", "expired", "failed"), "nullable"),
    }),
    ["exchangeOrder", "transactions"],
  ),
  coinDeposits: coins(),
  coinTransactions: coins(),
};

/** One model for both names of the type (apis/txn.md, section 5). */
function coins(): Schema<JsonApiResource> {
  return included(
    object({
      ...maybes("accountId", "amount", "createdAt", "currencyCode", "txHash"),
      state: absentOr(openEnum("processed", "on_hold_confirmed", "pending", "failed"), "nullable"),
    }),
    ["address", "network"],
  );
}

const otherType: Schema<JsonApiResource> = object({
  id: text,
  type: text,
  attributes: anything as Schema<JsonApiResource["attributes"]>,
  relationships: anything as Schema<JsonApiResource["relationships"]>,
});

/** The body of a list answer. `included` is absent where nothing was loaded. */
export const invoiceList = object<{ data: JsonApiResource[]; included: JsonApiResource[] } & Record<string, unknown>>({
  data: list(
    resource(invoiceAttributes as Schema<unknown>, [
      "address",
      "invoiceTransactions",
      "coinDeposits",
      "refundLinks",
      "targetAccount",
      "binanceOrder",
    ]),
  ),
  included: oneOrMany(leaf<JsonApiResource>((value, payload) => run(schemaOf(value), value, payload))),
  meta: anything,
  jsonapi: anything,
  links: anything,
});

function schemaOf(value: unknown): Schema<JsonApiResource> {
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === "string" && Object.hasOwn(includedTypes, type)
    ? (includedTypes[type] ?? otherType)
    : otherType;
}

/** An included resource: JSON:API lets it have no attributes. */
function included(attributes: Schema<unknown>, relationships: readonly string[]): Schema<JsonApiResource> {
  return resource(optional(attributes, "nullable"), relationships);
}

/** A resource that keeps its relationships as they came, but reports those that the documents do not know. */
function resource(attributes: Schema<unknown>, relationships: readonly string[]): Schema<JsonApiResource> {
  const known = Object.fromEntries(relationships.map((name) => [name, anything]));
  return object({
    id: text,
    type: text,
    attributes,
    relationships: optional(object(known), "nullable"),
    links: anything,
    meta: anything,
  } as never);
}

function texts(...names: string[]): Schema<unknown> {
  return object(maybes(...names));
}

function maybes(...names: string[]): Record<string, typeof maybe> {
  return Object.fromEntries(names.map((name) => [name, maybe]));
}
