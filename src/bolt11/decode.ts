import { readInvoice } from "./parse.ts";
import { checkSignature } from "./signature.ts";
import type { DecodedInvoice, RecoverPublicKey } from "./types.ts";

/**
 * Reads an invoice and checks its signature. Local and synchronous: nothing is sent anywhere.
 *
 * A payee that the invoice does not name is recovered from the signature. That is no proof: who changes an invoice and
 * repairs its checksum gets an invoice that another, unknown key "signed".
 *
 * @param input The invoice, also behind `lightning:` or in a `bitcoin:?lightning=` URI (BIP 21).
 * @param options `signature: "skip"` reads only, as `parseInvoice` does. `recover` takes the place of the built-in curve.
 * @throws {InvoiceDecodeError} If it cannot be read, or its signature is wrong. A rule broken otherwise is in `issues`.
 *
 * @example
 * const { amountMsat, payee, expiresAt, issues } = decodeInvoice("lnbc2500u1...");
 */
export function decodeInvoice(
  input: string,
  options?: { signature?: "check" | "skip" | undefined; recover?: RecoverPublicKey | undefined },
): DecodedInvoice {
  const parsed = readInvoice(input);
  if (options?.signature !== "skip") parsed.invoice.payee = checkSignature(parsed, options?.recover);
  return parsed.invoice;
}
