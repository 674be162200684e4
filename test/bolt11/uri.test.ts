import { describe, expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice } from "../../src/bolt11/index.ts";
import { encode } from "./encode.ts";
import { failure } from "./failure.ts";

const invoice = encode({ prefix: "lnbc2500u" });
const another = encode({ prefix: "lnbc2600u" });
const open = encode({});
const address = "1RustyRX2oai4EYYDpQGWvEL62BBGqN9T";
const bare = decodeInvoice(invoice);
const percent = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("");

/** What differs from the bare invoice. */
type Beside = Partial<DecodedInvoice["uri"]> | null;

describe("where an invoice may stand", () => {
  const places: Record<string, [input: string, uri: Beside]> = {
    "by itself": [invoice, null],
    "all upper case": [invoice.toUpperCase(), null],
    "behind lightning:": [`lightning:${invoice}`, {}],
    "behind LIGHTNING:, upper case": [`LIGHTNING:${invoice.toUpperCase()}`, {}],
    "lower case behind LightNing:": [`LightNing:${invoice}`, {}],
    "behind lightning: with parameters": [
      `lightning:${invoice}?amount=0.0025&label=a%20b`,
      { amount: "0.0025", parameters: { amount: "0.0025", label: "a b" } },
    ],
    "behind lightning: as a parameter": [`lightning:?lightning=${invoice}`, {}],
    "in a BIP 21 URI": [
      `bitcoin:${address}?amount=0.0025&lightning=${invoice}`,
      { address, amount: "0.0025", parameters: { amount: "0.0025" } },
    ],
    "in one with parameters behind it": [
      `bitcoin:?lightning=${invoice}&label=coffee&message=a%20b`,
      { parameters: { label: "coffee", message: "a b" } },
    ],
    "in one without an address": [`bitcoin:?lightning=${invoice}`, {}],
    "in one with a fragment": [`bitcoin:?lightning=${invoice}#top`, {}],
    "in one that is all upper case": [
      `BITCOIN:${address.toUpperCase()}?AMOUNT=0.0025&LIGHTNING=${invoice.toUpperCase()}`,
      { address: address.toUpperCase(), amount: "0.0025", parameters: { amount: "0.0025" } },
    ],
    "under a key of mixed case": [`Bitcoin:?Label=X&LightNing=${invoice}`, { parameters: { label: "X" } }],
    "under a percent-encoded key": [`bitcoin:?%6Cightning=${invoice}`, {}],
    "percent-encoded": [`bitcoin:?lightning=${percent(invoice)}`, {}],
    "beside a broken percent-encoding": [
      `bitcoin:?label%=100%&lightning=${invoice}`,
      { parameters: { "label%": "100%" } },
    ],
    "beside a parameter without a value": [`bitcoin:?pj&lightning=${invoice}`, { parameters: { pj: "" } }],
    "beside a parameter twice: the first counts": [
      `bitcoin:?label=a&lightning=${invoice}&label=b`,
      { parameters: { label: "a" } },
    ],
    "beside parameters that every object has": [
      `bitcoin:?constructor=a&__proto__=b&lightning=${invoice}`,
      { parameters: JSON.parse('{ "constructor": "a", "__proto__": "b" }') },
    ],
    "beside an offer": [`bitcoin:?lno=lno1qcp4256ypq&lightning=${invoice}`, { parameters: { lno: "lno1qcp4256ypq" } }],
    "in a link": [`https://pay.example/to?id=5&lightning=${invoice}`, { parameters: { id: "5" } }],
    "in a link's fragment": [
      `https://pay.example/#/to?lightning=${invoice.toUpperCase()}`,
      { parameters: { "/to": "" } },
    ],
    "in a link without encryption, percent-encoded": [`HTTP://pay.example/?lightning=${percent(invoice)}`, {}],
  };
  for (const [name, [input, uri]] of Object.entries(places)) {
    test(name, () => {
      const beside = uri && { address: null, amount: null, parameters: {}, ...uri };
      expect(decodeInvoice(input)).toEqual({ ...bare, uri: beside });
    });
  }
});

