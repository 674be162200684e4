import { describe, expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice, parseInvoice } from "../../src/bolt11/index.ts";
import { d, encode, type Field, hash, numberWords, p, payee, proper, s, utf8, words } from "./encode.ts";
import { failure } from "./failure.ts";

const other = "22".repeat(32);
const h: Field = ["h", words(other)];

describe("absent fields", () => {
  test("have BOLT 11's defaults", () => {
    expect(decodeInvoice(encode({}))).toMatchObject({
      expiry: 3600,
      minFinalCltvExpiry: 18,
      descriptionHash: null,
      fallbackAddresses: [],
      routeHints: [],
      featureBits: [],
      metadata: null,
      issues: [],
    });
  });

  test("are reported where one is required", () => {
    const decoded = decodeInvoice(encode({ fields: [] }));
    expect(decoded).toMatchObject({ paymentHash: null, paymentSecret: null, description: null, payee });
    expect(decoded.issues).toEqual(["missing_p", "missing_s", "missing_d_h"]);
  });
});

describe("description and its hash", () => {
  test("either will do", () => {
    expect(read([p, s, h])).toMatchObject({ description: null, descriptionHash: other, issues: [] });
  });

  test("both are one too many", () => {
    expect(read([p, s, d, h])).toMatchObject({ description: "1 cup coffee", descriptionHash: other });
    expect(read([p, s, d, h]).issues).toEqual(["both_d_h"]);
  });

  test.each(["", "ナンセンス 1杯", "\ufeffmark", "\ufffd itself", "nul \0", "x".repeat(639)])("%j", (text) => {
    expect(read([p, s, ["d", words(utf8(text))]])).toMatchObject({ description: text, issues: [] });
  });

  test.each([
    ["ff", "\ufffd"],
    ["61c328", "a\ufffd("],
    ["eda080", "\ufffd\ufffd\ufffd"],
    ["61efbfbdc0", "a\ufffd\ufffd"],
  ])("what is not UTF-8 (%s) is shown as U+FFFD", (bytes, text) => {
    expect(read([p, s, ["d", words(bytes)]])).toMatchObject({ description: text, issues: ["description_not_utf8"] });
  });
});

describe("a field that may stand only once", () => {
  const twice: [Field, Field, Partial<DecodedInvoice>][] = [
    [p, ["p", words(other)], { paymentHash: hash }],
    [s, ["s", words(other)], { paymentSecret: "11".repeat(32) }],
    [d, ["d", words(utf8("tea"))], { description: "1 cup coffee" }],
    [["n", words(payee)], ["n", words(`02${other}`)], { payee }],
    [["x", [1, 28]], ["x", Array(1023).fill(31)], { expiry: 60 }],
    [["c", [10]], ["c", Array(1023).fill(31)], { minFinalCltvExpiry: 10 }],
    [["m", words("01fafaf0")], ["m", words("02")], { metadata: "01fafaf0" }],
    [["9", [16, 8, 0]], ["9", [0, 1]], { featureBits: [8, 14] }],
  ];
  for (const [first, second, expected] of twice) {
    test(`${first[0]}: the first wins, the second is not looked into`, () => {
      const rest = proper.filter(([tag]) => tag !== first[0]);
      expect(read([first, ...rest])).toMatchObject({ ...expected, issues: [] });
      const decoded = read([first, ...rest, second, second]);
      expect(decoded).toMatchObject({ ...expected, issues: [`duplicate_${first[0]}`] });
    });
  }

  test("h: the first wins", () => {
    expect(read([p, s, h, ["h", words(hash)]])).toMatchObject({ descriptionHash: other, issues: ["duplicate_h"] });
  });

  test("f, r and unknown ones may stand again", () => {
    const f: Field = ["f", [0, ...words("00".repeat(20))]];
    const r: Field = ["r", words(payee + "02".repeat(18))];
    const decoded = read([...proper, f, f, r, r, ["t", [1]], ["t", [1]], ["2", []], ["2", []]]);
    expect(decoded.issues).toEqual([]);
    expect(decoded.fallbackAddresses).toHaveLength(2);
    expect(decoded.routeHints).toHaveLength(2);
  });
});

describe("p, s, h and n of another length", () => {
  for (const tag of ["p", "s", "h", "n"] as const) {
    test.each([0, 51, 52, 53, 54, 1023])(`${tag} of %d words`, (length) => {
      if (length === (tag === "n" ? 53 : 52)) return;
      const odd: Field = [tag, Array(length).fill(1)];
      const decoded = read([odd, p, s, d, h, ["n", words(payee)], odd]);
      expect(decoded).toMatchObject({
        paymentHash: hash,
        paymentSecret: "11".repeat(32),
        descriptionHash: other,
        payee,
      });
      expect(decoded.issues).toEqual([`wrong_length_${tag}`, "both_d_h"]);
    });
  }

  test("are no fields at all", () => {
    expect(read([["p", [1]], s, d])).toMatchObject({ paymentHash: null, issues: ["wrong_length_p", "missing_p"] });
  });
});

