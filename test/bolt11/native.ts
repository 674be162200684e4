import { createRequire } from "node:module";
import type { RecoverPublicKey } from "../../src/bolt11/index.ts";

// The package comes without types.
const secp256k1: {
  ecdsaRecover: (signature: Uint8Array, recoveryId: number, hash: Uint8Array, compressed: boolean) => Uint8Array;
  ecdsaVerify: (signature: Uint8Array, hash: Uint8Array, key: Uint8Array) => boolean;
  signatureNormalize: (signature: Uint8Array) => Uint8Array;
  publicKeyVerify: (key: Uint8Array) => boolean;
} = createRequire(import.meta.url)("secp256k1");

/** Recovery by libsecp256k1. */
export const recover: RecoverPublicKey = (signature, recoveryId, hash) =>
  secp256k1.ecdsaRecover(signature, recoveryId, hash, true);

/** Whether a signature, `s` high or low, is that of a key in hex. */
export function isSigned(signature: Uint8Array, hash: Uint8Array, key: string): boolean {
  // The library writes over what it normalizes, and takes low ones only.
  const low = secp256k1.signatureNormalize(Uint8Array.from(signature));
  return secp256k1.ecdsaVerify(low, hash, bytes(key));
}

/** Whether a key in hex is a compressed point of the curve. */
export function isKey(key: string): boolean {
  return secp256k1.publicKeyVerify(bytes(key));
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}
