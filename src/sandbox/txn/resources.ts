import { multiply, subtract } from "./decimal.ts";
import type { TxnGuesses } from "./guesses.ts";
import type { State } from "./lifecycle.ts";
import type { TxnRecord } from "./store.ts";
import { onePercent, type Terms } from "./terms.ts";

/** A JSON:API resource object. */
export interface Resource {
  id: string;
  type: string;
  attributes: Record<string, unknown>;
  relationships?: Record<string, unknown>;
}

/** An invoice as the API shows it. */
export interface TxnInvoiceResource extends Resource {
  type: "invoices";
}

/** An invoice and the resources it refers to, as they are at a time. */
export interface InvoiceDocument {
  data: TxnInvoiceResource;
  included: Resource[];
}

/** What the API writes for a relationship that it did not load. */
const NOT_INCLUDED = { meta: { included: false } };

/** Writes an invoice in one of its states. */
export function describeInvoice(record: TxnRecord, state: State, guesses: TxnGuesses): InvoiceDocument {
  const { terms } = record;
  const payment = reckon(terms, state);
  const parts: Resource[] = [];
  if (terms.address !== null) parts.push(address(record, terms.address));
  parts.push(invoiceTransaction(terms, state, payment), transaction(record, state, payment));
  const deposit = coinDeposit(record, state, payment, guesses);
  if (deposit !== null) parts.push(deposit);
  if (state.status === "completed") parts.push(exchangeQuote(record, payment));
  return { data: invoice(record, state, deposit, guesses), included: parts };
}

function invoice(record: TxnRecord, state: State, deposit: Resource | null, guesses: TxnGuesses): TxnInvoiceResource {
  const { terms, id } = record;
  return {
    id,
    type: "invoices",
    attributes: {
      amountBilled: terms.amountBilled,
      amountCharged: terms.amountCharged,
      targetAmount: terms.targetAmount,
      billedCurrency: terms.billed.code,
      chargedCurrency: terms.charged.code,
      targetCurrency: terms.target.code,
      chargedTargetRate: terms.chargedTargetRate,
      chargedTargetRateCurrency: terms.target.code,
      reference: terms.reference,
      statusContext: state.statusContext,
      network: terms.network.code,
      networkName: terms.network.name,
      paymentMethods: terms.paymentMethods,
      status: state.status,
      successRedirectUrl: terms.successRedirectUrl,
      unsuccessRedirectUrl: terms.unsuccessRedirectUrl,
      paymentStatus: state.paymentStatus === "on_time" ? guesses.onTime : state.paymentStatus,
      exchangeRate: terms.exchangeRate,
      expiresAt: expiresAt(record),
      createdAt: isoTime(record.createdAtMs),
      hostedPageUrl: `https://sandbox.txn.io/redirect?invoice_id=${id}&request_type=invoice_hosted_page&zone=eu`,
    },
    relationships: {
      targetAccount: one("accounts", terms.accountId),
      binanceOrder: { data: null },
      address: terms.address === null ? { data: null } : one("addresses", terms.address.id),
      refundLinks: { data: [] },
      invoiceTransactions: { data: [{ type: "invoiceTransactions", id: terms.invoiceTransactionId }] },
      coinDeposits: { data: deposit === null ? [] : [{ type: deposit.type, id: deposit.id }] },
    },
  };
}

function address(record: TxnRecord, { id, value }: { id: string; value: string }): Resource {
  return {
    id,
    type: "addresses",
    attributes: { label: record.terms.network.name, value, createdAt: isoTime(record.createdAtMs - 1000) },
    relationships: { account: NOT_INCLUDED, network: NOT_INCLUDED },
  };
}

