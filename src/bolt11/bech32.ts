import { fault, maximumLength, type Source } from "./source.ts";

/** The value of each character is its index (BIP 173). */
export const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** The checksum constant of invoices and of version 0 addresses (BIP 173). */
export const bech32Constant = 1;
/** That of later addresses (BIP 350). */
export const bech32mConstant = 0x2bc830a3;

const checksumLength = 6;

/** An invoice taken out of its bech32 frame. */
interface Frame {
  /** The human-readable part, lower case. */
  prefix: string;
  /** The data part, five bits each, without the checksum. Good until the next call. */
  words: Uint8Array;
}

/**
 * Takes off the bech32 frame (BIP 173, without its length limit, as BOLT 11 says).
 *
 * Own code: an invoice of 370 characters takes 2.3 microseconds, with `@scure/base` 21.9, and that is 2.5 KB gzip where
 * this file is 0.9.
 */
export function decodeBech32(source: Source): Frame {
  try {
    return unframe(source);
  } catch (error) {
    // Bech32 allows any character in a prefix, and an invoice none but these: another is what is wrong, whatever came of
    // it. So is what stands behind a blank where the invoice is whole before it.
    const foreign = source.text.search(/[^0-9a-z]/i);
    const [first] = /[0-9a-z]+/i.exec(source.given) as RegExpExecArray; // it begins with ln
    if (foreign >= 0) throw badCharacter(source, foreign);
    throw isFramed(first) ? badCharacter(source, first.length) : error;
  }
}

function isFramed(text: string): boolean {
  try {
    return unframe({ text, given: text, offset: null }) !== null;
  } catch {
    return false;
  }
}

function unframe(source: Source): Frame {
  const { text } = source;
  refuseMixedCase(source);
  const separator = text.lastIndexOf("1");
  if (separator < 0) throw fault(source, "not_bolt11", "Not a BOLT 11 invoice: there is no 1 before the data.", 0);
  const start = separator + 1;
  if (text.length < start + checksumLength) {
    throw fault(source, "truncated", "Part of the invoice is missing. Copy all of it.", text.length);
  }
  const prefix = text.slice(0, separator).toLowerCase();
  const words = room.subarray(0, text.length - start - checksumLength);
  let checksum = checksumOfPrefix(prefix);
  for (let i = start; i < text.length; i++) {
    const word = values[text.charCodeAt(i)];
    if (word === undefined || word < 0) throw badCharacter(source, i);
    room[i - start] = word;
    checksum = checksumStep(checksum, word);
  }
  // Which character is wrong cannot be told, only that one is: no position.
  if (checksum !== bech32Constant) throw fault(source, "bad_checksum", "A character is wrong. Copy it again.", null);
  return { prefix, words };
}

/** Frames an address (BIP 173, BIP 350). */
export function encodeBech32(prefix: string, words: Uint8Array, constant: number): string {
  let checksum = checksumOfPrefix(prefix);
  let text = `${prefix}1`;
  for (const word of words) {
    checksum = checksumStep(checksum, word);
    text += alphabet.charAt(word);
  }
  for (let i = 0; i < checksumLength; i++) checksum = checksumStep(checksum, 0);
  checksum ^= constant;
  for (let shift = 25; shift >= 0; shift -= 5) text += alphabet.charAt((checksum >> shift) & 31);
  return text;
}

function refuseMixedCase(source: Source): void {
  const lower = source.text.search(/[a-z]/);
  const upper = source.text.search(/[A-Z]/);
  if (lower < 0 || upper < 0) return;
  const message = "Upper and lower case are mixed.";
  throw fault(source, "mixed_case", message, Math.max(lower, upper));
}

function badCharacter(source: Source, index: number): Error {
  return fault(source, "bad_character", "This character cannot be part of an invoice. Copy the invoice alone.", index);
}

function checksumOfPrefix(prefix: string): number {
  let checksum = 1;
  for (let i = 0; i < prefix.length; i++) checksum = checksumStep(checksum, prefix.charCodeAt(i) >> 5);
  checksum = checksumStep(checksum, 0);
  for (let i = 0; i < prefix.length; i++) checksum = checksumStep(checksum, prefix.charCodeAt(i) & 31);
  return checksum;
}

function checksumStep(checksum: number, word: number): number {
  return ((checksum & 0x1ffffff) << 5) ^ word ^ (remainders[checksum >> 25] as number); // 30 bits: the index is below 32
}

// One for all calls, as long as the longest invoice: a new one each time, and its collection, takes as long as to fill it.
const room = /* @__PURE__ */ new Uint8Array(maximumLength);

// BIP 173's generator, summed up for each of the 32 values that the top five bits can have.
const remainders = /* @__PURE__ */ Int32Array.from({ length: 32 }, (_, top) =>
  [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce(
    (sum, generator, bit) => ((top >> bit) & 1 ? sum ^ generator : sum),
    0,
  ),
);

// By character code, either case; -1 for what is not in the alphabet.
const values = /* @__PURE__ */ Int8Array.from({ length: 128 }, (_, code) =>
  alphabet.indexOf(String.fromCharCode(code).toLowerCase()),
);