describe("what is taken out is said to be", () => {
  const wrapped = invoice.replace(/.{40}/g, "$& \r\n\t");
  const dirty: Record<string, string> = {
    "spaces and line ends round it": ` \t${invoice}\r\n`,
    "a line end behind it": `${invoice}\n`,
    "wrapped lines": wrapped,
    "wrapped lines, upper case, behind lightning:": `LIGHTNING:${wrapped.toUpperCase()}`,
    "wrapped lines in a URI": `bitcoin:?light\nning=${wrapped}&label=x`,
    "a space behind the scheme": `lightning: ${invoice}`,
    "two slashes behind the scheme": `lightning://${invoice}`,
    "two slashes in a URI": `bitcoin://?lightning=${invoice}`,
    "a zero-width space before it": `\u200b${invoice}`,
    "a zero-width space before the scheme": `\u200blightning:${invoice}`,
    "a byte order mark": `\ufeff${invoice}`,
    "soft hyphens": invoice.replace(/.{30}/g, "$&\u00ad"),
    "a no-break space and a word joiner inside": `${invoice.slice(0, 9)}\u00a0\u2060${invoice.slice(9)}`,
    "marks of writing direction": `\u202a${invoice}\u202c`,
    "a percent-encoded space": `bitcoin:?lightning=%20${invoice}`,
  };
  for (const [name, input] of Object.entries(dirty)) {
    test(name, () => {
      expect(decodeInvoice(input)).toMatchObject({ paymentRequest: invoice, cleaned: true, issues: [] });
    });
  }

  test("but a scheme and upper case are no dirt", () => {
    for (const input of [invoice, `LIGHTNING:${invoice.toUpperCase()}`, `https://x.example/?lightning=${invoice}`]) {
      expect(decodeInvoice(input).cleaned).toBe(false);
    }
  });

  test("blanks in a label are the label's", () => {
    const decoded = decodeInvoice(`bitcoin:?label=two words&lightning=${invoice}`);
    expect(decoded).toMatchObject({ cleaned: false, uri: { parameters: { label: "two words" } } });
  });
});

describe("several invoices in a URI", () => {
  test.each([
    `bitcoin:?lightning=&lightning=${invoice}`,
    `bitcoin:?lightning=lnbc1&lightning=${invoice}`,
    `bitcoin:?lightning=${invoice}&lightning=lnbc1`,
    `bitcoin:?lightning=lno1qcp4256ypq&lightning=${invoice}`,
    `bitcoin:?lightning=LNURL1DP68GURN8GHJ7&lightning=${invoice}`,
    `lightning:?lightning=${invoice}`,
    `lightning:${another.slice(0, -1)}?lightning=${invoice}`,
    `https://x.example/?lightning=&lightning=${invoice}`,
  ])("what is none is passed over: %s", (input) => {
    const decoded = decodeInvoice(input);
    expect(decoded).toMatchObject({ paymentRequest: invoice, payee: bare.payee, issues: [] });
  });

  test("the same one twice is one", () => {
    const twice = `bitcoin:?lightning=${invoice}&lightning=${invoice.toUpperCase()}`;
    expect(decodeInvoice(twice)).toMatchObject({ paymentRequest: invoice, payee: bare.payee });
  });

  test.each([
    [`bitcoin:?lightning=${invoice}&lightning=${another}`, 20 + invoice.length + 10],
    [`lightning:${invoice}?lightning=${another}`, 10 + invoice.length + 11],
    [`bitcoin:?lightning=${invoice}&lightning=${percent(another)}`, null],
    [`https://x.example/?lightning=${invoice}#lightning=${another}`, 29 + invoice.length + 11],
  ])("two that differ are nobody's to choose from: %s", (input, position) => {
    expect(failure(() => decodeInvoice(input))).toMatchObject({ code: "several_invoices", position });
  });

  test.each([
    ["bitcoin:?lightning=lno1qcp4256ypq&lightning=lnbc1", "bolt12_offer", 19],
    ["bitcoin:?lno=lno1qcp4256ypq", "bolt12_offer", 13],
    ["bitcoin:?lightning=LNURL1DP68GURN8GHJ7", "lnurl", 19],
    ["bitcoin:?lightning=", "not_bolt11", 19],
    ["LIGHTNING:LNO1QCP4256YPQ", "bolt12_offer", 10],
    ["lightning:", "not_bolt11", 0],
    [`bitcoin:${address}?amount=1`, "not_bolt11", 0],
    [`bitcoin:${address}`, "not_bolt11", 0],
    [`bitcoin:?a=1#lightning=${invoice}`, "not_bolt11", 0],
    [`bitcoin:?xlightning=${invoice}`, "not_bolt11", 0],
    [`bitcoin:?lightning=%zz${invoice}`, "not_bolt11", null],
    [`bitcoin:?lightning=x${invoice}`, "not_bolt11", 19],
    ["https://pay.example/", "not_bolt11", 0],
    [`https://lightning=${invoice}/${invoice}`, "not_bolt11", 0],
    [`https://pay.example/lightning=${invoice}`, "not_bolt11", 0],
    [`https://${invoice}@pay.example/?lno=`, "not_bolt11", 26 + invoice.length],
    [`ftp://pay.example/?lightning=${invoice}`, "not_bolt11", 0],
    [`see lightning:${invoice}`, "not_bolt11", 0],
  ])("none at all: %s", (input, code, position) => {
    expect(failure(() => decodeInvoice(input))).toMatchObject({ code, position });
  });
});

