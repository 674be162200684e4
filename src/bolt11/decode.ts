import { isPublicKey } from "./curve.ts";
import { report } from "./issues.ts";
import { refuseUnknownOptions } from "./options.ts";
import { readInvoice } from "./parse.ts";
import { checkSignature } from "./signature.ts";
import type { DecodedInvoice, RecoverPublicKey } from "./types.ts";

/**
 * Reads an invoice and checks its signature. Local and synchronous: nothing is sent anywhere.
 *
 * A payee that the invoice does not name is recovered from the signature. That is no proof: who changes an invoice and
 * repairs its checksum gets an invoice that another, unknown key "signed".
 *
 * @param input The invoice, also behind `lightning:` or as `lightning=` in a `bitcoin:` URI (BIP 321) or a link.
 * @param options `signature: "skip"` reads only, as `parseInvoice` does. `recover` takes the place of the built-in curve.
 * @throws {InvoiceDecodeError} If it cannot be read, or its signature is wrong. A rule broken otherwise is in `issues`.
 * @throws {InputError} For an option that does not exist.
 * @see docs/bolt11.md
 *
 * @example
 * const { amountMsat, payee, expiresAt, issues } = decodeInvoice("lnbc2500u1...");
 */
export function decodeInvoice(
  input: string,
  options?: { signature?: "check" | "skip" | undefined; recover?: RecoverPublicKey | undefined },
): DecodedInvoice {
  refuseUnknownOptions(options);
  const { signature, recover } = options ?? {};
  const parsed = readInvoice(input);
  if (signature === "skip") return parsed.invoice;
  parsed.invoice.payee = checkSignature(parsed, recover ?? undefined);
  checkRouteHints(parsed.invoice);
  return parsed.invoice;
}

function checkRouteHints({ routeHints, issues }: DecodedInvoice): void {
  const keys = new Set(routeHints.flat().map(({ pubkey }) => pubkey));
  for (const key of keys) if (!isPublicKey(key)) report(issues, "invalid_route_hint_key");
}
