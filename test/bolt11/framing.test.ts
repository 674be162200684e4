import { describe, expect, test } from "vitest";
import { decodeInvoice, parseInvoice } from "../../src/bolt11/index.ts";
import { encode } from "./encode.ts";
import { failure } from "./failure.ts";

const invoice = encode({ prefix: "lnbc2500u" });

describe("where an invoice may stand", () => {
  const places: Record<string, string> = {
    "by itself": invoice,
    "all upper case": invoice.toUpperCase(),
    "with spaces and line ends round it": ` \t${invoice}\r\n`,
    "behind lightning:": `lightning:${invoice}`,
    "behind LIGHTNING:, upper case, with spaces": ` LIGHTNING:${invoice.toUpperCase()} `,
    "lower case behind LightNing:": `LightNing:${invoice}`,
    "in a BIP 21 URI": `bitcoin:1RustyRX2oai4EYYDpQGWvEL62BBGqN9T?amount=0.0025&lightning=${invoice}`,
    "in one with parameters behind it": `bitcoin:?lightning=${invoice}&label=coffee&message=a%20b`,
    "in one without an address": `bitcoin:?lightning=${invoice}`,
    "in one with a fragment": `bitcoin:?lightning=${invoice}#top`,
    "in one that is all upper case": `BITCOIN:?LIGHTNING=${invoice.toUpperCase()}`,
    "under a key of mixed case": `Bitcoin:?amount=1&LightNing=${invoice}`,
    "under a percent-encoded key": `bitcoin:?%6Cightning=${invoice}`,
    "percent-encoded": `bitcoin:?lightning=${[...invoice].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("")}`,
    "beside a broken percent-encoding": `bitcoin:?label%=100%&lightning=${invoice}`,
    "the first of two": `bitcoin:?lightning=${invoice}&lightning=lnbc1`,
  };
  for (const [name, input] of Object.entries(places)) {
    test(name, () => {
      const decoded = decodeInvoice(input);
      expect(decoded.paymentRequest).toBe(invoice);
      expect(decoded.prefix).toBe("lnbc2500u");
      expect(decoded).toEqual(decodeInvoice(invoice));
    });
  }
});

describe("what is no invoice", () => {
  const refused: Record<string, [input: unknown, code: string, position: number | null]> = {
    nothing: ["", "not_bolt11", 0],
    "only spaces": ["   ", "not_bolt11", 3],
    undefined: [undefined, "not_bolt11", null],
    "a number": [5, "not_bolt11", null],
    "a String object": [Object(invoice), "not_bolt11", null],
    "a sentence": ["pay me", "not_bolt11", 0],
    "an address": ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "not_bolt11", 0],
    "a URI without an invoice": ["bitcoin:1RustyRX2oai4EYYDpQGWvEL62BBGqN9T?amount=1", "not_bolt11", 0],
    "a URI without parameters": ["bitcoin:1RustyRX2oai4EYYDpQGWvEL62BBGqN9T", "not_bolt11", 0],
    "a URI with the invoice in its fragment": [`bitcoin:?a=1#lightning=${invoice}`, "not_bolt11", 0],
    "a URI with a longer key": [`bitcoin:?xlightning=${invoice}`, "not_bolt11", 0],
    "a URI with a broken value": [`bitcoin:?lightning=%zz${invoice}`, "not_bolt11", null],
    "lightning://": [`lightning://${invoice}`, "not_bolt11", 10],
    "no separator": ["lnbcpvjluez", "not_bolt11", 0],
    "an offer": ["lno1qcp4256ypq", "bolt12_offer", 0],
    "an offer behind LIGHTNING:": ["LIGHTNING:LNO1QCP4256YPQ", "bolt12_offer", 10],
    "an LNURL": ["lnurl1dp68gurn8ghj7", "lnurl", 0],
    "an LNURL in a URI": ["bitcoin:?lightning=LNURL1DP68GURN8GHJ7", "lnurl", 19],
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

  test.each(["b", "i", "o", "!", " ", "\n", "é", "\u212a", "😀"])("%j is no character of it", (character) => {
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
