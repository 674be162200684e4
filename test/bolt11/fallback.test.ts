import { createHash } from "node:crypto";
import { bech32, bech32m, createBase58check } from "@scure/base";
import { describe, expect, test } from "vitest";
import { decodeInvoice } from "../../src/bolt11/index.ts";
import { encode, proper, words } from "./encode.ts";

const base58check = createBase58check((bytes: Uint8Array) =>
  Uint8Array.from(createHash("sha256").update(bytes).digest()),
);
const hash20 = "000102030405060708090a0b0c0d0e0f10111213";

describe.each([
  ["lnbc", "bc", 0x00, 0x05],
  ["lntb", "tb", 0x6f, 0xc4],
  ["lntbs", "tb", 0x6f, 0xc4],
  ["lnbcrt", "bcrt", 0x6f, 0xc4],
  ["lnsb", "sb", 0x3f, 0x7b],
])("on %s", (prefix, segwit, keyHash, scriptHash) => {
  test.each([hash20, "00".repeat(20), "ff".repeat(20)])("P2PKH and P2SH of %s", (hash) => {
    expect(read(prefix, 17, hash).fallbackAddresses).toEqual([base58(keyHash, hash)]);
    expect(read(prefix, 18, hash).fallbackAddresses).toEqual([base58(scriptHash, hash)]);
  });

  test("version 0 is bech32, 20 or 32 bytes", () => {
    for (const program of [hash20, "ab".repeat(32)]) {
      const address = bech32.encode(segwit, [0, ...words(program)]);
      expect(read(prefix, 0, program)).toMatchObject({ fallbackAddresses: [address], issues: [] });
    }
  });

  test("versions 1 to 16 are bech32m, 2 to 40 bytes", () => {
    for (let version = 1; version <= 16; version++) {
      const programs = [2, 32, 39, 40].map((length) => [version, ...words("cd".repeat(length))]);
      const fields = programs.map((program) => ["f", program] as const);
      const decoded = decodeInvoice(encode({ prefix, fields: [...proper, ...fields] }));
      const addresses = programs.map((program) => bech32m.encode(segwit, program));
      expect(decoded).toMatchObject({ fallbackAddresses: addresses, issues: [] });
    }
  });
});

test.each([
  [0, 0],
  [0, 19],
  [0, 21],
  [0, 31],
  [0, 33],
  [1, 1],
  [1, 41],
  [16, 41],
  [17, 19],
  [17, 21],
  [18, 0],
  [18, 32],
])("version %d of %d bytes is no address", (version, length) => {
  const decoded = read("lnbc", version, "ab".repeat(length));
  expect(decoded).toMatchObject({ fallbackAddresses: [], issues: ["invalid_fallback"] });
});

test.each([0, 17])("nor is version %d with a whole word too many", (version) => {
  const field = [version, ...words(hash20), 0];
  const decoded = decodeInvoice(encode({ fields: [...proper, ["f", field]] }));
  expect(decoded).toMatchObject({ fallbackAddresses: [], issues: ["invalid_fallback"] });
});

test("an address has its padding zero, also where the invoice has not", () => {
  const program = "ab".repeat(32);
  const field = [1, ...words(program)];
  field[field.length - 1] = (field.at(-1) as number) | 15;
  const decoded = decodeInvoice(encode({ fields: [...proper, ["f", field]] }));
  const address = bech32m.encode("bc", [1, ...words(program)]);
  expect(decoded).toMatchObject({ fallbackAddresses: [address], issues: ["nonzero_padding"] });
});

test.each([19, 25, 31])("version %d is not known yet and skipped", (version) => {
  expect(read("lnbc", version, hash20)).toMatchObject({ fallbackAddresses: [], issues: [] });
  expect(read("lnbc", version, "")).toMatchObject({ fallbackAddresses: [], issues: [] });
});

test("a field without even a version is empty", () => {
  const decoded = decodeInvoice(encode({ fields: [...proper, ["f", []]] }));
  expect(decoded).toMatchObject({ fallbackAddresses: [], issues: ["empty_f"] });
});

function read(prefix: string, version: number, program: string) {
  return decodeInvoice(encode({ prefix, fields: [...proper, ["f", [version, ...words(program)]]] }));
}

function base58(version: number, hash: string): string {
  return base58check.encode(Uint8Array.from([version, ...Buffer.from(hash, "hex")]));
}
