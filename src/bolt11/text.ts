import { report } from "./issues.ts";
import type { InvoiceIssue } from "./types.ts";

// A byte order mark is part of what the invoice says: nothing is taken off.
const tolerant = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });
const strict = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** UTF-8; what is not shows as U+FFFD, with an issue. */
export function readText(bytes: Uint8Array, issues: InvoiceIssue[]): string {
  // Most are ASCII and short: a decoder's call costs them more than all the rest of the field.
  const codes: number[] = [];
  for (const byte of bytes) if (byte < 0x80) codes.push(byte);
  if (codes.length === bytes.length) return String.fromCharCode(...codes);
  const text = tolerant.decode(bytes);
  // A description may hold a U+FFFD of its own.
  if (text.includes("\ufffd") && !isUtf8(bytes)) report(issues, "description_not_utf8");
  return text;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
