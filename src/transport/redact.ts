/** Replaces secrets in a text that may be shown. */
export type Redact = (text: string) => string;

/** Shorter values (a language, a version) are no secrets, and replacing them would garble the text. */
const SHORTEST_SECRET = 6;
/** Within encoded text, further encoded text is looked for so often. */
const DEEPEST_ENCODING = 3;

/** What may stand between the characters of a secret without making it another: white space, and what has no width. */
const GAP = "[\\s\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]*";
/** Any BOLT 11 payment request, of whatever network, also cut off; wrapped too, unless its lines could be words. */
const PAYMENT_REQUEST = /ln(?:bcrt|bc|tbs|tb|sb)[0-9a-z]{15,}(?:\s+(?:[a-z]{0,64}\d[0-9a-z]*|[0-9a-z]{20,}))*/gi;
/** The same with gaps between its characters. */
const SPACED_PAYMENT_REQUEST = new RegExp(
  `l${GAP}n${GAP}(?:b${GAP}c|t${GAP}b|s${GAP}b)(?:${GAP}[0-9ac-hj-np-z]){15,}`,
  "gi",
);
const PERCENT_ENCODED = /%[0-9a-f]{2}(?:[\w.~+-]|%[0-9a-f]{2}){4,}/gi;
const HEX = /(?:[0-9a-f]{2}){6,}/gi;
const BASE64 = /[\w+/-]{8,}(?:\s+[\w+/-]{16,})*={0,2}/g;

/**
 * Makes a function that takes payment requests and the given secrets out of a text: in any case, with white space in them,
 * URL-encoded, in base64 and in hex.
 *
 * @param secrets A function is asked when a text is first looked at: most calls need that never.
 * @example
 * createRedact(["key-123"])("bad key KEY-123"); // "bad key [redacted]"
 */
export function createRedact(secrets: Iterable<string> | (() => Iterable<string>)): Redact {
  let known: RegExp | null | undefined;

  function redact(text: string, depth: number): string {
    if (known === undefined) known = patternOf(typeof secrets === "function" ? secrets() : secrets);
    const shown = (known ? text.replace(known, "[redacted]") : text)
      .replace(PAYMENT_REQUEST, "[payment request]")
      .replace(SPACED_PAYMENT_REQUEST, "[payment request]");
    if (depth === DEEPEST_ENCODING) return shown;
    const unlessSecret = (decode: (encoded: string) => string) => (encoded: string) => {
      const decoded = decode(encoded);
      return redact(decoded, depth + 1) === decoded ? encoded : "[redacted]";
    };
    return shown
      .replace(PERCENT_ENCODED, unlessSecret(fromPercent))
      .replace(HEX, unlessSecret(fromHex))
      .replace(BASE64, unlessSecret(fromBase64));
  }

  return (text) => redact(text, 0);
}

/** One pattern for all, the longest first: one secret may begin another. */
function patternOf(secrets: Iterable<string>): RegExp | null {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  const patterns = known
    .sort((one, other) => other.length - one.length)
    .map((secret) => Array.from(secret.replace(/\s+/g, ""), (sign) => sign.replace(/\W/g, "\\$&")).join(GAP));
  return patterns.length > 0 ? new RegExp(patterns.join("|"), "gi") : null;
}

function fromPercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function fromHex(text: string): string {
  return text.replace(/../g, (hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function fromBase64(text: string): string {
  const plain = text
    .replace(/[\s=]+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
  try {
    return atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0)));
  } catch {
    return "";
  }
}

/** How much of a text is looked at where its beginning alone is shown. */
const LOOKED_AT = 64 * 1024;
/** At the end of that, a cut may have parted a secret, which is then not known for one. */
const MARGIN = 2048;

/** The beginning of a text without secrets, cut behind that: a cut before it would leave the beginning of a secret. */
export function redactStart(text: string, redact: Redact, length: number): string {
  const shown = text.length <= LOOKED_AT ? redact(text) : redact(text.slice(0, LOOKED_AT)).slice(0, -MARGIN);
  return shown.slice(0, length);
}

/** How deep a value is shown. */
const DEEPEST = 50;

/**
 * A copy of parsed JSON without secrets, however deep inside, in the names of fields too.
 *
 * @example
 * redactValue({ seen: ["key-123"] }, createRedact(["key-123"])); // { seen: ["[redacted]"] }
 */
export function redactValue(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return redactStart(value, redact, LOOKED_AT);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact, depth + 1));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, item]) => [redact(name), redactValue(item, redact, depth + 1)]));
}
