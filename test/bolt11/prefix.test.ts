import { describe, expect, test } from "vitest";
import { decodeInvoice } from "../../src/bolt11/index.ts";
import { encode, payee } from "./encode.ts";
import { failure } from "./failure.ts";

describe("networks", () => {
  test.each([
    ["lnbc", "mainnet"],
    ["lntb", "testnet"],
    ["lntbs", "signet"],
    ["lnbcrt", "regtest"],
    ["lnsb", "simnet"],
  ])("%s is %s, with and without an amount", (prefix, network) => {
    expect(decodeInvoice(encode({ prefix }))).toMatchObject({ network, prefix, amountMsat: null, payee, issues: [] });
    expect(decodeInvoice(encode({ prefix: `${prefix}20m` }))).toMatchObject({ network, amountMsat: 2_000_000_000n });
  });

  // Bitcoin Cash, Bitcoin Gold and others begin with the letters of bitcoin's own.
  const coins = [
    "lnbch",
    "lnbcg",
    "lnbcx20m",
    "lnbtg",
    "lnltc",
    "lntltc10u",
    "lnrltc",
    "lncr20m",
    "lngrs",
    "lnbcrtx",
    "lntbsx",
  ];
  test.each([...coins, "ln", "lnx", "ln1bc", "lnb", "lnbcmm"])("%s is unknown", (prefix) => {
    expect(failure(() => decodeInvoice(encode({ prefix })))).toMatchObject({ code: "unknown_network", position: 2 });
  });
});

describe("amounts", () => {
  test.each([
    ["1", 100_000_000_000n],
    ["1m", 100_000_000n],
    ["1u", 100_000n],
    ["1n", 100n],
    ["10p", 1n],
    ["2500u", 250_000_000n],
    ["9678785340p", 967_878_534n],
    ["21000000", 2_100_000_000_000_000_000n],
    ["21000000000m", 2_100_000_000_000_000_000n],
    ["21000000000000000000p", 2_100_000_000_000_000_000n],
  ])("%s is %d msat", (amount, msat) => {
    expect(decodeInvoice(encode({ prefix: `lnbc${amount}` }))).toMatchObject({ amountMsat: msat, issues: [] });
  });

  test.each([
    ["0", 0n, ["amount_zero"]],
    ["0p", 0n, ["amount_zero"]],
    ["0m", 0n, ["amount_zero"]],
    ["000u", 0n, ["amount_leading_zero", "amount_zero"]],
    ["007n", 700n, ["amount_leading_zero"]],
    [`${"0".repeat(5000)}10p`, 1n, ["amount_leading_zero"]],
  ])("%s is read, with an issue", (amount, msat, issues) => {
    expect(decodeInvoice(encode({ prefix: `lnbc${amount}` }))).toMatchObject({ amountMsat: msat, issues });
  });

  test.each([
    ["m", 4],
    ["n", 4],
    ["-1", 4],
    ["2500x", 8],
    ["1mm", 5],
    ["1.5m", 5],
    ["1m5", 5],
    ["5constructor", 5],
    ["1p", 4],
    ["2500000001p", 13],
    ["21000001", 4],
    ["21000000000000000010p", 4],
    ["9".repeat(10_000), 4],
  ])("%s is refused", (amount, position) => {
    expect(failure(() => decodeInvoice(encode({ prefix: `lnbc${amount}` })))).toMatchObject({
      code: "bad_amount",
      position,
    });
  });
});
