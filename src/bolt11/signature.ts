import { regroup, toHex } from "./bytes.ts";
import { isSignedBy, recoverKey } from "./curve.ts";
import type { InvoiceDecodeError } from "./error.ts";
import type { ParsedInvoice } from "./parsed.ts";
import { sha256 } from "./sha256.ts";
import { fault, maximumLength } from "./source.ts";
import type { RecoverPublicKey } from "./types.ts";

const highestRecoveryId = 3;

/**
 * The payee: the key that the invoice names, if the signature is that key's, or else the key recovered from it (BOLT 11,
 * "Data Part" and the requirements for `n`).
 *
 * @throws {InvoiceDecodeError} `bad_signature`.
 */
export function checkSignature(parsed: ParsedInvoice, recover: RecoverPublicKey | undefined): string {
  const { invoice, namedPayee, signature } = parsed;
  const { recoveryId } = invoice;
  if (recoveryId > highestRecoveryId)
    throw badSignature(parsed, "The signature cannot be one: its recovery id is above 3.");
  const hash = sha256(signedMessage(parsed));
  if (namedPayee === null) {
    const key = recovered(recover ?? recoverKey, signature, recoveryId, hash);
    if (key === null) throw badSignature(parsed, "The signature fits no key.");
    return key;
  }
  const fits = recover
    ? // Where the key is named, any of the four ids will do; the signature's own is the likely one.
      [recoveryId, 0, 1, 2, 3].some((id) => recovered(recover, signature, id, hash) === namedPayee)
    : isSignedByNamed(namedPayee, signature, hash);
  if (!fits) throw badSignature(parsed, "The signature is not that of the payee named in the invoice.");
  return namedPayee;
}

/** The human-readable part, and the data with zero bits up to a whole byte (BOLT 11, "Data Part", "Requirements"). */
function signedMessage({ invoice: { prefix }, signedWords }: ParsedInvoice): Uint8Array {
  const message = room.subarray(0, prefix.length + Math.ceil((signedWords.length * 5) / 8));
  for (let i = 0; i < prefix.length; i++) message[i] = prefix.charCodeAt(i);
  const rest = regroup(signedWords, message, prefix.length);
  if ((signedWords.length * 5) % 8 !== 0) message[message.length - 1] = rest;
  return message;
}

// One for all calls, as in bech32.ts.
const room = /* @__PURE__ */ new Uint8Array(maximumLength);

function recovered(
  recover: RecoverPublicKey,
  signature: Uint8Array,
  recoveryId: number,
  hash: Uint8Array,
): string | null {
  try {
    const key = recover(signature, recoveryId, hash);
    return key.length === 33 ? toHex(key) : null;
  } catch {
    return null;
  }
}

function isSignedByNamed(key: string, signature: Uint8Array, hash: Uint8Array): boolean {
  try {
    return isSignedBy(key, signature, hash);
  } catch {
    return false;
  }
}

function badSignature({ invoice, signedWords, source }: ParsedInvoice, message: string): InvoiceDecodeError {
  const index = invoice.prefix.length + 1 + signedWords.length;
  return fault(source, "bad_signature", `${message} Ask for a new invoice.`, index);
}
