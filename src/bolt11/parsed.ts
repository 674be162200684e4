import type { Source } from "./source.ts";
import type { DecodedInvoice } from "./types.ts";

/** An invoice read, and what checking its signature needs. */
export interface ParsedInvoice {
  invoice: DecodedInvoice;
  /** The key that the invoice names; `null` where it must be recovered. */
  namedPayee: string | null;
  /** `r` and `s`, 64 bytes. */
  signature: Uint8Array;
  /** The data part that is signed: all but the signature. Good until the next invoice is read. */
  signedWords: Uint8Array;
  source: Source;
}