describe("parameters that must be understood", () => {
  test.each([
    [`bitcoin:${address}?req-somethingyoudontunderstand=50&lightning=${invoice}`, 42],
    [`bitcoin:?lightning=${invoice}&REQ-pop=callback%3a`, 20 + invoice.length],
    [`bitcoin:?req-&lightning=${invoice}`, 9],
    [`lightning:${invoice}?req-x`, 11 + invoice.length],
    ["bitcoin:?req-x=1", 9],
  ])("make the URI invalid: %s", (input, position) => {
    expect(failure(() => decodeInvoice(input))).toMatchObject({ code: "unknown_required_parameter", position });
  });

  test.each(["require=1", "xreq-a=1", "req_a=1"])("others do not: %s", (parameter) => {
    expect(decodeInvoice(`bitcoin:?${parameter}&lightning=${invoice}`).issues).toEqual([]);
  });

  test("a page's parameters are its own affair", () => {
    const decoded = decodeInvoice(`https://x.example/?req-id=5&amount=250000&lightning=${invoice}`);
    expect(decoded).toMatchObject({ issues: [], uri: { amount: "250000" } });
  });
});

describe("an amount beside the invoice", () => {
  const issuesOf = (amounts: string, request = invoice) =>
    decodeInvoice(`bitcoin:${address}?${amounts}&lightning=${request}`).issues;

  test.each(["0.0025", ".0025", "00.00250000", "0.00250000000", "0.0025000000000000", ""])(
    "%j is that of 2,500 microbitcoin",
    (amount) => {
      expect(issuesOf(`amount=${amount}`)).toEqual([]);
    },
  );

  test.each([
    "0.5",
    "0.0025001",
    "0",
    "0.",
    ".",
    "2500",
    "0,0025",
    "0.0025 BTC",
    "1e-3",
    "-0.0025",
    "x",
    "9".repeat(99),
  ])("%j is another one", (amount) => {
    expect(issuesOf(`amount=${amount}`)).toEqual(["amount_contradicts_uri"]);
    expect(decodeInvoice(`lightning:${invoice}?amount=${amount}`).issues).toEqual(["amount_contradicts_uri"]);
  });

  test("of two, neither may be", () => {
    expect(issuesOf("amount=0.0025&amount=0.5")).toEqual(["amount_contradicts_uri"]);
    expect(issuesOf("amount=0.5&amount=0.0025")).toEqual(["amount_contradicts_uri"]);
    expect(issuesOf("amount=0.0025&amount=.0025")).toEqual([]);
  });

  test("cannot be another one where the payer chooses, but two can differ", () => {
    expect(issuesOf("amount=0.5", open)).toEqual([]);
    expect(issuesOf("amount=0.5&amount=0.6", open)).toEqual(["amount_contradicts_uri"]);
    expect(issuesOf("amount=a%20lot", open)).toEqual(["amount_contradicts_uri"]);
  });

  test.each([
    ["0.00000001", []],
    ["0.00000002", []],
    ["0.000000015", []],
    ["0.00000003", ["amount_contradicts_uri"]],
    ["0.000000014", ["amount_contradicts_uri"]],
  ])("may be rounded where the invoice's is no whole satoshi: %s for 1.5", (amount, issues) => {
    expect(issuesOf(`amount=${amount}`, encode({ prefix: "lnbc15n" }))).toEqual(issues);
  });
});

describe("the position counts from the start of the given string, where that is known", () => {
  const cut = encode({ fields: [], loose: [1, 31, 31] });
  const position = "lnbc1".length + 7;
  test.each([
    ["by itself", cut, position],
    ["behind spaces", `  ${cut}`, position + 2],
    ["behind a scheme", ` lightning:${cut}`, position + 11],
    ["behind a scheme with slashes", `lightning://${cut}`, position + 12],
    ["behind a space and a scheme with one", ` lightning: ${cut}`, position + 12],
    ["behind a parameter", `bitcoin:?a=%20&lightning=${cut}`, position + 25],
    ["behind an address", `bitcoin:${address}?lightning=${cut}`, position + 52],
    ["in a link", `https://x.example/?lightning=${cut}`, position + 29],
    ["behind a wrapped line", `${cut.slice(0, 5)}\r\n${cut.slice(5)}`, position + 2],
    ["before one", `${cut.slice(0, 40)}\r\n${cut.slice(40)}`, position],
    ["behind what cannot be seen", `\u200b${cut.slice(0, 2)}\u00ad${cut.slice(2)}`, position + 2],
    ["percent-encoded", `bitcoin:?lightning=%6c${cut.slice(1)}`, null],
  ])("%s", (_, input, expected) => {
    expect(failure(() => decodeInvoice(input))).toMatchObject({ code: "truncated", position: expected });
  });

  test("the end of a cut-off invoice is behind its last character", () => {
    expect(failure(() => decodeInvoice(" lnbc1pv\njl \n"))).toMatchObject({ code: "truncated", position: 11 });
  });
});
