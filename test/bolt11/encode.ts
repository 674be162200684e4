import { createHash } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import * as secp from "@noble/secp256k1";
import { bech32, bech32m } from "@scure/base";

secp.hashes.sha256 = sha256;
secp.hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

/** A tagged field: its letter and its data, five bits each. */
export type Field = readonly [tag: string, words: readonly number[]];

/** An invoice of any kind, also of those that no proper writer makes. */
export interface Draft {
  prefix?: string;
  timestamp?: number;
  fields?: readonly Field[];
  /** Appended behind the fields as they are. */
  loose?: readonly number[];
  secretKey?: Uint8Array;
  /** Takes the place of the signature: `r`, `s` and the recovery id, 65 bytes. */
  signature?: (signed: Uint8Array) => Uint8Array;
  encoding?: "bech32" | "bech32m";
}

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const order = secp.Point.CURVE().n;

export const secretKey = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
export const payee = hex(secp.getPublicKey(secretKey));
export const hash = "0001020304050607080900010203040506070809000102030405060708090102";

/** What every proper invoice has. */
export const p: Field = ["p", words(hash)];
export const s: Field = ["s", words("11".repeat(32))];
export const d: Field = ["d", words(utf8("1 cup coffee"))];
export const proper: readonly Field[] = [p, s, d];

/** Written with other libraries than the decoder is: a mistake in it is not repeated here. */
export function encode(draft: Draft): string {
  const { prefix = "lnbc", timestamp = 1_496_314_658, fields = proper, loose = [] } = draft;
  const data = [
    ...numberWords(timestamp, 7),
    ...fields.flatMap(([tag, content]) => [alphabet.indexOf(tag), ...numberWords(content.length, 2), ...content]),
    ...loose,
  ];
  const signed = signedHash(prefix, data);
  const signature = draft.signature?.(signed) ?? sign(signed, draft.secretKey ?? secretKey);
  const coder = draft.encoding === "bech32m" ? bech32m : bech32;
  return coder.encode(prefix, [...data, ...bech32.toWords(Uint8Array.from(signature))], false);
}

/** The invoice with its last six characters made right again. */
export function repairChecksum(invoice: string): string {
  const separator = invoice.lastIndexOf("1");
  const content = [...invoice.slice(separator + 1, -6)].map((character) => alphabet.indexOf(character));
  return bech32.encode(invoice.slice(0, separator), content, false);
}

/** 65 bytes: `r`, `s`, recovery id. */
export function sign(signed: Uint8Array, key: Uint8Array = secretKey): Uint8Array {
  const recovered = secp.sign(signed, key, { prehash: false, format: "recovered" });
  return Uint8Array.from([...recovered.subarray(1), recovered[0] as number]);
}

/** The same signature with the other `s`, which is the high one. */
export function highS(signature: Uint8Array): Uint8Array {
  const other = order - secp.etc.bytesToNumberBE(signature.subarray(32, 64));
  return Uint8Array.from([
    ...signature.subarray(0, 32),
    ...secp.etc.numberToBytesBE(other),
    (signature[64] as number) ^ 1,
  ]);
}

/** The bits of hex or bytes as words, the last one filled up with zeros. */
export function words(content: string | Uint8Array): number[] {
  const bytes = typeof content === "string" ? Uint8Array.from(Buffer.from(content, "hex")) : content;
  return bech32.toWords(Uint8Array.from(bytes));
}

/** A number in so many words, or in as few as it needs. */
export function numberWords(value: number | bigint, length?: number): number[] {
  const result: number[] = [];
  for (let rest = BigInt(value); rest > 0n; rest /= 32n) result.unshift(Number(rest % 32n));
  while (result.length < (length ?? 0)) result.unshift(0);
  return result;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function signedHash(prefix: string, data: readonly number[]): Uint8Array {
  let bits = data.map((word) => word.toString(2).padStart(5, "0")).join("");
  while (bits.length % 8 !== 0) bits += "0";
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  return Uint8Array.from(createHash("sha256").update(prefix, "utf8").update(bytes).digest());
}
