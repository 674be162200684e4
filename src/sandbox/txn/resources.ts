import type { TxnGuesses } from "./guesses.ts";
import { includedResources } from "./included.ts";
import { isRefunded, type State } from "./lifecycle.ts";
import type { TxnRecord } from "./store.ts";
import { code, expiresAt, one, type Resource, time } from "./wire.ts";

/** An invoice as the API shows it. */
export interface TxnInvoiceResource extends Resource {
  type: "invoices";
}

/** An invoice and the resources it refers to, as they are at a time. */
export interface InvoiceDocument {
  data: TxnInvoiceResource;
  included: Resource[];
}

/** Writes an invoice in one of its states. */
export function describeInvoice(record: TxnRecord, state: State, guesses: TxnGuesses): InvoiceDocument {
  const included = includedResources(record, state, guesses);
  const deposits = included.filter(({ type }) => type === guesses.coinDepositType);
  return { data: invoice(record, state, deposits, guesses), included };
}

/** An invoice by itself, as it is read and as a webhook tells it: its table has `targetAccountId` beside the relationship. */
export function singleDocument(record: TxnRecord, state: State, guesses: TxnGuesses) {
  const { data, included } = describeInvoice(record, state, guesses);
  const attributes = { ...data.attributes, targetAccountId: record.terms.accountId };
  return { data: { ...data, attributes }, included, meta: {} };
}

function invoice(
  record: TxnRecord,
  state: State,
  deposits: readonly Resource[],
  guesses: TxnGuesses,
): TxnInvoiceResource {
  const { terms, id } = record;
  return {
    id,
    type: "invoices",
    attributes: {
      amountBilled: terms.amountBilled,
      amountCharged: terms.amountCharged,
      targetAmount: terms.targetAmount,
      billedCurrency: code(terms.billed, guesses),
      chargedCurrency: code(terms.charged, guesses),
      targetCurrency: code(terms.target, guesses),
      chargedTargetRate: terms.chargedTargetRate,
      chargedTargetRateCurrency: code(terms.target, guesses),
      reference: terms.reference,
      statusContext: state.statusContext,
      network: terms.network.code,
      networkName: terms.network.name,
      paymentMethods: terms.paymentMethods,
      status: guesses.unknownWords === "some" && state.status === "on_hold" ? "in_review" : state.status,
      successRedirectUrl: terms.successRedirectUrl,
      unsuccessRedirectUrl: terms.unsuccessRedirectUrl,
      paymentStatus: state.paymentStatus === "on_time" ? guesses.onTime : state.paymentStatus,
      exchangeRate: terms.exchangeRate,
      expiresAt: expiresAt(record, guesses),
      createdAt: time(record.createdAtMs, guesses),
      hostedPageUrl: `https://sandbox.txn.io/redirect?invoice_id=${id}&request_type=invoice_hosted_page&zone=eu`,
    },
    relationships: {
      targetAccount: one("accounts", terms.accountId),
      binanceOrder: { data: null },
      address: terms.address === null ? { data: null } : one("addresses", terms.address.id),
      refundLinks: { data: isRefunded(state) ? [one(guesses.refundLinkType, terms.refundLinkId).data] : [] },
      invoiceTransactions: { data: [{ type: "invoiceTransactions", id: terms.invoiceTransactionId }] },
      coinDeposits: { data: deposits.map(({ type, id }) => ({ type, id })) },
    },
  };
}
