import fc from "fast-check";
import { expect, test } from "vitest";
import { type DecodedInvoice, decodeInvoice, InvoiceDecodeError, parseInvoice } from "../../src/bolt11/index.ts";
import { encode, repairChecksum } from "./encode.ts";
import { recover } from "./native.ts";
import vectors from "./spec-vectors.json" with { type: "json" };

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const invoices = vectors.vectors.filter(({ decodable }) => decodable).map(({ invoice }) => invoice.toLowerCase());

/** Nothing but an invoice or an {@link InvoiceDecodeError}, and both forms of reading agree. */
function mustHold(input: string): void {
  const parsed = outcome(() => parseInvoice(input));
  const decoded = outcome(() => decodeInvoice(input, { recover }));
  if (parsed instanceof InvoiceDecodeError) {
    expect(decoded).toEqual(parsed);
    expect(parsed.position === null || (parsed.position >= 0 && parsed.position <= input.length)).toBe(true);
  } else if (decoded instanceof InvoiceDecodeError) {
    expect(decoded.code).toBe("bad_signature");
  } else {
    // Whether a key is on the curve is not looked at where the signature is not.
    expect({ ...decoded, payee: null, issues: seenInBoth(decoded) }).toEqual({ ...parsed, issues: seenInBoth(parsed) });
    expect(decoded.payee).toMatch(/^0[23][0-9a-f]{64}$/);
    expect(new Set(decoded.issues).size).toBe(decoded.issues.length);
    // What was read is itself an invoice that reads the same.
    const issues = parsed.issues.filter((issue) => issue !== "amount_contradicts_uri");
    expect(parseInvoice(decoded.paymentRequest)).toEqual({ ...parsed, uri: null, cleaned: false, issues });
  }
}

function seenInBoth({ issues }: DecodedInvoice): readonly string[] {
  return issues.filter((issue) => issue !== "invalid_route_hint_key");
}

function outcome<T>(call: () => T): T | InvoiceDecodeError {
  try {
    return call();
  } catch (error) {
    if (error instanceof InvoiceDecodeError) return error;
    throw error;
  }
}

test("any string at all", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), mustHold), { numRuns: 400 });
});

test("any string behind what an invoice begins with", () => {
  const start = fc.constantFrom(
    "ln",
    "lnbc1",
    "LNBC20M1",
    "lightning:lntb",
    "bitcoin:?lightning=",
    "bitcoin:?a&%=",
    "lno1",
  );
  fc.assert(
    fc.property(start, fc.string({ unit: "binary-ascii", maxLength: 300 }), (head, tail) => mustHold(head + tail)),
    { numRuns: 400 },
  );
});

test("any words in a right frame", () => {
  const word = fc.constantFrom(...alphabet);
  const prefix = fc.oneof(fc.constantFrom("lnbc", "lntbs", "lnsb1m"), fc.stringMatching(/^ln[a-z0-9]{0,12}$/));
  fc.assert(
    fc.property(prefix, fc.array(word, { minLength: 0, maxLength: 400 }), (head, content) => {
      mustHold(repairChecksum(`${head}1${content.join("")}qqqqqq`));
    }),
    { numRuns: 300 },
  );
});

test("genuine invoices with words changed, put in, taken out or doubled, and the checksum made right", () => {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.integer({ min: 0, max: 60 }),
    words: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 60 }),
    twice: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.constantFrom(...invoices), fc.array(edit, { minLength: 1, maxLength: 4 }), (invoice, edits) => {
      const separator = invoice.lastIndexOf("1");
      let content = invoice.slice(separator + 1, -6);
      for (const { at, length, words, twice } of edits) {
        const start = at % (content.length + 1);
        const taken = content.slice(start, start + length);
        content = content.slice(0, start) + words + (twice ? taken + taken : "") + content.slice(start + length);
      }
      mustHold(repairChecksum(`${invoice.slice(0, separator)}1${content}qqqqqq`));
    }),
    { numRuns: 400 },
  );
});

test("the longest of their kind", () => {
  const room = 16_384 - "lnbc1".length - 6 - 7 - 104;
  const fill = (tag: string, length: number, content: string) => {
    const field: [string, number[]] = [
      tag,
      [...content.padEnd(length, "l")].map((character) => alphabet.indexOf(character)),
    ];
    return encode({ fields: Array(Math.floor(room / (length + 3))).fill(field) });
  };
  for (const invoice of [
    fill("f", 33, "3"),
    fill("9", 1023, ""),
    fill("r", 82, ""),
    fill("2", 0, ""),
    fill("d", 1023, ""),
  ]) {
    expect(invoice.length).toBeGreaterThan(15_000);
    mustHold(invoice);
  }
  mustHold(`lnbc${"9".repeat(16_000)}1`);
  mustHold(`bitcoin:?${"&".repeat(16_000)}`);
  mustHold(`bitcoin:?${"%".repeat(16_000)}=`);
  mustHold(`bitcoin:?lightning=${"%41".repeat(5_000)}`);
});
