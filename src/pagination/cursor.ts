import { type ErrorContext, InputError } from "../errors/errors.ts";
import { hash } from "./hash.ts";
import type { Mark } from "./mark.ts";
import { NO_RANK } from "./rows.ts";

/** Which list a cursor is of. */
export interface CursorScope extends ErrorContext {
  readonly fingerprint: string;
}

/** No offset that an API takes is above this. */
const FURTHEST_PAGE = 2 ** 31 - 1;
/** What a Date can hold, in ms. */
const FURTHEST_RANK = 8.64e15;

/**
 * A mark as text: digits, lower-case letters, dots. It ends in a hash over itself and the list's fingerprint.
 *
 * @example encodeCursor(START, source) // "0...1s8x…"
 */
export function encodeCursor(mark: Mark, { fingerprint }: CursorScope): string {
  const rank = mark.rank === NO_RANK ? "" : mark.rank.toString(36);
  const body = `${mark.position.toString(36)}.${rank}.${mark.hashes.join("")}`;
  return `${body}.${seal(body, fingerprint)}`;
}

/**
 * Reads {@link encodeCursor}'s text. The seal is no secret, so what it seals may still be forged: numbers are bounded.
 *
 * @throws InputError where it is damaged or from a list with another fingerprint
 * @example decodeCursor(pager.cursor(), source).position
 */
export function decodeCursor(cursor: unknown, scope: CursorScope): Mark {
  const parts = /^(([0-9a-z]{1,6})\.(-?[0-9a-z]{1,11}|)\.((?:[0-9a-z]{11}){0,1000}))\.([0-9a-z]{11})$/;
  const [, body = "", place = "", time = "", hashes = "", sealed] =
    (typeof cursor === "string" && parts.exec(cursor)) || [];
  const position = Number.parseInt(place, 36);
  const rank = time === "" ? NO_RANK : Number.parseInt(time, 36);
  const isInRange = position <= FURTHEST_PAGE && (rank === NO_RANK || Math.abs(rank) <= FURTHEST_RANK);
  if (sealed !== seal(body, scope.fingerprint) || !isInRange) {
    const message = "is damaged, or from a call with other parameters";
    throw new InputError([{ path: "options.cursor", message }], scope);
  }
  return { position, rank, hashes: hashes.match(/.{11}/g) ?? [] };
}

/** The leading 1 is the format's version: a later one can refuse or convert what this one wrote. */
function seal(body: string, fingerprint: string): string {
  return hash(`1 ${body} ${fingerprint}`);
}
