import type { DecodedInvoice } from "../../bolt11/types.ts";
import type { Mismatch } from "../../errors/errors.ts";
import type { Invoice } from "../types.ts";

/** Where the server's answer says something else than the invoice itself. */
export function findMismatches(decoded: DecodedInvoice, remote: Invoice): Mismatch[] {
  const mismatches: Mismatch[] = [];
  const compare = (field: string, local: string | null, answered: string | null) => {
    if (local?.toLowerCase() !== answered?.toLowerCase()) mismatches.push(mismatch(field, local, answered));
  };
  // What one side does not know cannot differ: an invoice without a payment hash, an answer without a destination.
  if (decoded.paymentHash !== null) compare("payment_hash", decoded.paymentHash, remote.payment_hash);
  if (remote.destination !== null) compare("destination", decoded.payee, remote.destination);
  // "0" may be the server's way of saying that the payer chooses.
  const openOnBothSides = decoded.amountMsat === null && remote.amount_msats === 0n;
  if (!openOnBothSides) compare("amount_msats", amountText(decoded.amountMsat), amountText(remote.amount_msats));
  // An invoice with the hash of another one is another one: whoever pays it pays someone else.
  const local = decoded.paymentRequest;
  const answered = remote.payment_request;
  if (bareRequest(answered) !== bareRequest(local)) mismatches.push(mismatch("payment_request", local, answered));
  return mismatches;
}

/** Readable, and in no log where it may be a payment request: a server can put one into any field. */
function mismatch(field: string, local: string | null, remote: string | null): Mismatch {
  const isShown = field !== "payment_request";
  return Object.defineProperties({} as Mismatch, {
    field: { value: field, enumerable: true },
    local: { value: local, enumerable: isShown },
    remote: { value: remote },
  });
}

/** A payment request without what may stand around it, in lower case: as it is compared. */
export function bareRequest(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^lightning:(\/\/)?/, "");
}

function amountText(amountMsat: bigint | null): string | null {
  return amountMsat === null ? null : String(amountMsat);
}
