import { expect, test } from "vitest";
import { createRedact, redactStart, redactValue } from "../../src/transport/redact.ts";
import { SEED_INVOICE } from "../support/fixtures.ts";

const KEY = "key-of-the-test";
const redact = createRedact([KEY]);

test("secrets and payment requests are taken out of a text, words as short as a version are not", () => {
  expect(redact(`${KEY}, ${SEED_INVOICE.toUpperCase()} and ${KEY}`)).toBe(
    "[redacted], [payment request] and [redacted]",
  );
  expect(createRedact(["short"])("a short word")).toBe("a short word");
  expect(createRedact(["sixsix"])("sixsix")).toBe("[redacted]");
});

test("of JSON everything stays that is no secret, and its form", () => {
  const value = { list: [1, null, true, KEY, { [KEY]: "x" }], empty: {}, none: [] };
  expect(redactValue(value, redact)).toEqual({
    list: [1, null, true, "[redacted]", { "[redacted]": "x" }],
    empty: {},
    none: [],
  });
});

const zeroWidth = (text: string) => Array.from(text).join("\u200b");
const spaced = (text: string) => Array.from(text).join(" ");
const percent = (text: string) => Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`).join("");
const wrapped = (text: string) => text.replace(/.{64}/g, "$&\n");

test.each<[string, (text: string) => string]>([
  ["as it is", String],
  ["in upper case", (text) => text.toUpperCase()],
  ["with blanks in it", spaced],
  ["with zero-width characters in it", zeroWidth],
  ["wrapped", wrapped],
  ["URL-encoded", percent],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in base64 for addresses", (text) => Buffer.from(text).toString("base64url")],
  ["in base64 within other text", (text) => Buffer.from(`user:${text}!`).toString("base64")],
  ["in base64, wrapped", (text) => wrapped(Buffer.from(text).toString("base64"))],
  ["in hex", (text) => Buffer.from(text).toString("hex")],
  ["in hex, in upper case", (text) => Buffer.from(text).toString("hex").toUpperCase()],
  ["in base64 of URL-encoded text", (text) => Buffer.from(percent(text)).toString("base64")],
])("a key and a payment request are taken out %s, and the words around them stay", (_how, encode) => {
  for (const secret of ["sk_live_0123456789ABCdef", SEED_INVOICE]) {
    const shown = createRedact(["sk_live_0123456789ABCdef"])(`it said "${encode(secret)}", no more`);
    expect(shown).toMatch(/^it said "\[(redacted|payment request)\](=*)", no more$/);
  }
});

test.each([
  "the amount is too low: 5.0, minimum 10.00",
  "c9dc7c0e988bcc2740aa64750b56829de53794e35e2a1cf7591ae7b671549a23",
  "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1",
  "0b6a0c1e-0000-4000-8000-000000000001 was already pushed",
  "connect ECONNREFUSED 127.0.0.1:443",
  "https://api.example.com/api/public/v1/invoices?order=created_at&page=1",
])("%s stays", (text) => {
  expect(redact(text)).toBe(text);
});

test("a text is cut behind its redaction", () => {
  const secret = "sk_live_0123456789";
  for (const before of [290, 65_500, 65_536 - 5]) {
    const text = `${"x ".repeat(before / 2)}${secret} ${SEED_INVOICE}${" y".repeat(100_000)}`;
    for (const length of [300, before + 10, 80_000])
      expect(redactStart(text, createRedact([secret]), length)).not.toMatch(/sk_l|lntb/);
  }
});

test("8 MB of any text take no longer than a moment", () => {
  const startedAt = performance.now();
  for (const piece of ["a", "l n b c ", "aGVsbG8", "%6c%6e", "lnbc1", "ln ", "6c6e", " "])
    redactStart(piece.repeat(8_000_000 / piece.length), redact, 300);
  expect(performance.now() - startedAt).toBeLessThan(5000);
});
