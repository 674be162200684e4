/** The data part of an invoice: numbers of five bits. */

/** A whole number in words, the largest first: as few as it needs, or so many. */
export function numberWords(value: number, length = 0): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0 || words.length < length; rest = Math.floor(rest / 32)) words.unshift(rest % 32);
  return words;
}

/** The number that words are; Infinity and the like where it is too large for one. */
export function wordsNumber(words: readonly number[]): number {
  return words.reduce((value, word) => value * 32 + word, 0);
}

/** Bytes in words, the last one filled up with zeros. */
export function bytesWords(bytes: Iterable<number>): number[] {
  return regroup(bytes, 8, 5, true);
}

/** The whole bytes of words; bits beyond the last one are dropped, or filled up with zeros to a byte of their own. */
export function wordsBytes(words: readonly number[], rest: "drop" | "fill"): Uint8Array {
  return Uint8Array.from(regroup(words, 5, 8, rest === "fill"));
}

function regroup(values: Iterable<number>, from: number, to: number, fill: boolean): number[] {
  const groups: number[] = [];
  let [bits, count] = [0, 0];
  for (const value of values) {
    bits = (bits << from) | value;
    count += from;
    while (count >= to) {
      count -= to;
      groups.push((bits >> count) & (2 ** to - 1));
      bits &= 2 ** count - 1;
    }
  }
  if (fill && count > 0) groups.push((bits << (to - count)) & (2 ** to - 1));
  return groups;
}

/** What is signed: the human-readable part, and the words filled up to whole bytes. */
export function signedMessage(prefix: string, words: readonly number[]): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(prefix), ...wordsBytes(words, "fill")]);
}

/** The letters of the types of fields, by their number. */
export const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
