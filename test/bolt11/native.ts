import { createRequire } from "node:module";
import type { RecoverPublicKey } from "../../src/bolt11/index.ts";

// The package comes without types.
const secp256k1: {
  ecdsaRecover: (signature: Uint8Array, recoveryId: number, hash: Uint8Array, compressed: boolean) => Uint8Array;
} = createRequire(import.meta.url)("secp256k1");

/** Recovery by libsecp256k1. */
export const recover: RecoverPublicKey = (signature, recoveryId, hash) =>
  secp256k1.ecdsaRecover(signature, recoveryId, hash, true);
