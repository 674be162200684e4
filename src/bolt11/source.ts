import { InvoiceDecodeError, type InvoiceDecodeErrorCode } from "./error.ts";

/** A piece of the given string that should be an invoice. */
export interface Source {
  /** Without blanks. */
  text: string;
  /** As it was given, blanks included. */
  given: string;
  /** Where `given` begins in the given string: `null` where percent-encoding hides that. */
  offset: number | null;
}

/** 16 KiB: ten times the longest invoice in use, and what keeps every step below bounded in time and memory. */
export const maximumLength = 16_384;

/** White space, and what shows as nothing: soft hyphen, zero-width characters, marks of writing direction. */
export const blank = "[\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]";
const blanks = /* @__PURE__ */ new RegExp(blank, "g");

/** Takes out the blanks that a wrapped line, a mail or a chat puts into what is copied. */
export function withoutBlanks(given: string): string {
  return given.replace(blanks, "");
}

/** An error about the character at `index` of the bare invoice; `null` where no one place is at fault. */
export function fault(
  source: Source,
  code: InvoiceDecodeErrorCode,
  message: string,
  index: number | null,
): InvoiceDecodeError {
  return new InvoiceDecodeError(code, message, index === null ? null : positionOf(source, index));
}

/** Where a character of `text` stands in the given string; for the end of `text`, behind its last one. */
function positionOf({ given, offset }: Source, index: number): number | null {
  if (offset === null) return null;
  let end = 0;
  for (let at = 0, seen = 0; at < given.length; at++) {
    if (withoutBlanks(given.charAt(at)) === "") continue;
    if (seen++ === index) return offset + at;
    end = at + 1;
  }
  return offset + end;
}
