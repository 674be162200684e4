import { add, multiply, rescale, subtract } from "./decimal.ts";
import type { TxnGuesses } from "./guesses.ts";
import { isRefunded, type Payment, type State } from "./lifecycle.ts";
import type { TxnRecord } from "./store.ts";
import { onePercent, type Terms } from "./terms.ts";
import { code, expiresAt, NOT_INCLUDED, one, type Resource, time } from "./wire.ts";

/** The resources that an invoice refers to, in one of its states. */
export function includedResources(record: TxnRecord, state: State, guesses: TxnGuesses): Resource[] {
  const { terms } = record;
  const sums = reckon(terms, state);
  const parts: Resource[] = [];
  if (terms.address !== null) parts.push(address(record, terms.address, guesses));
  parts.push(invoiceTransaction(terms, state, sums, guesses), transaction(record, state, sums, guesses));
  state.payments.forEach((payment, index) => {
    parts.push(coinDeposit(record, state, payment, index, guesses));
  });
  if (state.status === "completed") parts.push(exchangeQuote(record, sums, guesses));
  if (isRefunded(state)) parts.push(refundLink(record, state, sums, guesses));
  return parts;
}

/** What was paid, in the charged currency. */
export function paidAmount(terms: Pick<Terms, "amountCharged" | "charged">, payments: readonly Payment[]): string {
  return payments.map((payment) => amountOf(payment, terms)).reduce((sum, amount) => add(sum, amount), "0");
}

function amountOf({ amount }: Payment, { amountCharged, charged }: Pick<Terms, "amountCharged" | "charged">): string {
  if (typeof amount === "string") return rescale(amount, charged.scale);
  return multiply(amountCharged, amount.share, charged.scale);
}

interface Sums {
  /** In the charged currency. */
  paid: string;
  /** What that is worth, in the billed currency; before anything is paid, what was billed. */
  received: string;
  /** In the billed currency. */
  fee: string;
}

function reckon(terms: Terms, { payments }: State): Sums {
  const { amountCharged, amountBilled, exchangeRate, billed } = terms;
  const paid = payments.length === 0 ? amountCharged : paidAmount(terms, payments);
  const received = paid === amountCharged ? amountBilled : multiply(paid, exchangeRate, billed.scale);
  return { paid, received, fee: onePercent(received, billed.scale) };
}

function address(record: TxnRecord, { id, value }: { id: string; value: string }, guesses: TxnGuesses): Resource {
  const createdAt = time(record.createdAtMs - 1000, guesses);
  return {
    id,
    type: "addresses",
    attributes: { label: record.terms.network.name, value, createdAt },
    relationships: { account: NOT_INCLUDED, network: NOT_INCLUDED },
  };
}

function invoiceTransaction(terms: Terms, state: State, sums: Sums, guesses: TxnGuesses): Resource {
  const quote = state.status === "completed" ? { type: "exchangeQuotes", id: terms.exchangeQuoteId } : null;
  return {
    id: terms.invoiceTransactionId,
    type: "invoiceTransactions",
    attributes: {
      amountBilled: terms.amountBilled,
      billedChargedRate: terms.exchangeRate,
      billedChargedRateCurrency: code(terms.billed, guesses),
      consolidationFee: "0.00",
      targetTransactionFee: terms.targetTransactionFee,
      targetTransactionFeeCurrency: code(terms.target, guesses),
      transactionFee: sums.fee,
      transactionFeeCurrency: code(terms.billed, guesses),
    },
    // The relationship is called `txn`, its type `transactions`, and its id is this resource's own: as documented.
    relationships: {
      exchangeQuote: { data: quote },
      invoice: NOT_INCLUDED,
      txn: one("transactions", terms.invoiceTransactionId),
    },
  };
}

function transaction({ terms, createdAtMs }: TxnRecord, state: State, sums: Sums, guesses: TxnGuesses): Resource {
  return {
    id: terms.invoiceTransactionId,
    type: "transactions",
    attributes: {
      amount: subtract(sums.received, sums.fee, terms.billed.scale),
      createdAt: time(createdAtMs + 17, guesses),
      reference: terms.reference,
      simplifiedState: state.status === "completed" ? "completed" : "pending",
      transactionType: "InvoiceTransaction",
    },
    relationships: { account: NOT_INCLUDED },
  };
}

/** One payment, once it was seen on chain. */
function coinDeposit(
  { terms, createdAtMs }: TxnRecord,
  state: State,
  payment: Payment,
  index: number,
  guesses: TxnGuesses,
): Resource {
  return {
    id: terms.coinDepositIds(index),
    type: guesses.coinDepositType,
    attributes: {
      accountId: terms.accountId,
      amount: amountOf(payment, terms),
      currencyCode: code(terms.charged, guesses),
      state: depositState(state),
      txHash: terms.txHashes(index),
      createdAt: time(createdAtMs + payment.afterMs, guesses),
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

function exchangeQuote(record: TxnRecord, sums: Sums, guesses: TxnGuesses): Resource {
  const { terms } = record;
  const billed = code(terms.billed, guesses);
  return {
    id: terms.exchangeQuoteId,
    type: "exchangeQuotes",
    attributes: {
      expiresAt: expiresAt(record, guesses),
      amountCharged: sums.paid,
      amountReceived: sums.received,
      rate: terms.exchangeRate,
      exchangeFee: "0.00",
      exchangeFeeCurrency: billed,
      rateCurrency: billed,
      amountChargedCurrency: code(terms.charged, guesses),
      amountReceivedCurrency: billed,
      accountChargedId: terms.accountId,
      accountReceivedId: terms.accountId,
      status: "completed",
    },
    relationships: { exchangeOrder: NOT_INCLUDED, transactions: NOT_INCLUDED },
  };
}

const REFUND_LIFETIME_MS = 7 * 24 * 3_600_000;

/** What brings a payment back. Documented: a refund is a payment link, its reference the invoice's with `REFUND-`. */
function refundLink({ terms, createdAtMs }: TxnRecord, state: State, sums: Sums, guesses: TxnGuesses): Resource {
  const refundedAtMs = createdAtMs + (state.payments.at(-1)?.afterMs ?? 0);
  const id = terms.refundLinkId;
  return {
    id,
    type: guesses.refundLinkType,
    attributes: {
      amount: sums.received,
      currency: code(terms.billed, guesses),
      accountCurrency: code(terms.target, guesses),
      network: null,
      networkName: null,
      reference: terms.reference === null ? null : `REFUND-${terms.reference}`,
      hostedPageUrl: `https://sandbox.txn.io/redirect?payment_link_id=${id}&request_type=payment_link_hosted_page&zone=eu`,
      status: "created",
      expiresAt: time(refundedAtMs + REFUND_LIFETIME_MS, guesses),
      createdAt: time(refundedAtMs, guesses),
      paymentType: "Payout",
      successRedirectUrl: null,
      unsuccessRedirectUrl: null,
    },
    relationships: {},
  };
}
