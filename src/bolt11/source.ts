import { InvoiceDecodeError, type InvoiceDecodeErrorCode } from "./error.ts";

/** The bare invoice and where it begins in the given string: `null` where percent-encoding hides that. */
export interface Source {
  text: string;
  offset: number | null;
}

/** 16 KiB: ten times the longest invoice in use, and what keeps every step below bounded in time and memory. */
export const maximumLength = 16_384;
const lightningScheme = "lightning:";

/** The invoice in what a user pastes or scans: trimmed, and without a `lightning:` or BIP 21 URI round it. */
export function findInvoice(input: unknown): Source {
  if (typeof input !== "string") throw new InvoiceDecodeError("not_bolt11", "An invoice is a string.", null);
  if (input.length > maximumLength) {
    throw new InvoiceDecodeError("too_long", "Longer than 16 KiB: this is not an invoice.", maximumLength);
  }
  const source = insideUri({ text: input.trim(), offset: input.length - input.trimStart().length });
  const { text } = source;
  if (/^lno1/i.test(text)) {
    throw fault(source, "bolt12_offer", "This is a BOLT 12 offer. Ask its wallet for a BOLT 11 invoice.", 0);
  }
  if (/^lnurl1/i.test(text)) {
    throw fault(source, "lnurl", "This is an LNURL. Open it in a wallet to get an invoice.", 0);
  }
  if (!/^ln/i.test(text)) throw fault(source, "not_bolt11", "Not a BOLT 11 invoice: these begin with ln.", 0);
  return source;
}

/** An error about the character at `index` of the bare invoice. */
export function fault(
  { offset }: Source,
  code: InvoiceDecodeErrorCode,
  message: string,
  index: number,
): InvoiceDecodeError {
  return new InvoiceDecodeError(code, message, offset === null ? null : offset + index);
}

// BOLT 11, "Encoding Overview": `lightning:` (never `lightning://`), or BIP 21's `bitcoin:` with the key `lightning`.
function insideUri(source: Placed): Source {
  const { text } = source;
  if (/^lightning:/i.test(text)) return part(source, lightningScheme.length);
  if (!/^bitcoin:/i.test(text)) return source;
  const end = text.indexOf("#");
  const query = text.slice(0, end < 0 ? text.length : end);
  let start = query.indexOf("?") + 1;
  while (start > 0) {
    const next = query.indexOf("&", start);
    const parameter = part(source, start, next < 0 ? query.length : next);
    const value = parameter.text.indexOf("=") + 1;
    const key = percentDecoded(parameter.text.slice(0, value));
    if (/^lightning=$/i.test(key)) return decodedValue(part(parameter, value));
    start = next + 1;
  }
  throw fault(source, "not_bolt11", "This bitcoin: address comes without a lightning= invoice.", 0);
}

function decodedValue(value: Placed): Source {
  if (!value.text.includes("%")) return value;
  return { text: percentDecoded(value.text), offset: null };
}

/** Broken percent-encoding stays as it is: what follows finds no invoice in it. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Placed = Source & { offset: number };

function part({ text, offset }: Placed, start: number, end?: number): Placed {
  return { text: text.slice(start, end), offset: offset + start };
}
