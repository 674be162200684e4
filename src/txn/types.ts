import type { Page } from "../pagination/types.ts";
import type { ResponseInfo } from "../transport/call.ts";

/** Text of which the documents know some values; further ones pass through, since the API may add to them. */
type Open<Known extends string> = Known | (string & {});

/** Where an invoice stands (Txn documents, "Invoice status flow"). */
export type TxnInvoiceStatus = Open<
  "pending" | "expired" | "processing" | "completed" | "on_hold" | "cancelled" | "rejected"
>;

/** The attributes of an invoice. Amounts and rates are the wire's decimal text: never a float. */
export interface TxnInvoiceAttributes {
  /** What the end user is shown, in `billedCurrency`. */
  amountBilled?: string | null;
  /** What the end user has to pay, in `chargedCurrency`. */
  amountCharged?: string | null;
  /** What is credited, in `targetCurrency`. */
  targetAmount?: string | null;
  billedCurrency?: string | null;
  chargedCurrency?: string | null;
  targetCurrency?: string | null;
  targetAccountId?: string | null;
  chargedTargetRate?: string | null;
  chargedTargetRateCurrency?: string | null;
  exchangeRate?: string | null;
  /** The merchant's own id for the payment. */
  reference?: string | null;
  status: TxnInvoiceStatus;
  statusContext?: Open<"unpaid" | "full" | "underpaid" | "overpaid"> | null;
  /** The documents' `onTime` is given as `on_time`, which is what the wire has. */
  paymentStatus?: Open<"expecting" | "on_time" | "late"> | null;
  /** The network's code, for example `ttrx:usdt`. */
  network?: string | null;
  /** The network's name to show, for example `Tron (TRC20)`. */
  networkName?: string | null;
  paymentMethods?: Open<"on_chain" | "nft" | "binance_pay">[] | null;
  successRedirectUrl?: string | null;
  unsuccessRedirectUrl?: string | null;
  /** ISO 8601. Take it as given: the lifetime is not always 20 minutes. */
  expiresAt?: string | null;
  /** ISO 8601. */
  createdAt?: string | null;
  hostedPageUrl?: string | null;
}

/** A reference to a resource that the answer does not include. */
export interface TxnReference {
  id: string;
  type: string;
}

/** The address that the end user pays to. */
export interface TxnAddress extends TxnReference {
  label?: string | null;
  /** Not always a bare address: XRP's carries `?dt=<tag>`. */
  value?: string | null;
  createdAt?: string | null;
  account?: TxnReference | null | undefined;
  network?: TxnReference | null | undefined;
}

/** A booking on the merchant's account. */
export interface TxnTransaction extends TxnReference {
  amount?: string | null;
  balance?: string | null;
  createdAt?: string | null;
  reference?: string | null;
  simplifiedState?: Open<"pending" | "completed"> | null;
  transactionType?: Open<"InvoiceTransaction" | "ExchangeTransaction" | "CoinTransaction" | "ManualTransaction"> | null;
  account?: TxnReference | null | undefined;
}

/** The exchange of what was paid into what is credited. */
export interface TxnExchangeQuote extends TxnReference {
  amountCharged?: string | null;
  amountChargedCurrency?: string | null;
  amountReceived?: string | null;
  amountReceivedCurrency?: string | null;
  rate?: string | null;
  rateCurrency?: string | null;
  exchangeFee?: string | null;
  exchangeFeeCurrency?: string | null;
  accountChargedId?: string | null;
  accountReceivedId?: string | null;
  status?: Open<"pending" | "completed" | "expired" | "failed"> | null;
  expiresAt?: string | null;
  exchangeOrder?: TxnReference | null | undefined;
  transactions?: TxnTransaction[] | undefined;
}

/** What Txn charges for an invoice. */
export interface TxnInvoiceTransaction extends TxnReference {
  amountBilled?: string | null;
  billedChargedRate?: string | null;
  billedChargedRateCurrency?: string | null;
  consolidationFee?: string | null;
  transactionFee?: string | null;
  transactionFeeCurrency?: string | null;
  targetTransactionFee?: string | null;
  targetTransactionFeeCurrency?: string | null;
  /** The booking; it has the same `id` as its invoice transaction. */
  txn?: TxnTransaction | null | undefined;
  exchangeQuote?: TxnExchangeQuote | null | undefined;
  invoice?: TxnReference | null | undefined;
}

