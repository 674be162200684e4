import { bech32Constant, bech32mConstant, encodeBech32 } from "./bech32.ts";
import { toBytes, toHex } from "./bytes.ts";
import { report } from "./issues.ts";
import type { Chain } from "./networks.ts";
import { sha256 } from "./sha256.ts";
import type { InvoiceIssue } from "./types.ts";

const payToKeyHash = 17;
const payToScriptHash = 18;

/**
 * The on-chain address of an `f` field (BOLT 11, "Tagged Fields"), in a list. The list is empty for a version not yet
 * known, which a reader skips, and, with an issue, for what no address can hold.
 *
 * @param data A five-bit version and the program.
 */
export function readFallback(data: Uint8Array, chain: Chain, issues: InvoiceIssue[]): string[] {
  const version = data[0];
  if (version === undefined) {
    report(issues, "empty_f");
    return [];
  }
  if (version > payToScriptHash) return [];
  const padding = ((data.length - 1) * 5) % 8;
  const programLength = ((data.length - 1) * 5) >> 3;
  // BIP 173: the padding is less than one whole word.
  if (padding > 4 || !isProgramLength(version, programLength)) {
    report(issues, "invalid_fallback");
    return [];
  }
  const program = toBytes(data.subarray(1), issues);
  if (version === payToKeyHash) return [encodeBase58(chain.payToKeyHash, program)];
  if (version === payToScriptHash) return [encodeBase58(chain.payToScriptHash, program)];
  const words = data.slice();
  // An address has its padding zero, also where the invoice has not.
  words[words.length - 1] = (words.at(-1) as number) & (31 << padding);
  // BIP 350: version 0 keeps the older checksum.
  return [encodeBech32(chain.segwit, words, version === 0 ? bech32Constant : bech32mConstant)];
}

/** BIP 141: 2 to 40 bytes, and in version 0 the two lengths that are defined. A hash for base58 has 20. */
function isProgramLength(version: number, bytes: number): boolean {
  if (version >= payToKeyHash) return bytes === 20;
  if (version === 0) return bytes === 20 || bytes === 32;
  return bytes >= 2 && bytes <= 40;
}

const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Base58 with a checksum: the version, the hash, and the first four bytes of their SHA-256 taken twice. */
function encodeBase58(version: number, hash: Uint8Array): string {
  const bytes = new Uint8Array(25);
  bytes[0] = version;
  bytes.set(hash, 1);
  bytes.set(sha256(sha256(bytes.subarray(0, 21))).subarray(0, 4), 21);
  let text = "";
  for (let rest = BigInt(`0x${toHex(bytes)}`); rest > 0n; rest /= 58n) {
    text = base58Alphabet.charAt(Number(rest % 58n)) + text;
  }
  // A leading zero byte has no digit of its own in the number: each is written as a 1.
  for (let i = 0; bytes[i] === 0; i++) text = `1${text}`;
  return text;
}