describe("numbers", () => {
  test.each([
    [[], 0, []],
    [[0], 0, ["non_minimal"]],
    [[1, 28], 60, []],
    [[0, 1, 28], 60, ["non_minimal"]],
    [[...Array(1000).fill(0), 1], 1, ["non_minimal"]],
    [numberWords(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER, []],
  ])("%j", (content, value, issues) => {
    expect(read([...proper, ["x", content]])).toMatchObject({ expiry: value, issues: issues.map((i) => `${i}_x`) });
    const c = read([...proper, ["c", content]]);
    const large = value >= 2 ** 32 ? ["large_min_final_cltv"] : [];
    expect(c).toMatchObject({ minFinalCltvExpiry: value, issues: [...issues.map((i) => `${i}_c`), ...large] });
  });

  test.each([
    [2016, []],
    [2 ** 32 - 1, []],
    [2 ** 32, ["large_min_final_cltv"]],
  ])("a final expiry of %d blocks", (blocks, issues) => {
    expect(read([...proper, ["c", numberWords(blocks)]])).toMatchObject({ minFinalCltvExpiry: blocks, issues });
  });

  test.each(["x", "c"])("%s above 2^53 - 1 cannot be read", (tag) => {
    for (const content of [numberWords(2n ** 53n), numberWords(2n ** 53n + 1n), Array(1023).fill(31)]) {
      const invoice = encode({ fields: [p, [tag, content]] });
      expect(failure(() => decodeInvoice(invoice))).toMatchObject({ code: "bad_field", position: 5 + 7 + 55 });
    }
  });

  test("the date is null past what a Date can hold", () => {
    const last = 8_640_000_000_000 - 1_496_314_658;
    expect(read([...proper, ["x", numberWords(last)]]).expiresAt).toEqual(new Date(8.64e15));
    expect(read([...proper, ["x", numberWords(last + 1)]]).expiresAt).toBeNull();
  });

  test.each([0, 1, 2 ** 35 - 1])("timestamp %d", (timestamp) => {
    const decoded = decodeInvoice(encode({ timestamp }));
    expect(decoded).toMatchObject({ timestamp, expiresAt: new Date((timestamp + 3600) * 1000), issues: [] });
  });
});

describe("feature bits", () => {
  test("are numbered from the right", () => {
    expect(read([...proper, ["9", [16, 8, 0]]])).toMatchObject({ featureBits: [8, 14], issues: [] });
    expect(read([...proper, ["9", []]])).toMatchObject({ featureBits: [], issues: [] });
    expect(read([...proper, ["9", [0, 0]]])).toMatchObject({ featureBits: [], issues: ["non_minimal_9"] });
  });

  test("may be very many", () => {
    const decoded = read([...proper, ["9", Array(1023).fill(31)]]);
    expect(decoded.featureBits).toEqual(Array.from({ length: 5115 }, (_, bit) => bit));
    expect(decoded.issues).toEqual(["unknown_required_feature"]);
    expect(read([...proper, ["9", Array(1023).fill(0).with(0, 1)]]).featureBits).toEqual([5110]);
  });

  test("an even one that BOLT 9 does not assign is required and unknown", () => {
    const known = new Set([...Array(29).keys(), 34, 36, 38, 42, 44, 46, 48, 50, 60, 62]);
    for (let bit = 0; bit < 130; bit++) {
      const decoded = parseInvoice(encode({ fields: [...proper, ["9", numberWords(2n ** BigInt(bit))]] }));
      expect(decoded.featureBits).toEqual([bit]);
      const issues = decoded.issues.filter((issue) => issue !== "missing_feature_dependency");
      expect(issues).toEqual(bit % 2 === 1 || known.has(bit) ? [] : ["unknown_required_feature"]);
    }
  });

  // BOLT 9, column "Dependencies": what needs what, by the names of the even bits.
  test.each([
    [16, 14],
    [50, 46],
    [60, 26],
  ])("bit %d needs bit %d, each as itself or as the odd one above it", (feature, needed) => {
    const issuesOf = (...bits: number[]) =>
      read([...proper, ["9", numberWords(bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n))]]).issues;
    for (const bit of [feature, feature + 1]) {
      expect(issuesOf(bit)).toEqual(["missing_feature_dependency"]);
      expect(issuesOf(bit, needed - 1, needed + 2)).toContain("missing_feature_dependency");
      expect(issuesOf(bit, needed)).toEqual([]);
      expect(issuesOf(bit, needed + 1)).toEqual([]);
    }
  });

  test("what BOLT 9 takes for granted needs no bit", () => {
    // payment_secret alone, anchors alone: they once named var_onion_optin and option_static_remotekey.
    for (const bit of [14, 15, 22, 23, 10, 11]) {
      expect(read([...proper, ["9", numberWords(2n ** BigInt(bit))]]).issues).toEqual([]);
    }
  });
});

