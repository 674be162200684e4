import { createECDH } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { etc, getPublicKey, hashes, recoverPublicKey, sign, verify } from "@noble/secp256k1";

// What the synchronous signing of @noble/secp256k1 is to hash with.
hashes.sha256 = sha256;
hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

/** A signature as an invoice has it. */
export interface RecoverableSignature {
  /** `r` and `s`, 64 bytes. */
  bytes: Uint8Array;
  recoveryId: number;
}

/** Signs the SHA-256 of a message. The same message and key give the same signature (RFC 6979). */
export function signMessage(message: Uint8Array, privateKey: string): RecoverableSignature {
  const [recoveryId = 0, ...bytes] = sign(message, etc.hexToBytes(privateKey), { format: "recovered" });
  return { bytes: Uint8Array.from(bytes), recoveryId };
}

/** @throws Error where no key could have made it. */
export function recoverSigner(message: Uint8Array, { bytes, recoveryId }: RecoverableSignature): string {
  return etc.bytesToHex(recoverPublicKey(Uint8Array.from([recoveryId, ...bytes]), message));
}

/** Whether a signature is a key's; its `s` may be the high one. */
export function isSignedBy(publicKey: string, message: Uint8Array, { bytes }: RecoverableSignature): boolean {
  return verify(bytes, message, etc.hexToBytes(publicKey), { lowS: false });
}

/** The compressed public key of a private key, both in hex. Remembered: a test suite makes the same world many times over. */
export function publicKeyOf(privateKey: string): string {
  let publicKey = publicKeys.get(privateKey);
  if (publicKey === undefined) {
    publicKey = derivePublicKey(privateKey);
    if (publicKeys.size >= MAX_REMEMBERED_KEYS) publicKeys.clear();
    publicKeys.set(privateKey, publicKey);
  }
  return publicKey;
}

const publicKeys = new Map<string, string>();
const MAX_REMEMBERED_KEYS = 10_000;

function derivePublicKey(privateKey: string): string {
  try {
    // Four times as fast.
    const pair = createECDH("secp256k1");
    pair.setPrivateKey(privateKey, "hex");
    return pair.getPublicKey("hex", "compressed");
  } catch {
    // Bun has no such curve.
    return etc.bytesToHex(getPublicKey(etc.hexToBytes(privateKey)));
  }
}
