import { ResponseValidationError } from "../errors/errors.ts";
import { parseTime } from "../input/time.ts";
import type { Invoice } from "../reflex/types.ts";
import type { TxnInvoice } from "../txn/types.ts";
import type { InvoiceSource, UnifiedInvoice } from "./types.ts";

/** Digits behind the point of an amount in BTC that is exact to the msat. */
const BTC_DIGITS = 11;

/**
 * An invoice of Reflex in the terms of both APIs.
 *
 * @throws ResponseValidationError where its date cannot be read.
 */
export function unifyReflex(raw: Invoice): UnifiedInvoice {
  const { id, amount_msats: msat, description, destination } = raw;
  return {
    source: "reflex",
    id,
    createdAt: isoOf(raw.created_at, "reflex", "created_at"),
    amount: { value: msat === null ? null : toBtc(msat), currency: "BTC", msat },
    status: null,
    description,
    reference: null,
    counterparty: destination,
    raw,
  };
}

/**
 * An invoice of Txn in the terms of both APIs.
 *
 * @throws ResponseValidationError where its date cannot be read.
 */
export function unifyTxn(raw: TxnInvoice): UnifiedInvoice {
  const { id, status, reference, amountBilled, billedCurrency } = raw;
  return {
    source: "txn",
    id,
    createdAt: isoOf(raw.createdAt, "txn", "createdAt"),
    // Older hosts write currencies in lower case.
    amount: { value: amountBilled ?? null, currency: billedCurrency?.toUpperCase() ?? null },
    status,
    description: null,
    reference: reference ?? null,
    counterparty: null,
    raw,
  };
}

/** An amount in msat as decimal text in BTC, without idle zeros: 100,000 msat are `0.000001`. */
export function toBtc(msat: bigint): string {
  const sign = msat < 0n ? "-" : "";
  const digits = String(msat < 0n ? -msat : msat).padStart(BTC_DIGITS + 1, "0");
  const fraction = digits.slice(-BTC_DIGITS).replace(/0+$/, "");
  return `${sign}${digits.slice(0, -BTC_DIGITS)}${fraction && "."}${fraction}`;
}

function isoOf(text: string | null | undefined, api: InvoiceSource, path: string): string {
  const time = new Date(parseTime(text));
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  const message = "is no date that can be read, and the stream is in order of time";
  throw new ResponseValidationError([{ path, message }], text, { api, operation: "invoices" });
}
