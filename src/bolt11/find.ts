import { InvoiceDecodeError } from "./error.ts";
import { blank, fault, maximumLength, type Source, withoutBlanks } from "./source.ts";
import type { DecodedInvoice } from "./types.ts";

/** What a user's string holds. */
export interface Found {
  /** What may be the invoice, in order; at least one. */
  sources: Source[];
  uri: DecodedInvoice["uri"];
  /** Every `amount` beside the invoice that is in bitcoin. */
  amounts: string[];
  /** Something was taken off round the invoice that is not a URI's. */
  cleaned: boolean;
}

type Scheme = "lightning" | "bitcoin" | "link";

const schemes = /* @__PURE__ */ new RegExp(`^${blank}*(?:(lightning|bitcoin):(//)?|https?://)`, "i");

/**
 * Looks for the invoice in what a user pastes or scans: bare, behind `lightning:` (BOLT 11, "Encoding Overview"), in a
 * `bitcoin:` URI (BIP 21, BIP 321), or in the parameters of a link to a web page.
 */
export function findInvoice(input: unknown): Found {
  if (typeof input !== "string") throw new InvoiceDecodeError("not_bolt11", "An invoice is a string.", null);
  if (input.length > maximumLength) {
    throw new InvoiceDecodeError("too_long", "Longer than 16 KiB: this is not an invoice.", maximumLength);
  }
  const given = input.trim();
  const offset = input.length - input.trimStart().length;
  const cleaned = given !== input;
  const [scheme, name = "link", slashes] = schemes.exec(given) ?? [];
  const bare = { text: withoutBlanks(given), given, offset };
  if (scheme === undefined) return { sources: [bare], uri: null, amounts: [], cleaned };
  const found = readUri(given.slice(scheme.length), offset + scheme.length, name.toLowerCase() as Scheme);
  if (found.sources.length === 0) throw fault(bare, "not_bolt11", "This URI comes without a lightning= invoice.", 0);
  found.cleaned = cleaned || slashes !== undefined || scheme !== withoutBlanks(scheme);
  return found;
}

/** @param rest What stands behind the scheme, from `offset` on in the given string. */
function readUri(rest: string, offset: number, scheme: Scheme): Found {
  const sources: Source[] = [];
  const amounts: string[] = [];
  const parameters = new Map<string, string>();
  let address: string | null = null;
  const isLink = scheme === "link";
  // Only a web page may keep its parameters in the fragment.
  const text = isLink ? rest : (rest.split("#", 1)[0] as string); // any text has a first part
  for (const { 0: part, index } of text.matchAll(/[^?#&]+/g)) {
    if (index === 0) {
      if (scheme === "lightning") sources.push(piece(part, offset));
      if (scheme === "bitcoin") address = withoutBlanks(percentDecoded(part));
      continue;
    }
    const name = part.split("=", 1)[0] as string;
    const key = withoutBlanks(percentDecoded(name)).toLowerCase();
    const value = piece(part.slice(name.length + 1), offset + index + name.length + 1);
    // `lno` has an offer (BIP 321): it cannot be read, but said to be one.
    if (key === "lightning" || key === "lno") sources.push(value);
    if (key !== "lightning" && !parameters.has(key)) parameters.set(key, value.given);
    // What a page means by its parameters, and in what unit it counts, is its own affair.
    if (isLink) continue;
    if (key === "amount") amounts.push(value.text);
    // BIP 21, "Forward compatibility": who does not know such a parameter must take the whole URI for invalid.
    if (key.startsWith("req-")) {
      const message = "The URI demands what is not known here. Ask for the bare invoice.";
      throw fault({ text: part, given: part, offset: offset + index }, "unknown_required_parameter", message, 0);
    }
  }
  const amount = parameters.get("amount") ?? null;
  return { sources, uri: { address, amount, parameters: Object.fromEntries(parameters) }, amounts, cleaned: false };
}

function piece(given: string, offset: number): Source {
  const decoded = percentDecoded(given);
  return { text: withoutBlanks(decoded), given: decoded, offset: given.includes("%") ? null : offset };
}

/** Broken percent-encoding stays as it is: what follows finds no invoice in it. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
