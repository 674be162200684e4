/**
 * Seeded pseudo-random numbers: the n-th thing of a kind looks the same in every run, whatever was asked for before it.
 */

// Ids are most of the text the sandbox makes: a table is five times as fast as toString and padStart.
const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const pair = (bits: number) => PAIRS[bits & 0xff] ?? "";

/** One reproducible sequence of numbers (the sfc32 generator). Not for secrets. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(a: number, b: number, c: number) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    // The first outputs of sfc32 still resemble its seed.
    for (let round = 0; round < 8; round++) this.uint32();
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.integer(0, items.length - 1)] ?? items[0];
  }

  hex(bytes: number): string {
    let text = "";
    while (text.length < 2 * bytes) {
      const word = this.uint32();
      text += pair(word >>> 24) + pair(word >>> 16) + pair(word >>> 8) + pair(word);
    }
    return text.slice(0, 2 * bytes);
  }

  /** Shaped like a version 4 UUID, as the ids of both APIs are. */
  uuid(): string {
    const hex = this.hex(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Text over the given alphabet. */
  text(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[this.integer(0, alphabet.length - 1)];
    return text;
  }
}

/** A family of sequences under one seed: `stream(7)` is always the same seventh one, and costs the same as the first. */
export function randomStream(seed: number, label: string): (index: number | string) => Random {
  const low = hash(label, seed >>> 0);
  // A seed is any number a double can hold exactly: its upper half counts too.
  const high = hash(label, Math.floor(seed / 2 ** 32) >>> 0) ^ 0x9e3779b9;
  return (index) => {
    const position = typeof index === "number" ? index : hash(index, low);
    const upper = typeof index === "number" ? 0 : hash(index, high);
    return new Random(low, high ^ upper, position);
  };
}

/** FNV-1a over the text's code units, started from `basis`. */
function hash(text: string, basis: number): number {
  let value = (basis ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
