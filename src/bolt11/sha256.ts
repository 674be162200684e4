/**
 * SHA-256 (FIPS 180-4). Own code: `@noble/hashes` is 2.6 KB gzip, more than all of the parser, which needs the hash for
 * the checksum of old-style addresses; this is 0.5 KB. Nothing secret is ever hashed here.
 */
export function sha256(message: Uint8Array): Uint8Array {
  const state = initialState.slice();
  const end = (message.length + 72) & ~63;
  for (let block = 0; block < end; block += 64) {
    for (let i = 0; i < 16; i++) schedule[i] = paddedWord(message, block + i * 4);
    if (block === end - 64) schedule[15] = message.length * 8;
    compress(state);
  }
  const digest = new Uint8Array(32);
  for (let i = 0; i < 32; i++) digest[i] = (state[i >> 2] as number) >> (24 - (i % 4) * 8);
  return digest;
}

// Section 5.1.1: behind the message a 1 bit, zeros, and, set above, its length in bits at the end of the last block.
function paddedWord(message: Uint8Array, index: number): number {
  return (
    (paddedByte(message, index) << 24) |
    (paddedByte(message, index + 1) << 16) |
    (paddedByte(message, index + 2) << 8) |
    paddedByte(message, index + 3)
  );
}

function paddedByte(message: Uint8Array, index: number): number {
  if (index < message.length) return message[index] as number;
  return index === message.length ? 0x80 : 0;
}

// Section 6.2.2 for one block. Every index is below 64, or below 8 in the state.
function compress(state: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15] as number;
    const late = schedule[i - 2] as number;
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = sigma0 + sigma1 + (schedule[i - 16] as number) + (schedule[i - 7] as number);
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = g ^ (e & (f ^ g));
    const first = (h + sum1 + choice + (roundConstants[i] as number) + (schedule[i] as number)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) | (c & (a | b));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + sum0 + majority) | 0;
  }
  const added = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = (state[i] as number) + (added[i] as number);
}

// Written anew for every block; one for all calls, since to make it takes as long as half a block.
const schedule = /* @__PURE__ */ new Int32Array(64);

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

// Section 4.2.2 and 5.3.3: the first 32 bits behind the point of the primes' cube and square roots. A double holds 16
// bits more than these need.
const primes = /* @__PURE__ */ firstPrimes(64);
const roundConstants = /* @__PURE__ */ Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));
const initialState = /* @__PURE__ */ Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));

function fractionBits(root: number): number {
  return (root % 1) * 2 ** 32;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
