/**
 * 53 bits of a text, as 11 letters and digits: enough to tell ids apart, no defence against forgery. Two FNV-1a sums
 * with different primes, mixed by MurmurHash3's finaliser; Web Crypto's digests are asynchronous and would not do.
 *
 * @example hash("0b6a0c1e").length // 11
 */
export function hash(text: string): string {
  let high = 0x811c9dc5;
  let low = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b);
  }
  return ((mix(high ^ low) & 0x1fffff) * 2 ** 32 + mix(low)).toString(36).padStart(11, "0");
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
