import { InputError } from "../errors/errors.ts";
import { NO_RANK, type Row } from "./rows.ts";
import type { Page, Strategy } from "./strategy.ts";

/** How far items were handed out: what a cursor holds. */
export interface Mark {
  /** The page of the last item. It may have moved to a later page since, as rows were inserted before it. */
  readonly position: number;
  /** The furthest rank given; `-Infinity` where the rows have none, or are not in its order. */
  readonly rank: number;
  /** Hashes of the ids given at that rank, which alone does not tell its rows apart; without a rank, of the last ids. */
  readonly hashes: readonly string[];
}

/** Before the first item. */
export const START: Mark = { position: 0, rank: NO_RANK, hashes: [] };

/** Rows of one millisecond that a cursor can tell apart, and rows without a time: bounds for its length. */
const MOST_TIES = 1000;
const MOST_UNTIMED = 100;

/**
 * The mark behind further rows of one page.
 *
 * @param ordered false where the rows are known not to be in the order of their ranks
 * @example follow(START, 0, rows, true).rank // the last row's
 */
export function follow(mark: Mark, position: number, rows: readonly Row<unknown>[], ordered: boolean): Mark {
  if (rows.length === 0) return mark;
  let furthest = ordered ? mark.rank : NO_RANK;
  for (const { rank } of rows) if (ordered && rank > furthest) furthest = rank;
  const hashes = furthest === mark.rank ? [...mark.hashes] : [];
  for (const { id, rank } of rows) if (!(rank < furthest)) hashes.push(hash(id));
  return { position, rank: furthest, hashes: hashes.slice(furthest === NO_RANK ? -MOST_UNTIMED : -MOST_TIES) };
}

/**
 * A mark as text: digits, lower-case letters, dots. It ends in a hash over itself and the list's fingerprint.
 *
 * @example encodeCursor(START, strategy) // "0...1s8x…"
 */
export function encodeCursor<T, P extends Page<T>, Raw, Pin>(mark: Mark, strategy: Strategy<T, P, Raw, Pin>): string {
  const rank = mark.rank === NO_RANK ? "" : mark.rank.toString(36);
  const body = `${mark.position.toString(36)}.${rank}.${mark.hashes.join("")}`;
  return `${body}.${seal(body, strategy.fingerprint)}`;
}

/**
 * Reads {@link encodeCursor}'s text. Throws InputError where it is damaged or from a list with another fingerprint.
 *
 * @example decodeCursor(pager.cursor(), strategy).position
 */
export function decodeCursor<T, P extends Page<T>, Raw, Pin>(cursor: string, strategy: Strategy<T, P, Raw, Pin>): Mark {
  const [, body = "", position = "", rank = "", hashes = "", sealed] =
    /^(([0-9a-z]+)\.(-?[0-9a-z]*)\.((?:[0-9a-z]{11})*))\.([0-9a-z]{11})$/.exec(cursor) ?? [];
  if (sealed !== seal(body, strategy.fingerprint)) {
    const message = "is damaged, or from a call with other parameters";
    throw new InputError([{ path: "options.cursor", message }], strategy);
  }
  return {
    position: Number.parseInt(position, 36),
    rank: rank === "" ? NO_RANK : Number.parseInt(rank, 36),
    hashes: hashes.match(/.{11}/g) ?? [],
  };
}

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

/** The leading 1 is the format's version: a later one can refuse or convert what this one wrote. */
function seal(body: string, fingerprint: string): string {
  return hash(`1 ${body} ${fingerprint}`);
}
