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
} from "../answers/schema.ts";
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

/**
 * The attributes and relationships that the documents know of each included type. Their states are text: the examples
 * show some, and nothing says that these are all.
 */
const includedTypes: Record<string, Schema<JsonApiResource>> = {
  addresses: included("label value createdAt", "account network"),
  invoiceTransactions: included(
    "amountBilled billedChargedRate billedChargedRateCurrency consolidationFee transactionFee transactionFeeCurrency " +
      "targetTransactionFee targetTransactionFeeCurrency",
    "exchangeQuote invoice txn",
  ),
  transactions: included("amount balance createdAt reference simplifiedState transactionType", "account"),
  exchangeQuotes: included(
    "amountCharged amountChargedCurrency amountReceived amountReceivedCurrency rate rateCurrency exchangeFee " +
      "exchangeFeeCurrency accountChargedId accountReceivedId expiresAt status",
    "exchangeOrder transactions",
  ),
  // One model for both names of the type (apis/txn.md, section 5).
  coinDeposits: coins(),
  coinTransactions: coins(),
};

function coins(): Schema<JsonApiResource> {
  return included("accountId amount createdAt currencyCode state txHash", "address network");
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
    resource(invoiceAttributes, "address invoiceTransactions coinDeposits refundLinks targetAccount binanceOrder"),
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
function included(attributes: string, relationships: string): Schema<JsonApiResource> {
  return resource(optional(object(each(attributes, maybe)), "nullable"), relationships);
}

/** A resource that keeps its relationships as they came, but reports those that the documents do not know. */
function resource(attributes: Schema<unknown>, relationships: string): Schema<JsonApiResource> {
  return object({
    id: text,
    type: text,
    attributes,
    relationships: optional(object(each(relationships, anything)), "nullable"),
    links: anything,
    meta: anything,
  } as never);
}

function each<T>(names: string, schema: Schema<T>): Record<string, Schema<T>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, schema]));
}
