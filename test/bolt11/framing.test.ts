import { describe, expect, test } from "vitest";
import { decodeInvoice, parseInvoice } from "../../src/bolt11/index.ts";
import { encode } from "./encode.ts";
import { failure } from "./failure.ts";

const invoice = encode({ prefix: "lnbc2500u" });

describe("what is no invoice", () => {
  const refused: Record<string, [input: unknown, code: string, position: number | null]> = {
    nothing: ["", "not_bolt11", 0],
    "only spaces": ["   ", "not_bolt11", 3],
    undefined: [undefined, "not_bolt11", null],
    "a number": [5, "not_bolt11", null],
    "a String object": [Object(invoice), "not_bolt11", null],
    "a sentence": ["pay me", "not_bolt11", 0],
    "an address": ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "not_bolt11", 0],
    "no separator": ["lnbcpvjluez", "not_bolt11", 0],
    "an offer": ["lno1qcp4256ypq", "bolt12_offer", 0],
    "an offer, upper case": ["LNO1QCP4256YPQ", "bolt12_offer", 0],
    "an invoice of BOLT 12": ["lni1qqgw693x0t3l4p8kg92ymkd3r52kzhzxz", "bolt12_invoice", 0],
    "a request for one": ["LNR1QQGW693X0T3L4P8KG92YMKD3R52KZHZXZ", "bolt12_invoice_request", 0],
    "an offer cut into two, as BOLT 12 has it": ["lno1qcp4256ypq+ \n gsyqcp4256ypq", "bolt12_offer", 0],
    "an LNURL": ["lnurl1dp68gurn8ghj7", "lnurl", 0],
    "an LNURL of the newer kind": ["lnurlp://pay.example/lnurlp/alice", "lnurl", 0],
    "a cut-off start": ["lnbc1pvjl", "truncated", 9],
  };
  for (const [name, [input, code, position]] of Object.entries(refused)) {
    test(name, () => {
      expect(failure(() => decodeInvoice(input as string))).toMatchObject({ code, position });
    });
  }
});

describe("16 KiB", () => {
  test("is the most that is looked at, spaces included", () => {
    const longest = invoice.padEnd(16_384);
    expect(decodeInvoice(longest).paymentRequest).toBe(invoice);
    expect(failure(() => decodeInvoice(`${longest} `))).toMatchObject({ code: "too_long", position: 16_384 });
  });

  test("holds for 100 MB too, at once", () => {
    expect(failure(() => parseInvoice("l".repeat(100_000_000))).code).toBe("too_long");
  });
});

describe("bech32", () => {
  test("an invoice may not mix cases", () => {
    const mixed = `${invoice.slice(0, 40)}${invoice.slice(40).toUpperCase()}`;
    const index = mixed.search(/[A-Z]/);
    expect(failure(() => decodeInvoice(mixed))).toMatchObject({ code: "mixed_case", position: index });
    expect(failure(() => decodeInvoice(`lightning:${mixed}`)).position).toBe(10 + index);
    expect(failure(() => decodeInvoice(`LN${invoice.slice(2)}`))).toMatchObject({ code: "mixed_case", position: 2 });
  });

  test.each(["b", "i", "o", "!", "é", "\u212a", "😀"])("%j is no character of it", (character) => {
    for (const text of [invoice, invoice.toUpperCase()]) {
      const changed = `${text.slice(0, 50)}${/[a-z]/.test(text) ? character : character.toUpperCase()}${text.slice(51)}`;
      expect(failure(() => decodeInvoice(changed))).toMatchObject({ code: "bad_character", position: 50 });
    }
  });

  test("nor may the prefix hold one that cannot be printed in ASCII", () => {
    expect(failure(() => decodeInvoice(`lnb\u00e7${invoice.slice(4)}`))).toMatchObject({
      code: "bad_character",
      position: 3,
    });
  });

  test.each(["?amount=0.0025", "&lightning=lnbc1", "&amount=1", "#1", ", 100 sat", ".", ")", "…", "\u20bf1"])(
    "what stands behind the invoice is told from it: %s",
    (tail) => {
      for (const text of [invoice, invoice.toUpperCase()]) {
        const expected = { code: "bad_character", position: invoice.length };
        expect(failure(() => decodeInvoice(text + tail))).toMatchObject(expected);
      }
      // Also where the invoice before it is not whole.
      expect(failure(() => decodeInvoice(invoice.slice(0, 50) + tail))).toMatchObject({
        code: "bad_character",
        position: 50,
      });
    },
  );

  test.each([" thanks", "\n", "\u200b", ", thanks"])("words behind the invoice are told from it: after %j", (blank) => {
    const tail = `${blank}${invoice}`;
    const position = blank.startsWith(",") ? invoice.length : tail.search(/\w/) + invoice.length;
    for (const input of [invoice + tail, `${invoice}${blank}and1more`]) {
      expect(failure(() => decodeInvoice(input))).toMatchObject({ code: "bad_character", position });
    }
    expect(failure(() => decodeInvoice(`lightning: ${invoice}${tail}`))).toMatchObject({ position: position + 11 });
  });

  test("the checksum must be right, and has no one place", () => {
    const changed = `${invoice.slice(0, -1)}${invoice.endsWith("q") ? "p" : "q"}`;
    expect(failure(() => decodeInvoice(changed))).toMatchObject({ code: "bad_checksum", position: null });
  });

  test("it is never bech32m's", () => {
    expect(failure(() => decodeInvoice(encode({ encoding: "bech32m" }))).code).toBe("bad_checksum");
  });
});

test("the position counts from the start of the given string, where that is known", () => {
  const cut = encode({ fields: [], loose: [1, 31, 31] });
  const position = failure(() => decodeInvoice(cut)).position as number;
  expect(position).toBe("lnbc1".length + 7);
  expect(failure(() => decodeInvoice(`  ${cut}`)).position).toBe(position + 2);
  expect(failure(() => decodeInvoice(` lightning:${cut}`)).position).toBe(position + 11);
  expect(failure(() => decodeInvoice(`bitcoin:?a=%20&lightning=${cut}`)).position).toBe(position + 25);
  expect(failure(() => decodeInvoice(`bitcoin:?lightning=%6c${cut.slice(1)}`)).position).toBeNull();
});