function invoiceTransaction(terms: Terms, state: State, payment: Payment): Resource {
  const quote = state.status === "completed" ? { type: "exchangeQuotes", id: terms.exchangeQuoteId } : null;
  return {
    id: terms.invoiceTransactionId,
    type: "invoiceTransactions",
    attributes: {
      amountBilled: terms.amountBilled,
      billedChargedRate: terms.exchangeRate,
      billedChargedRateCurrency: terms.billed.code,
      consolidationFee: "0.00",
      targetTransactionFee: terms.targetTransactionFee,
      targetTransactionFeeCurrency: terms.target.code,
      transactionFee: payment.fee,
      transactionFeeCurrency: terms.billed.code,
    },
    // The relationship is called `txn`, its type `transactions`, and its id is this resource's own: as documented.
    relationships: {
      exchangeQuote: { data: quote },
      invoice: NOT_INCLUDED,
      txn: one("transactions", terms.invoiceTransactionId),
    },
  };
}

function transaction(record: TxnRecord, state: State, payment: Payment): Resource {
  const { terms } = record;
  return {
    id: terms.invoiceTransactionId,
    type: "transactions",
    attributes: {
      amount: subtract(payment.received, payment.fee, terms.billed.scale),
      createdAt: isoTime(record.createdAtMs + 17),
      reference: terms.reference,
      simplifiedState: state.status === "completed" ? "completed" : "pending",
      transactionType: "InvoiceTransaction",
    },
    relationships: { account: NOT_INCLUDED },
  };
}

/** The payer's payment, once it was seen on chain. */
function coinDeposit(record: TxnRecord, state: State, payment: Payment, guesses: TxnGuesses): Resource | null {
  const { terms, fate } = record;
  if (fate.paidAfterMs === null || state.status === "pending" || state.status === "expired") return null;
  return {
    id: terms.coinDepositId,
    type: guesses.coinDepositType,
    attributes: {
      accountId: terms.accountId,
      amount: payment.paid,
      currencyCode: terms.charged.code,
      state: depositState(state),
      txHash: terms.txHash,
      createdAt: isoTime(record.createdAtMs + fate.paidAfterMs),
    },
    relationships: { address: NOT_INCLUDED, network: NOT_INCLUDED },
  };
}

// The four words are a third-party client's; which goes with which status is a guess.
function depositState({ status }: State): string {
  if (status === "processing") return "pending";
  if (status === "on_hold") return "on_hold_confirmed";
  return status === "rejected" ? "failed" : "processed";
}

function exchangeQuote(record: TxnRecord, payment: Payment): Resource {
  const { terms } = record;
  return {
    id: terms.exchangeQuoteId,
    type: "exchangeQuotes",
    attributes: {
      expiresAt: expiresAt(record),
      amountCharged: payment.paid,
      amountReceived: payment.received,
      rate: terms.exchangeRate,
      exchangeFee: "0.00",
      exchangeFeeCurrency: terms.billed.code,
      rateCurrency: terms.billed.code,
      amountChargedCurrency: terms.charged.code,
      amountReceivedCurrency: terms.billed.code,
      accountChargedId: terms.accountId,
      accountReceivedId: terms.accountId,
      status: "completed",
    },
    relationships: { exchangeOrder: NOT_INCLUDED, transactions: NOT_INCLUDED },
  };
}

interface Payment {
  /** In the charged currency. */
  paid: string;
  /** What that is worth, in the billed currency; before anything is paid, what was billed. */
  received: string;
  /** In the billed currency. */
  fee: string;
}

function reckon(terms: Terms, { statusContext }: State): Payment {
  const { amountCharged, amountBilled, exchangeRate, charged, billed } = terms;
  const share = { underpaid: "0.95", overpaid: "1.1", full: null, unpaid: null }[statusContext];
  const paid = share === null ? amountCharged : multiply(amountCharged, share, charged.scale);
  const received = share === null ? amountBilled : multiply(paid, exchangeRate, billed.scale);
  return { paid, received, fee: onePercent(received, billed.scale) };
}

function one(type: string, id: string) {
  return { data: { type, id } };
}

function expiresAt({ createdAtMs, fate }: TxnRecord): string {
  return isoTime(createdAtMs + fate.lifetimeMs);
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
