import { bech32 } from "@scure/base";
import { isSignedBy, type RecoverableSignature, recoverSigner } from "./curve.ts";
import { type Fields, readFields } from "./fields.ts";
import { networks, units } from "./networks.ts";
import { signedMessage, wordsBytes, wordsNumber } from "./words.ts";

/** What the API reads out of an invoice. */
export interface ReadInvoice {
  /** The invoice alone, in lower case. */
  paymentRequest: string;
  amountMsat: bigint | null;
  createdAtMs: number;
  expiresAtMs: number;
  /** Empty where the invoice has none. */
  paymentHash: string;
  description: string | null;
  destination: string;
  /** The nodes of every hop of every route hint, in order. */
  routeNodes: string[];
}

// A limit of the sandbox's own, ten times the longest invoice in use.
const MAX_LENGTH = 16_384;

/**
 * Reads an invoice, also out of a URI or a link, as wallets do, and whatever blanks are in it.
 *
 * @throws Error of any kind when there is none, or when its signature is wrong.
 */
export function readInvoice(text: string): ReadInvoice {
  if (text.length > MAX_LENGTH) throw new Error("invoice too long");
  let failure: unknown = new Error("no invoice");
  for (const part of text.split(/[:/?#&=]+/)) {
    const candidate = withoutBlanks(percentDecoded(part));
    if (!/^ln/i.test(candidate)) continue;
    try {
      return readBare(candidate);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

const TIMESTAMP_WORDS = 7;
const SIGNATURE_WORDS = 104;

// The last moment that a date can be.
const MAX_DATE_MS = 8.64e15;

function readBare(text: string): ReadInvoice {
  const { prefix, words } = bech32.decode(text as `${string}1${string}`, false);
  const amountMsat = readPrefix(prefix);
  const signed = words.slice(0, -SIGNATURE_WORDS);
  if (signed.length < TIMESTAMP_WORDS || words.length < SIGNATURE_WORDS) throw new Error("cut off");
  const timestamp = wordsNumber(signed.slice(0, TIMESTAMP_WORDS));
  const fields = readFields(signed.slice(TIMESTAMP_WORDS));
  // 65 bytes: the recovery id is the last one.
  const tail = wordsBytes(words.slice(-SIGNATURE_WORDS), "drop");
  const signature = { bytes: tail.slice(0, 64), recoveryId: tail[64] ?? 0 };
  const expiresAtMs = (timestamp + (fields.expiry ?? 3600)) * 1000;
  return {
    paymentRequest: text.toLowerCase(),
    amountMsat,
    createdAtMs: timestamp * 1000,
    expiresAtMs: Math.min(expiresAtMs, MAX_DATE_MS),
    paymentHash: fields.paymentHash ?? "",
    description: fields.description ?? null,
    destination: readPayee(signedMessage(prefix, signed), signature, fields),
    routeNodes: fields.routeNodes,
  };
}

function readPayee(message: Uint8Array, signature: RecoverableSignature, { payee }: Fields): string {
  if (signature.recoveryId > 3) throw new Error("no such recovery id");
  // Beside a named payee the recovery id says nothing.
  if (payee === undefined) return recoverSigner(message, signature);
  if (!isSignedBy(payee, message, signature)) throw new Error("signed by another");
  return payee;
}

const PREFIX = new RegExp(`^ln(?:${Object.values(networks).join("|")})(?:(\\d+)([munp]?))?$`);

// More than all bitcoin there will ever be, in tenths of a millisatoshi.
const MAX_TENTHS = 21_000_000_000_000_000_000n;
const MAX_DIGITS = 20;

function readPrefix(prefix: string): bigint | null {
  const match = PREFIX.exec(prefix);
  if (match === null) throw new Error("unknown network, or no amount");
  const digits = match[1]?.replace(/^0+(?=.)/, "");
  if (digits === undefined) return null;
  const unit = units.find(({ letter }) => letter === match[2]);
  const tenths =
    digits.length > MAX_DIGITS || unit === undefined ? MAX_TENTHS + 1n : BigInt(digits) * unit.tenthsOfMsat;
  if (tenths > MAX_TENTHS || tenths % 10n !== 0n) throw new Error("impossible amount");
  return tenths / 10n;
}

// White space, and what shows as nothing.
const BLANKS = /[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]/g;

function withoutBlanks(text: string): string {
  return text.replace(BLANKS, "");
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
