import { LETTERS, wordsBytes, wordsNumber } from "./words.ts";

/** The fields of an invoice that the API shows. */
export interface Fields {
  paymentHash?: string;
  description?: string;
  expiry?: number;
  payee?: string;
  routeNodes: string[];
}

/** What a reader must skip at any other length, in words (BOLT 11, "Tagged Fields"). */
const LENGTHS: Record<string, number> = { p: 52, s: 52, h: 52, n: 53 };

const HOP_BYTES = 51;
const KEY_BYTES = 33;

/** Reads tagged fields. Of a kind that may stand once the first counts; what is not known is skipped. */
export function readFields(words: readonly number[]): Fields {
  const fields: Fields = { routeNodes: [] };
  const seen = new Set<string>();
  for (let at = 0; at < words.length; ) {
    const end = at + 3 + wordsNumber(words.slice(at + 1, at + 3));
    if (at + 3 > words.length || end > words.length) throw new Error("a field is cut off");
    const letter = LETTERS.charAt(words[at] ?? 0);
    const data = words.slice(at + 3, end);
    at = end;
    if ((LENGTHS[letter] ?? data.length) !== data.length) continue;
    if (letter === "r") fields.routeNodes.push(...hopKeys(wordsBytes(data, "drop")));
    else if (!seen.has(letter)) readField(fields, letter, data);
    seen.add(letter);
  }
  return fields;
}

function readField(fields: Fields, letter: string, data: readonly number[]): void {
  const bytes = () => wordsBytes(data, "drop");
  if (letter === "p") fields.paymentHash = hexOf(bytes());
  if (letter === "n") fields.payee = hexOf(bytes());
  if (letter === "d") fields.description = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes());
  if (letter === "x") fields.expiry = wordsNumber(data);
  // As large as no number here is exact: such an invoice cannot be meant.
  if ((letter === "x" || letter === "c") && !Number.isSafeInteger(wordsNumber(data)))
    throw new Error("number too large");
}

/** None where it is not whole hops. */
function hopKeys(bytes: Uint8Array): string[] {
  if (bytes.length % HOP_BYTES !== 0) return [];
  return Array.from({ length: bytes.length / HOP_BYTES }, (_, hop) =>
    hexOf(bytes.subarray(hop * HOP_BYTES, hop * HOP_BYTES + KEY_BYTES)),
  );
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
