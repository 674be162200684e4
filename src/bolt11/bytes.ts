import { report } from "./issues.ts";
import type { InvoiceIssue } from "./types.ts";

/** The whole bytes of a field. What is left over is padding, which BOLT 11 wants to be zero. */
export function toBytes(words: Uint8Array, issues: InvoiceIssue[]): Uint8Array {
  const bytes = new Uint8Array((words.length * 5) >> 3);
  if (regroup(words, bytes, 0) !== 0) report(issues, "nonzero_padding");
  return bytes;
}

/**
 * Writes words of five bits into `bytes` from `index` on, as far as they make whole ones.
 *
 * @returns The bits left over, as the top bits of one more byte.
 */
export function regroup(words: Uint8Array, bytes: Uint8Array, index: number): number {
  let next = index;
  let read = 0;
  // Eight words are five bytes: all at once takes a third of the time.
  for (; read + 8 <= words.length; read += 8) {
    const upper = twentyBits(words, read);
    const lower = twentyBits(words, read + 4);
    bytes[next++] = upper >> 12;
    bytes[next++] = upper >> 4;
    bytes[next++] = (upper << 4) | (lower >> 16);
    bytes[next++] = lower >> 8;
    bytes[next++] = lower;
  }
  let buffer = 0;
  let bits = 0;
  for (; read < words.length; read++) {
    buffer = (buffer << 5) | (words[read] as number); // in range by the loop
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[next++] = buffer >> bits;
    }
  }
  return (buffer << (8 - bits)) & 0xff;
}

function twentyBits(words: Uint8Array, index: number): number {
  const upper = ((words[index] as number) << 5) | (words[index + 1] as number);
  const lower = ((words[index + 2] as number) << 5) | (words[index + 3] as number);
  return (upper << 10) | lower;
}

/** The big-endian number that digits are. Above 2^53 - 1 it is not exact, and stays above that. */
export function readNumber(digits: Uint8Array, base: 32 | 256): number {
  let value = 0;
  for (const digit of digits) value = value * base + digit;
  return value;
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  // One call with all character codes: to put 32 pairs of letters together takes twice the time.
  const codes = new Array<number>(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number; // in range by the loop
    codes[i * 2] = hexCode(byte >> 4);
    codes[i * 2 + 1] = hexCode(byte & 15);
  }
  return String.fromCharCode(...codes);
}

function hexCode(nibble: number): number {
  return nibble + (nibble < 10 ? 48 : 87); // "0", and "a" less 10
}
