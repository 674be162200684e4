import { expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice, InvoiceDecodeError } from "../../src/bolt11/index.ts";
import { encode, type Field, numberWords, payee, proper, repairChecksum, sign, words } from "./encode.ts";
import { recover } from "./native.ts";
import { reference } from "./reference.ts";
import vectors from "./spec-vectors.json" with { type: "json" };

// A short run in the suite; `npm run test:bolt11` makes 100,000.
const runs = Number(process.env.BOLT11_RUNS ?? 150) * 10;
const seed = Number(process.env.BOLT11_SEED ?? 11);

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const hopOf = (key: string) => `${key}010203040506070800000001000000140003`;
const hop = hopOf(payee);
const keys = [payee, `03${payee.slice(2)}`, `04${payee.slice(2)}`, `02${"00".repeat(31)}05`, `03${"ff".repeat(32)}`];
const someSignature = sign(new Uint8Array(32).fill(7));
const richer: readonly Field[][] = [
  [
    ["r", words(hop + hop)],
    ["r", words(hop)],
    ["c", [10]],
  ],
  [
    ["n", words(payee)],
    ["x", [1, 28]],
    ["9", [16, 8, 0]],
  ],
  [
    ["9", numberWords((2n ** 50n) | (2n ** 46n) | (2n ** 16n) | (2n ** 14n))],
    ["f", [17, ...words("00".repeat(20))]],
  ],
  [
    ["5", [1, 2, 3]],
    ["m", words("01fafaf0")],
    ["c", numberWords(2 ** 32)],
    ["f", [1, ...words("ab".repeat(32))]],
  ],
];
const invoices = [
  ...vectors.vectors.map(({ invoice }) => invoice),
  ...richer.map((fields) => encode({ prefix: "lntbs20m", fields: [...proper, ...fields] })),
  encode({ prefix: "lnbcrt15n" }),
  encode({ prefix: "lnbch10u" }),
];

test("the examples of BOLT 11 and others, as they are", () => {
  for (const invoice of invoices) expectSame(invoice);
});

