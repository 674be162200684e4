import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { decodeInvoice, InvoiceDecodeError } from "../../src/bolt11/index.ts";
import { UnvoiceError } from "../../src/errors/errors.ts";
import { encode } from "./encode.ts";
import { failure } from "./failure.ts";

const bad = encode({ prefix: "lnbc1p" });
const error = failure(() => decodeInvoice(bad));

test("says what is wrong, where, and in which call", () => {
  expect(error.name).toBe("InvoiceDecodeError");
  expect(error.message).toBe("The amount is not a whole number of millisatoshi.");
  expect({ ...error }).toEqual({
    code: "bad_amount",
    position: 4,
    api: null,
    operation: "decodeInvoice",
    attempts: 0,
    requestId: null,
  });
  expect(error.cause).toBeUndefined();
  expect(error.stack).toMatch(/^InvoiceDecodeError: The amount/);
  expect(JSON.parse(JSON.stringify(error))).toEqual({ ...error, name: error.name, message: error.message });
});

test("never repeats the invoice", () => {
  const inputs = [
    bad,
    bad.slice(0, 60),
    `x${bad}`,
    `${bad.slice(0, 50)}B${bad.slice(51)}`,
    bad.toUpperCase(),
    `lno1${bad}`,
  ];
  for (const input of inputs) {
    const thrown = failure(() => decodeInvoice(input));
    for (const shown of [
      thrown.message,
      String(thrown.stack),
      JSON.stringify(thrown),
      inspect(thrown, { showHidden: true }),
    ]) {
      for (let i = 0; i + 12 <= input.length; i += 6) expect(shown).not.toContain(input.slice(i, i + 12));
    }
  }
});

describe("instanceof", () => {
  test("holds for the package's base class, which this one does not import", () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(UnvoiceError);
    expect(error).toBeInstanceOf(InvoiceDecodeError);
  });

  test("holds across two copies of the module, as the ESM and the CommonJS build are", async () => {
    const copy = await import(new URL("../../src/bolt11/error.ts?copy", import.meta.url).href);
    expect(copy.InvoiceDecodeError).not.toBe(InvoiceDecodeError);
    expect(error instanceof copy.InvoiceDecodeError).toBe(true);
    expect(new copy.InvoiceDecodeError("truncated", "", null) instanceof InvoiceDecodeError).toBe(true);
  });

  test("does not hold for anything else", () => {
    for (const value of [null, undefined, 5, "text", {}, new Error(""), { name: "InvoiceDecodeError" }]) {
      expect(value instanceof InvoiceDecodeError).toBe(false);
    }
  });

  test("goes by the language's own rule for a class derived from it", () => {
    class Mine extends InvoiceDecodeError {}
    const mine = new Mine("truncated", "cut off", 5);
    expect(mine).toBeInstanceOf(Mine);
    expect(mine).toBeInstanceOf(InvoiceDecodeError);
    expect(error instanceof Mine).toBe(false);
  });
});
