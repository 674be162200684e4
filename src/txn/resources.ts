import * as z from "zod/mini";
import { documentedOrAbsent, open, type Schema, wire } from "../answers/schema.ts";
import type {
  JsonApiResource,
  TxnAddress,
  TxnCoinDeposit,
  TxnExchangeQuote,
  TxnInvoice,
  TxnInvoiceTransaction,
  TxnReference,
  TxnTransaction,
} from "./types.ts";

/** What the documents know of a type of resource. */
export interface ResourceType {
  schema: Schema<JsonApiResource>;
  /** The names of its attributes. */
  attributes: object;
}

/** The fields of a public type that the wire has among the attributes: text, and lists of text. */
type AttributeName<T> = {
  [K in keyof T]-?: Exclude<T[K], null | undefined> extends string | string[] ? K : never;
}[keyof T];
type Attributes<T> = { readonly [K in Exclude<AttributeName<T>, keyof TxnReference>]: Schema<T[K]> };
type Relationship<T> = Exclude<keyof T, AttributeName<T>> & string;

/** What the documents call nullable, or do not speak of in every version. */
const maybe = z.nullish(z.string());
/** What the documents always have. */
const text = documentedOrAbsent(z.string());
/** Kept as it came. */
const anything = z.optional(z.unknown());

/** The documents' table says `onTime`, their examples `on_time`. */
const paymentStatus = z.pipe(
  z.transform((value) => (value === "onTime" ? "on_time" : value)),
  open("expecting", "on_time", "late"),
);

/** The primary resource of all documents but the currency pairs. */
export const invoice = describe<TxnInvoice>(
  {
    amountBilled: text,
    amountCharged: text,
    targetAmount: maybe,
    billedCurrency: text,
    chargedCurrency: text,
    targetCurrency: maybe,
    targetAccountId: maybe,
    chargedTargetRate: maybe,
    chargedTargetRateCurrency: maybe,
    exchangeRate: maybe,
    reference: maybe,
    status: open("pending", "expired", "processing", "completed", "on_hold", "cancelled", "rejected"),
    statusContext: documentedOrAbsent(open("unpaid", "full", "underpaid", "overpaid")),
    paymentStatus: documentedOrAbsent(paymentStatus),
    network: text,
    networkName: text,
    paymentMethods: z.nullish(z.array(open("on_chain", "nft", "binance_pay"))),
    successRedirectUrl: maybe,
    unsuccessRedirectUrl: maybe,
    expiresAt: text,
    createdAt: text,
    hostedPageUrl: text,
  },
  ["address", "invoiceTransactions", "coinDeposits", "refundLinks", "targetAccount", "binanceOrder"],
  "invoices",
);

// The states of what is included are text: the examples show some, and nothing says that these are all.
const deposit = describe<TxnCoinDeposit>(
  { accountId: maybe, amount: maybe, createdAt: maybe, currencyCode: maybe, state: maybe, txHash: maybe },
  ["address", "network"],
);

const types = new Map<unknown, ResourceType>([
  ["invoices", invoice],
  ["addresses", describe<TxnAddress>({ label: maybe, value: maybe, createdAt: maybe }, ["account", "network"])],
  [
    "invoiceTransactions",
    describe<TxnInvoiceTransaction>(
      {
        amountBilled: maybe,
        billedChargedRate: maybe,
        billedChargedRateCurrency: maybe,
        consolidationFee: maybe,
        transactionFee: maybe,
        transactionFeeCurrency: maybe,
        targetTransactionFee: maybe,
        targetTransactionFeeCurrency: maybe,
      },
      ["exchangeQuote", "invoice", "txn"],
    ),
  ],
  [
    "transactions",
    describe<TxnTransaction>(
      {
        amount: maybe,
        balance: maybe,
        createdAt: maybe,
        reference: maybe,
        simplifiedState: maybe,
        transactionType: maybe,
      },
      ["account"],
    ),
  ],
  [
    "exchangeQuotes",
    describe<TxnExchangeQuote>(
      {
        amountCharged: maybe,
        amountChargedCurrency: maybe,
        amountReceived: maybe,
        amountReceivedCurrency: maybe,
        rate: maybe,
        rateCurrency: maybe,
        exchangeFee: maybe,
        exchangeFeeCurrency: maybe,
        accountChargedId: maybe,
        accountReceivedId: maybe,
        status: maybe,
        expiresAt: maybe,
      },
      ["exchangeOrder", "transactions"],
    ),
  ],
  // One model for both names of the type: the older examples say coinDeposits.
  ["coinDeposits", deposit],
  ["coinTransactions", deposit],
]);

/** A type that no document describes: whatever it holds passes, as long as it can be told which resource it is. */
const other: ResourceType = {
  schema: wire<JsonApiResource>({
    id: z.string(),
    type: z.string(),
    attributes: z.nullish(z.looseObject({})),
    relationships: z.nullish(z.looseObject({})),
  }),
  attributes: {},
};

/** What is known of a type of resource. */
export function typeOf(name: unknown): ResourceType {
  return types.get(name) ?? other;
}

/** A resource that keeps its relationships as they came, but notes those that the documents do not know. */
function describe<T extends object>(
  attributes: Attributes<T>,
  relationships: Relationship<T>[],
  primary?: "invoices",
): ResourceType {
  const known = wire(attributes as Record<string, Schema<unknown>>);
  const schema = wire({
    id: z.string(),
    // Webhooks tell of other things too, which must not be taken for invoices.
    type: primary ? z.literal(primary) : z.string(),
    // JSON:API lets a resource have none.
    attributes: primary ? known : z.nullish(known),
    relationships: z.nullish(wire(Object.fromEntries(relationships.map((name) => [name, anything])))),
    links: anything,
    meta: anything,
  });
  return { schema, attributes };
}