describe("route hints", () => {
  const hopOf = (key: string) => `${key}0102030405060708fffffffe0000001400a3`;
  const hop = hopOf(payee);
  const expected = {
    pubkey: payee,
    shortChannelId: "0102030405060708",
    feeBaseMsat: 4_294_967_294,
    feeProportionalMillionths: 20,
    cltvExpiryDelta: 163,
  };

  test("one field is one route of one or more hops", () => {
    const decoded = read([...proper, ["r", words(hop)], ["r", words(hop.repeat(3))]]);
    expect(decoded).toMatchObject({ routeHints: [[expected], [expected, expected, expected]], issues: [] });
  });

  test.each(["00".repeat(33), `04${payee.slice(2)}`, `01${payee.slice(2)}`, "ff".repeat(33)])(
    "a key that does not begin with 02 or 03 is shown, with an issue: %s",
    (key) => {
      const invoice = encode({ fields: [...proper, ["r", words(hop + hopOf(key))]] });
      for (const decoded of [decodeInvoice(invoice), parseInvoice(invoice)]) {
        expect(decoded.routeHints[0]?.[1]?.pubkey).toBe(key);
        expect(decoded.issues).toEqual(["invalid_route_hint_key"]);
      }
    },
  );

  test.each([
    `02${"00".repeat(32)}`,
    `03${"00".repeat(31)}05`,
    `02${"ff".repeat(32)}`,
    // The field's prime, and that plus 1, which would be on the curve.
    "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
    "02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
  ])("one that is off the curve is an issue where the signature is checked: %s", (key) => {
    const invoice = encode({ fields: [...proper, ["r", words(hopOf(key))], ["r", words(hop)]] });
    expect(parseInvoice(invoice).issues).toEqual([]);
    expect(decodeInvoice(invoice).issues).toEqual(["invalid_route_hint_key"]);
    expect(decodeInvoice(invoice, { signature: "skip" }).issues).toEqual([]);
  });

  test.each(["", "02", hop.slice(2), `${hop}00`, hop.repeat(2).slice(2)])(
    "what is no whole hops is left out",
    (bytes) => {
      const decoded = read([...proper, ["r", words(bytes)], ["r", words(hop)]]);
      expect(decoded).toMatchObject({ routeHints: [[expected]], issues: ["bad_route_hint"] });
    },
  );
});

describe("a tag that is not known", () => {
  test("is kept as it came, as often as it came", () => {
    // Tag 20 is that of blinded paths (bLIP 39).
    const fields: Field[] = [["5", [1, 31, 0]], ...proper, ["t", []], ["5", [2]]];
    const decoded = read(fields);
    expect(decoded.issues).toEqual([]);
    expect(decoded.unknownFields).toEqual([
      { tag: "5", words: Uint8Array.of(1, 31, 0) },
      { tag: "t", words: new Uint8Array() },
      { tag: "5", words: Uint8Array.of(2) },
    ]);
  });

  test("is not written over by the next invoice", () => {
    const { unknownFields } = read([...proper, ["q", [7, 7]]]);
    read([...proper, ["q", [1, 1]]]);
    expect(unknownFields).toEqual([{ tag: "q", words: Uint8Array.of(7, 7) }]);
  });

  test("a known one of another length or version is none", () => {
    expect(read([...proper, ["p", [1]], ["f", [19, 1]], p]).unknownFields).toEqual([]);
  });
});

describe("padding that is not zero", () => {
  const fields: Record<string, Field> = {
    p: ["p", [...words(hash).slice(0, -1), 1]],
    d: ["d", [...words(utf8("a")).slice(0, -1), 5]],
    m: ["m", [1]],
    n: ["n", [...words(payee).slice(0, -1), (words(payee).at(-1) as number) | 1]],
    r: ["r", [...words(payee + "02".repeat(18)).slice(0, -1), 19]],
    f: ["f", [0, ...words("00".repeat(32)).slice(0, -1), 1]],
  };
  for (const [tag, field] of Object.entries(fields)) {
    test(`is an issue in ${tag}`, () => {
      const decoded = read([field, ...proper.filter(([name]) => name !== tag)]);
      expect(decoded.issues).toEqual(["nonzero_padding"]);
    });
  }

  test("takes nothing from the content", () => {
    expect(read([fields.p as Field, s, d]).paymentHash).toBe(hash);
    expect(read([fields.n as Field, p, s, d]).payee).toBe(payee);
  });
});

describe("framing of fields", () => {
  test.each([[[1]], [[1, 0]], [[1, 1, 20]], [[1, 0, 1]], [[15, 31, 31]]])("%j runs into the signature", (loose) => {
    expect(failure(() => decodeInvoice(encode({ fields: [p], loose })))).toMatchObject({
      code: "truncated",
      position: 5 + 7 + 55,
    });
  });

  test("the data must hold timestamp and signature", () => {
    const shortest = encode({ fields: [] });
    expect(decodeInvoice(shortest).payee).toBe(payee);
    for (const length of [0, 1, 64, 68]) {
      const invoice = encode({ fields: [], signature: (signed) => signed.slice(0, length) });
      const { code, position } = failure(() => decodeInvoice(invoice));
      expect([code, position]).toEqual(["truncated", Math.min(invoice.length - 6, position as number)]);
    }
  });
});

function read(fields: readonly Field[]): DecodedInvoice {
  const invoice = encode({ fields });
  const decoded = decodeInvoice(invoice);
  expect(parseInvoice(invoice)).toEqual({ ...decoded, payee: null });
  return decoded;
}
