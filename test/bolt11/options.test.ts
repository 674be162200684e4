import { describe, expect, test } from "vitest";
import { decodeInvoice, InvoiceDecodeError, parseInvoice } from "../../src/bolt11/index.ts";
import { InputError, UnvoiceError } from "../../src/errors/errors.ts";
import { encode, payee } from "./encode.ts";

const invoice = encode({});

describe("an option that does not exist", () => {
  const error = caught(() => decodeInvoice(invoice, { signatures: "skip" } as never));

  test("is refused by name, with those that do", () => {
    expect(error).toBeInstanceOf(InputError);
    expect(error).toBeInstanceOf(UnvoiceError);
    expect(error).not.toBeInstanceOf(InvoiceDecodeError);
    expect((error as Error).message).toBe(
      "Invalid input: options.signatures: is not known: there are signature and recover",
    );
    expect((error as Error).stack).toMatch(/^InputError: Invalid input/);
  });

  test("looks like every other wrong input", () => {
    const path = "options.signatures";
    const message = "is not known: there are signature and recover";
    const other = new InputError([{ path, message }], { operation: "decodeInvoice" });
    expect({ ...(error as object) }).toEqual({ ...other });
    expect(JSON.parse(JSON.stringify(error))).toEqual(JSON.parse(JSON.stringify(other)));
  });

  test("is refused before the invoice is read", () => {
    expect(caught(() => decodeInvoice("lnbc1", { recovery: null } as never))).toBeInstanceOf(InputError);
  });
});

test("null and undefined are left out", () => {
  for (const options of [null, undefined, {}, { signature: null, recover: null }, { recover: undefined }]) {
    expect(decodeInvoice(invoice, options as never).payee).toBe(payee);
  }
});

test("both functions serve as callbacks", () => {
  expect([invoice].map(decodeInvoice as never)).toEqual([decodeInvoice(invoice)]);
  expect([invoice].map(parseInvoice)).toEqual([parseInvoice(invoice)]);
});

function caught(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
