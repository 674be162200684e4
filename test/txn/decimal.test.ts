import Big from "big.js";
import fc from "fast-check";
import { addDecimal, compareDecimal, InputError, multiplyDecimal } from "unvoice/txn";
import { describe, expect, test } from "vitest";

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.option(fc.stringMatching(/^\d{1,30}$/)))
  .map(([negative, whole, fraction]) => `${negative ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`);

describe("decimal text is computed with exactly, as big.js does", () => {
  test("compared, added, multiplied", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compareDecimal(a, b)).toBe(new Big(a).cmp(b));
        expect(new Big(addDecimal(a, b)).eq(new Big(a).plus(b))).toBe(true);
        expect(new Big(multiplyDecimal(a, b)).eq(new Big(a).times(b))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [addDecimal("0.1", "0.2"), "0.3"],
    [addDecimal("33.00", "-33"), "0.00"],
    [addDecimal("-0.5", "0.25"), "-0.25"],
    [addDecimal(2n ** 64n, "0.01"), "18446744073709551616.01"],
    [multiplyDecimal("0.02", "0.05"), "0.0010"],
    [multiplyDecimal("-3", "0"), "0"],
    [multiplyDecimal("40.424657", "0.9894951"), "40.0000000206807"],
  ])("%s is %s", (computed, expected) => {
    expect(computed).toBe(expected);
  });

  test("a scale makes no difference, and a sign of nothing neither", () => {
    expect([compareDecimal("1.50", "1.5"), compareDecimal("-0.0", "0"), compareDecimal("007", 7n)]).toEqual([0, 0, 0]);
    expect(["10", "9.99", "-1", "9.990"].toSorted(compareDecimal)).toEqual(["-1", "9.99", "9.990", "10"]);
  });
});

describe("what is no decimal text is refused with its place", () => {
  test.each<unknown>([
    "",
    " 1",
    "1.",
    ".5",
    "1e3",
    "0x10",
    "1,5",
    "NaN",
    "1_000",
    "１",
    1.5,
    7,
    null,
    undefined,
    {},
    "9".repeat(1_001),
  ])("%j", (wrong) => {
    for (const compute of [compareDecimal, addDecimal, multiplyDecimal]) {
      try {
        compute("1", wrong as never);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect(error).toMatchObject({ operation: compute.name, issues: [{ path: "b" }] });
      }
    }
  });
});
