import { InvoiceDecodeError } from "../../src/bolt11/index.ts";

/** The error that a call throws. Anything but an {@link InvoiceDecodeError}, or nothing, fails the test. */
export function failure(call: () => unknown): InvoiceDecodeError {
  try {
    call();
  } catch (error) {
    if (error instanceof InvoiceDecodeError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
