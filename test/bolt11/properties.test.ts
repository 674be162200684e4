import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeInvoice, parseInvoice } from "../../src/bolt11/index.ts";
import { encode, type Field, numberWords, payee, proper, repairChecksum, words } from "./encode.ts";
import { failure } from "./failure.ts";
import { recover } from "./native.ts";

const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const hex = (array: Uint8Array) => Buffer.from(array).toString("hex");
const number = fc.maxSafeNat();

const fieldValues = fc.record(
  {
    p: bytes(32),
    s: bytes(32),
    d: fc.string({ unit: "grapheme", maxLength: 60 }),
    h: bytes(32),
    x: number,
    c: number,
    m: bytes(0, 100),
    9: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 }),
  },
  { requiredKeys: [] },
);

test("decoding gives back what was encoded", () => {
  fc.assert(
    fc.property(fieldValues, fc.integer({ min: 0, max: 2 ** 35 - 1 }), (values, timestamp) => {
      const fields: Field[] = [];
      for (const tag of ["p", "s", "h", "m"] as const) {
        const value = values[tag];
        if (value) fields.push([tag, words(value)]);
      }
      if (values.d !== undefined) fields.push(["d", words(new TextEncoder().encode(values.d))]);
      if (values.x !== undefined) fields.push(["x", numberWords(values.x)]);
      if (values.c !== undefined) fields.push(["c", numberWords(values.c)]);
      const bits = values[9]?.toSorted((a, b) => a - b) ?? [];
      if (bits.length > 0) fields.push(["9", numberWords(bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n))]);

      const invoice = encode({ fields, timestamp });
      const decoded = decodeInvoice(invoice, { recover });
      expect(decoded).toMatchObject({
        paymentRequest: invoice,
        timestamp,
        paymentHash: values.p ? hex(values.p) : null,
        paymentSecret: values.s ? hex(values.s) : null,
        description: values.d ?? null,
        descriptionHash: values.h ? hex(values.h) : null,
        expiry: values.x ?? 3600,
        minFinalCltvExpiry: values.c ?? 18,
        metadata: values.m ? hex(values.m) : null,
        featureBits: bits,
        payee,
      });
      expect(parseInvoice(invoice)).toEqual({ ...decoded, payee: null });
    }),
    { numRuns: 150 },
  );
});

const genuine = encode({ prefix: "lnbc2500u" });
const named = encode({ prefix: "lnbc2500u", fields: [...proper, ["n", words(payee)]] });
const separator = genuine.lastIndexOf("1");

test("any one changed character is refused", () => {
  const index = fc.integer({ min: 0, max: genuine.length - 1 });
  fc.assert(
    fc.property(index, fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }), (at, character) => {
      fc.pre(character !== genuine[at]);
      const changed = `${genuine.slice(0, at)}${character}${genuine.slice(at + 1)}`;
      fc.pre(changed.trim() !== genuine);
      failure(() => parseInvoice(changed));
    }),
    { numRuns: 1000 },
  );
});

test("with its checksum repaired it is refused, or recovers another payee", () => {
  // The signature's last word is the recovery id's: where the payee is named, it counts for nothing.
  const change = (invoice: string, at: number, character: string) =>
    repairChecksum(`${invoice.slice(0, at)}${character}${invoice.slice(at + 1)}`);
  fc.assert(
    fc.property(fc.nat(named.length), fc.constantFrom(...alphabet), (position, character) => {
      for (const invoice of [genuine, named]) {
        const at = separator + 1 + (position % (invoice.length - separator - 8));
        if (invoice[at] === character) continue;
        const changed = change(invoice, at, character);
        let decoded: ReturnType<typeof decodeInvoice>;
        try {
          decoded = decodeInvoice(changed, { recover });
        } catch (error) {
          expect((error as { name: string }).name).toBe("InvoiceDecodeError");
          continue;
        }
        expect(decoded.payee).not.toBe(payee);
      }
    }),
    { numRuns: 400 },
  );
});
