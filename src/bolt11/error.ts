/**
 * Why a string cannot be read as an invoice.
 *
 * - `not_bolt11`: no `ln...1...` string, or no string at all
 * - `bolt12_offer`, `bolt12_invoice`, `bolt12_invoice_request`, `lnurl`: these formats instead
 * - `unknown_required_parameter`: a URI with a `req-` parameter that is not known, which makes it invalid (BIP 21)
 * - `several_invoices`: a URI with two invoices that differ
 * - `too_long`: more than 16 KiB
 * - `mixed_case`, `bad_character`, `bad_checksum`: not bech32 (BIP 173)
 * - `unknown_network`, `bad_amount`: the part before the last `1`
 * - `truncated`: a field, or the data as a whole, ends too early
 * - `bad_field`: a number in a field is beyond what can be represented
 * - `bad_signature`: the signature is impossible, or not the named payee's
 */
export type InvoiceDecodeErrorCode =
  | "not_bolt11"
  | "bolt12_offer"
  | "bolt12_invoice"
  | "bolt12_invoice_request"
  | "lnurl"
  | "unknown_required_parameter"
  | "several_invoices"
  | "too_long"
  | "mixed_case"
  | "bad_character"
  | "bad_checksum"
  | "unknown_network"
  | "bad_amount"
  | "truncated"
  | "bad_field"
  | "bad_signature";

// Shared with the package's other errors, so that `instanceof` holds for their classes without importing them here, and
// so that an error of the ESM build is an instance of the CommonJS build's class too.
const brand: unique symbol = /* @__PURE__ */ Symbol.for("unvoice.error") as never;

/** What all errors of this package have. */
export abstract class DecoderError extends Error {
  readonly api = null;
  readonly operation = "decodeInvoice";
  readonly attempts = 0;
  readonly requestId = null;

  get [brand](): readonly string[] {
    return ["UnvoiceError", this.name];
  }

  /** What is safe to log. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}

/**
 * A string that cannot be read as a BOLT 11 invoice. It never holds or repeats the string.
 *
 * @see docs/bolt11.md
 * @example
 * try { decodeInvoice(text) }
 * catch (error) { if (error instanceof InvoiceDecodeError) console.error(error.code, error.position) }
 */
export class InvoiceDecodeError extends DecoderError {
  /** What is wrong, for a program; `message` says it to a person. */
  readonly code: InvoiceDecodeErrorCode;
  /** Index in the given string where the fault is; `null` where no one place is at fault, or it is not known. */
  readonly position: number | null;

  constructor(code: InvoiceDecodeErrorCode, message: string, position: number | null) {
    super(message);
    this.code = code;
    this.position = position;
  }

  // On the prototype, as `Error` has it: then the stack's first line says it too.
  override get name(): "InvoiceDecodeError" {
    return "InvoiceDecodeError";
  }

  /** Whether a value is an error of this class, whichever build of the package made it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that a user derives from this one has no brand of its own: for it the language's own rule holds.
    if (this !== InvoiceDecodeError) return Function.prototype[Symbol.hasInstance].call(this, value);
    const classes: unknown = typeof value === "object" && value !== null ? Reflect.get(value, brand) : undefined;
    return Array.isArray(classes) && classes.includes("InvoiceDecodeError");
  }
}