/** A payment by the end user; older answers call the type `coinDeposits`, newer ones `coinTransactions`. */
export interface TxnCoinDeposit extends TxnReference {
  accountId?: string | null;
  amount?: string | null;
  createdAt?: string | null;
  currencyCode?: string | null;
  state?: Open<"processed" | "on_hold_confirmed" | "pending" | "failed"> | null;
  txHash?: string | null;
  address?: TxnReference | null | undefined;
  network?: TxnReference | null | undefined;
}

/**
 * An invoice with its relationships resolved. A relationship is `undefined` (a list too) where the server did not load
 * it, `null` where there is nothing, and stays a bare `{ id, type }` where the answer does not include what it names.
 */
export interface TxnInvoice extends TxnInvoiceAttributes {
  id: string;
  type: "invoices";
  address?: TxnAddress | null | undefined;
  invoiceTransactions?: TxnInvoiceTransaction[] | undefined;
  coinDeposits?: TxnCoinDeposit[] | undefined;
  refundLinks?: TxnReference[] | undefined;
  targetAccount?: TxnReference | null | undefined;
  binanceOrder?: TxnReference | null | undefined;
}

/** A resource as JSON:API has it on the wire. */
export interface JsonApiResource {
  id: string;
  type: string;
  attributes?: Record<string, unknown> | null | undefined;
  relationships?: Record<string, unknown> | null | undefined;
}

/** A page of invoices, with what came beside them. */
export interface TxnInvoicePage extends Page<TxnInvoice> {
  /** As it came. `total` ends nothing: whether it counts pages or items is not settled (apis/txn.md, section 1.6). */
  meta: Record<string, unknown> | null;
  /** The included resources, as they came. */
  included: JsonApiResource[];
  /** What the answer came with. Not enumerable: no logger and no JSON shows it. */
  readonly response: ResponseInfo;
}

/** What `listInvoices` asks for, under the wire's names. */
export interface ListInvoicesParams {
  /** The documents know `created_at` alone (the default). */
  order?: Open<"created_at"> | null | undefined;
  /** Default `desc`: newest first. */
  order_type?: Open<"asc" | "desc"> | null | undefined;
  /** The page to begin with, from 1 (the default). */
  page?: number | null | undefined;
  /** Invoices per page, from 1. Default 50; the server may clamp it. */
  per_page?: number | null | undefined;
  /** Only invoices with this reference. */
  reference?: string | number | null | undefined;
  /** Only invoices created at or after this moment: a `Date` or ISO 8601 text. */
  created_at_from?: Date | string | null | undefined;
  /** Only invoices created at or before this moment: a `Date` or ISO 8601 text. */
  created_at_to?: Date | string | null | undefined;
}

/** What `createInvoice` asks for: the documented attributes, under the wire's names. */
export interface CreateInvoiceParams {
  /** What the end user is shown, in `billedCurrency`: decimal text such as `"33.00"`, or a bigint. */
  amountBilled: string | bigint;
  billedCurrency: string;
  /** What the end user pays in. */
  chargedCurrency: string;
  /** A network's code, such as `ttrx:usdt`; `listCurrencyPairs` tells which there are. */
  network: string;
  /** What is credited: a currency that can be traded. */
  targetCurrency?: string | null | undefined;
  targetAccountId?: string | null | undefined;
  /** Your own id for the payment, unique per invoice: by it an invoice is found again. */
  reference?: string | null | undefined;
  /** Where the end user is sent after paying: an http(s) URL. */
  successRedirectUrl?: string | null | undefined;
  unsuccessRedirectUrl?: string | null | undefined;
  paymentMethods?: readonly Open<"on_chain" | "nft" | "binance_pay">[] | null | undefined;
}

/** An invoice that was created just now. */
export interface CreatedTxnInvoice extends TxnInvoice {
  /** Whether the outcome was unknown and the invoice was found afterwards. */
  reconciled: boolean;
  /** What the answer came with. Not enumerable. */
  readonly response: ResponseInfo;
}

/** What can be billed in which currency and charged in which other one, and over which networks. */
export interface TxnCurrencyPair {
  id: string;
  direction: Open<"sell"> | null;
  enabled: boolean | null;
  /** The code of the currency that the end user is shown. */
  billedCurrency: string;
  /** The code of the currency that the end user pays. */
  chargedCurrency: string;
  /** Each `code` is what `createInvoice` takes for `network`. */
  networks: { code: string; name: string | null; currencyCode: string }[];
}
