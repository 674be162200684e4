import { multiply, subtract } from "./decimal.ts";
import type { TxnGuesses } from "./guesses.ts";
import { type State, stateAt } from "./lifecycle.ts";
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

/** Writes an invoice as it is at `nowMs`. */
export function describeInvoice(record: TxnRecord, nowMs: number, guesses: TxnGuesses): InvoiceDocument {
  const state = stateAt(record.fate, nowMs - record.createdAtMs);
  const parts: Resource[] = [];
  const { terms } = record;
  if (terms.address !== null) parts.push(address(record, terms.address));
  parts.push(invoiceTransaction(terms, state), transaction(record, state));
  const deposit = coinDeposit(record, state, guesses);
  if (deposit !== null) parts.push(deposit);
  if (state.status === "completed") parts.push(exchangeQuote(record, state));
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

function invoiceTransaction(terms: Terms, state: State): Resource {
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
      transactionFee: fee(terms, state),
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

function transaction(record: TxnRecord, state: State): Resource {
  const { terms } = record;
  return {
    id: terms.invoiceTransactionId,
    type: "transactions",
    attributes: {
      amount: subtract(received(terms, state), fee(terms, state), terms.billed.scale),
      createdAt: isoTime(record.createdAtMs + 17),
      reference: terms.reference,
      simplifiedState: state.status === "completed" ? "completed" : "pending",
      transactionType: "InvoiceTransaction",
    },
    relationships: { account: NOT_INCLUDED },
  };
}

/** The payer's payment, once it was seen on chain. */
function coinDeposit(record: TxnRecord, state: State, guesses: TxnGuesses): Resource | null {
  const { terms, fate } = record;
  if (fate.paidAfterMs === null || state.status === "pending" || state.status === "expired") return null;
  return {
    id: terms.coinDepositId,
    type: guesses.coinDepositType,
    attributes: {
      accountId: terms.accountId,
      amount: paid(terms, state),
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

function exchangeQuote(record: TxnRecord, state: State): Resource {
  const { terms } = record;
  return {
    id: terms.exchangeQuoteId,
    type: "exchangeQuotes",
    attributes: {
      expiresAt: expiresAt(record),
      amountCharged: paid(terms, state),
      amountReceived: received(terms, state),
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

/** What was paid, in the charged currency. */
function paid(terms: Terms, { statusContext }: State): string {
  const share = statusContext === "underpaid" ? "0.95" : statusContext === "overpaid" ? "1.1" : "1";
  return multiply(terms.amountCharged, share, terms.charged.scale);
}

/** What the payment is worth, in the billed currency; before it arrives, what was billed. */
function received(terms: Terms, state: State): string {
  if (state.statusContext === "unpaid" || state.statusContext === "full") return terms.amountBilled;
  return multiply(paid(terms, state), terms.exchangeRate, terms.billed.scale);
}

function fee(terms: Terms, state: State): string {
  return onePercent(received(terms, state), terms.billed.scale);
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
