import { regroup, toHex } from "./bytes.ts";
import { isSignedBy, recoverKey } from "./curve.ts";
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
  const { invoice, namedPayee, signature, signedWords, source } = parsed;
  const { prefix, recoveryId } = invoice;
  const hash = sha256(signedMessage(parsed));
  const recovered = (id: number) =>
    attempt(() => {
      const key = (recover ?? recoverKey)(signature, id, hash);
      return key.length === 33 && toHex(key);
    });
  // Where the key is named, any of the four ids will do; the signature's own is the likely one.
  const isNamed = (key: string) =>
    recover
      ? [recoveryId, 0, 1, 2, 3].some((id) => recovered(id) === key)
      : attempt(() => isSignedBy(key, signature, hash));
  if (recoveryId <= highestRecoveryId) {
    const payee = namedPayee ?? recovered(recoveryId);
    if (payee && (namedPayee === null || isNamed(payee))) return payee;
  }
  const message = "The signature is not that of the payee. Ask for a new invoice.";
  throw fault(source, "bad_signature", message, prefix.length + 1 + signedWords.length);
}

function attempt<T>(call: () => T): T | false {
  try {
    return call();
  } catch {
    return false;
  }
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
