import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { etc, hashes, Point, recoverPublicKey, sign, verify } from "@noble/secp256k1";

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

/** A private key and its compressed public key, both in hex. */
export interface KeyPair {
  privateKey: string;
  publicKey: string;
}

/**
 * A family of keys, each private key one more than the one before: their points are sums instead of products, and are brought
 * to their final form by one division for all of them. A twentieth of the time that keys apart would take.
 */
export function keyFamily(first: string, count: number): KeyPair[] {
  const { p } = Point.CURVE();
  const privateKeys = Array.from({ length: count }, (_, i) => etc.numberToBytesBE(BigInt(`0x${first}`) + BigInt(i)));
  const points: InstanceType<typeof Point>[] = [];
  // The product of all Z up to each point, for the one division (Montgomery's trick).
  const products = [1n];
  for (let i = 0; i < count; i++) {
    const point = points[i - 1]?.add(Point.BASE) ?? Point.BASE.multiply(BigInt(`0x${first}`));
    points.push(point);
    products.push((product(products, i) * point.Z) % p);
  }
  let inverse = etc.invert(product(products, count), p);
  const publicKeys: string[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const { X, Y, Z } = points[i] ?? Point.BASE;
    const z = (inverse * product(products, i)) % p;
    inverse = (inverse * Z) % p;
    const sign = ((Y * z) % p) % 2n === 0n ? "02" : "03";
    publicKeys[i] = sign + etc.bytesToHex(etc.numberToBytesBE((X * z) % p));
  }
  return privateKeys.map((key, i) => ({ privateKey: etc.bytesToHex(key), publicKey: publicKeys[i] ?? "" }));
}

function product(products: readonly bigint[], position: number): bigint {
  return products[position] ?? 1n;
}
