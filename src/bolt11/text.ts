import { report } from "./issues.ts";
import type { InvoiceIssue } from "./types.ts";

// A byte order mark is part of what the invoice says: nothing is taken off.
const tolerant = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });
const strict = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** UTF-8; what is not shows as U+FFFD, with an issue. */
export function readText(bytes: Uint8Array, issues: InvoiceIssue[]): string {
  // Most are ASCII and short: a decoder's call costs them more than all the rest of the field.
  const codes: number[] = [];
  for (const byte of bytes) if (byte < 0x80) codes.push(byte);
  if (codes.length === bytes.length) return String.fromCharCode(...codes);
  try {
    return strict.decode(bytes);
  } catch {
    report(issues, "description_not_utf8");
    return tolerant.decode(bytes);
  }
}