test(`${runs} mutated strings, seed ${seed}, are read as the slow reference reads them`, () => {
  const { any, below, chance } = random(seed);
  const tally = new Map<string, number>();
  for (let run = 0; run < runs; run++) {
    const drawn = chance(0.5);
    let text = drawn ? draw() : any(invoices);
    if (chance(drawn ? 0.1 : 0.6)) text = changeWords(text);
    if (chance(0.2)) text = changeText(text, 1 + below(3));
    if (chance(0.2)) text = changeCase(text);
    if (chance(0.2)) text = addBlanks(text);
    if (chance(0.5)) text = wrap(text);
    if (chance(0.05)) text = changeText(text, 1);
    const outcome = expectSame(text);
    tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  }
  // Else the strings would be too tame, or too wild, to tell anything.
  expect(tally.get("read")).toBeGreaterThan(runs / 10);
  expect(tally.size).toBeGreaterThan(10);

  /** Fields of every kind and length in any order. The signature is that of another invoice: it recovers some key. */
  function draw(): string {
    const bits = [8, 13, 14, 15, 16, 17, 26, 27, 28, 46, 47, 50, 51, 60, 61, 97, 100];
    const content: Record<string, () => number[]> = {
      9: () => numberWords(Array.from({ length: below(5) }, () => 1n << BigInt(any(bits))).reduce((a, b) => a | b, 0n)),
      r: () => words(Array.from({ length: below(3) }, () => hopOf(any(keys))).join("")),
      f: () => [any([0, 1, 16, 17, 18, 19]), ...words("ab".repeat(any([0, 1, 2, 19, 20, 32, 40, 41])))],
      d: () => words(Buffer.from(any(["", "tea", "\u00fc\u{1f600}", "\ufeff\ufffd"]))),
      n: () => words(any(keys)),
      c: () => numberWords(any([0, 18, 2016, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53])),
      x: () => numberWords(any([0, 60, 2 ** 43, 2 ** 53 - 1, 2 ** 53])),
    };
    const any52 = () => Array.from({ length: any([52, 52, 52, 51, 53, 0]) }, () => below(32));
    const fields = Array.from({ length: below(8) }, (): Field => {
      const tag = any([..."psdhnxcfrm9", "r", "9", any([...alphabet])]);
      return [tag, [...(chance(0.1) ? [0] : []), ...(content[tag] ?? any52)()]];
    });
    const prefix = any(["lnbc", "lntb", "lntbs", "lnbcrt", "lnsb"]) + any(["", "", "20m", "2500u", "10p", "007n", "0"]);
    const signature = () => Uint8Array.from([...someSignature.subarray(0, 64), any([0, 1, 0, 1, 2, 3, 4])]);
    return encode({ prefix, fields: chance(0.5) ? [...proper, ...fields] : fields, signature });
  }

  /** The data changed, and the checksum made right. */
  function changeWords(invoice: string): string {
    const separator = invoice.lastIndexOf("1");
    if (separator < 0) return invoice;
    let content = invoice.slice(separator + 1, -6).toLowerCase();
    for (let edits = 1 + below(3); edits > 0; edits--) {
      const at = below(content.length + 1);
      const taken = below(4) === 0 ? below(60) : below(3);
      const put = Array.from({ length: below(3) }, () => any([...alphabet])).join("");
      content = content.slice(0, at) + put + content.slice(at + taken);
    }
    const prefix = chance(0.2) ? changeText(invoice.slice(0, separator), 1) : invoice.slice(0, separator);
    try {
      return repairChecksum(`${prefix.toLowerCase()}1${content}qqqqqq`);
    } catch {
      return invoice;
    }
  }

  function changeText(text: string, edits: number): string {
    let changed = text;
    for (let edit = 0; edit < edits; edit++) {
      const at = below(changed.length + 1);
      const put = chance(0.7) ? any([..."ln1bctrs0257munpx?&#=%/:-.AZ \n\u200b\u00e9bio", ...alphabet]) : "";
      changed = changed.slice(0, at) + put + changed.slice(at + below(3));
    }
    return changed;
  }

  function changeCase(text: string): string {
    return chance(0.8) ? text.toUpperCase() : text.slice(0, 20) + text.slice(20).toUpperCase();
  }

  function addBlanks(text: string): string {
    const blank = any([" ", "\r\n", "\t", "\u200b", "\u00a0", "\ufeff", "\u00ad", "\u202a"]);
    const at = below(text.length + 1);
    return text.slice(0, at) + blank + text.slice(at);
  }

  function wrap(text: string): string {
    const value = chance(0.1)
      ? encodeURIComponent(text).replace(/[ln]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
      : text;
    const parameters = [`${any(["lightning", "LIGHTNING", "%6cightning", "lno"])}=${value}`];
    while (chance(0.5)) {
      const other = any([
        "amount=0.02",
        "amount=0.5",
        "amount=0.00000001",
        "amount=x",
        "amount=",
        "label=a%20b",
        "req-x=1",
      ]);
      parameters.splice(
        below(2),
        0,
        chance(0.7) ? other : any(["lightning=", `lightning=${any(invoices)}`, "a%=%", "&", "lno=lno1x"]),
      );
    }
    const query = parameters.join(any(["&", "&", "&", "#", "?"]));
    return any([
      `lightning:${text}`,
      `LIGHTNING://${text}?${query}`,
      `lightning: ${text}&amount=0.02`,
      `${text}?${query}`,
      `bitcoin:1RustyRX2oai4EYYDpQGWvEL62BBGqN9T?${query}`,
      `BitCoin:?${query}`,
      `https://pay.example/x?${query}`,
      `HTTP://pay.example/#${query}`,
      ` \u200b${text}&x`,
    ]);
  }
});

/** Position and words aside: what is wrong has one code, whoever says it. */
function expectSame(input: string): string {
  const expected = reference(input);
  const actual = outcome(input);
  expect(actual, JSON.stringify(input)).toEqual(expected);
  return typeof expected === "string" ? expected : "read";
}

function outcome(input: string): DecodedInvoice | string {
  try {
    return decodeInvoice(input, { recover });
  } catch (error) {
    if (!(error instanceof InvoiceDecodeError)) throw error;
    expect(error.position ?? 0).toBeLessThanOrEqual(input.length);
    return error.code;
  }
}

/** mulberry32: the same strings for the same seed. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (share: number) => next() < share,
    any: <T>(list: readonly T[]) => list[below(list.length)] as T,
  };
}
