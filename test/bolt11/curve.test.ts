import { secp256k1 } from "@noble/curves/secp256k1.js";
import { Point } from "@noble/secp256k1";
import { expect, test } from "vitest";
import { isPublicKey, sumOfProducts } from "../../src/bolt11/curve.ts";

const oracle = secp256k1.Point;
const order = oracle.Fn.ORDER;
const lambda = 0x5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72n;
// Around 0 and the order, and where a scalar is split or rounded: lambda, half the order, powers of two.
const edges = [
  ...[0n, 1n, 2n, 3n, lambda - 1n, lambda, lambda + 1n, order - lambda, order >> 1n, (order >> 1n) + 1n],
  ...[order - 2n, order - 1n, order, order + 1n, 2n ** 127n, 2n ** 128n - 1n, 2n ** 128n, 2n ** 255n],
];
// A short run of some seconds in the suite; `npm run test:bolt11` makes 10,000.
const runs = Number(process.env.BOLT11_RUNS ?? 150);

test("the sum of two products is @noble/curves', for every pair of edge scalars", () => {
  const point = oracle.BASE.multiply(7n);
  for (const a of edges) for (const b of edges) expectSame(a, b, point);
});

test("the same where the point is G, or another multiple by which the sum is special", () => {
  for (const point of [oracle.BASE, oracle.BASE.negate(), oracle.BASE.double(), oracle.BASE.multiply(lambda)]) {
    for (const a of edges) for (const b of [1n, order - 1n, lambda, order - lambda]) expectSame(a, b, point);
  }
});

test("the same for random scalars and points", () => {
  for (let run = 0; run < runs; run++) {
    expectSame(randomScalar(), randomScalar(), oracle.BASE.multiply(randomScalar()));
    if (run % 5 === 0) expectSame(edges[(run / 5) % edges.length] as bigint, randomScalar(), oracle.BASE.double());
  }
});

test("a key is one exactly where @noble/curves reads a compressed point", () => {
  const prime = oracle.Fp.ORDER;
  const xs = [0n, 1n, 2n, 5n, prime - 1n, prime, prime + 1n, 2n ** 256n - 1n, order];
  while (xs.length < runs * 4) xs.push(randomScalar());
  for (const x of xs) {
    for (const prefix of ["00", "02", "03", "04", "05"]) {
      const key = prefix + x.toString(16).padStart(64, "0");
      expect(isPublicKey(key), key).toBe(isRead(key));
    }
  }
});

function expectSame(a: bigint, b: bigint, point: InstanceType<typeof oracle>): void {
  const sum = sumOfProducts(a, b, Point.fromHex(point.toHex()));
  const expected = point.multiplyUnsafe(b % order).add(oracle.BASE.multiplyUnsafe(a % order));
  const { x, y } = sum.toAffine();
  expect({ x, y }).toEqual(expected.toAffine());
}

function isRead(key: string): boolean {
  try {
    oracle.fromHex(key);
    return true;
  } catch {
    return false;
  }
}

function randomScalar(): bigint {
  return BigInt(`0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")}`) % order || 1n;
}
