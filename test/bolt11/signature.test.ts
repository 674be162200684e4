import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, test } from "vitest";
import { decodeInvoice, parseInvoice, type RecoverPublicKey } from "../../src/bolt11/index.ts";
import { encode, hex, highS, payee, proper, secretKey, sign, words } from "./encode.ts";
import { failure } from "./failure.ts";
import { recover as native } from "./native.ts";

const { Point } = secp256k1;
const order = Point.Fn.ORDER;
const named = [...proper, ["n", words(payee)] as const];
const none: RecoverPublicKey = () => {
  throw new Error("no key");
};

describe.each([
  ["the built-in curve", {}],
  ["an injected recover", { recover: native }],
])("with %s", (_, options) => {
  test("the payee is recovered, from 0 to 7 words of padding", () => {
    for (let length = 0; length < 8; length++) {
      const invoice = encode({ fields: [...proper, ["m", Array(length).fill(0)]] });
      expect(decodeInvoice(invoice, options).payee).toBe(payee);
    }
  });

  test("a high s recovers a payee too", () => {
    const invoice = encode({ signature: (signed) => highS(sign(signed)) });
    expect(decodeInvoice(invoice, options)).toMatchObject({ payee, issues: [] });
  });

  test("a named payee is held against the signature, whatever the recovery id up to 3", () => {
    for (const recoveryId of [0, 1, 2, 3]) {
      const signature = (signed: Uint8Array) => withId(sign(signed), recoveryId);
      const invoice = encode({ fields: named, signature });
      expect(decodeInvoice(invoice, options)).toMatchObject({ payee, recoveryId, issues: [] });
    }
  });

  test("a high s of a named payee is an issue", () => {
    const invoice = encode({ fields: named, signature: (signed) => highS(sign(signed)) });
    expect(decodeInvoice(invoice, options)).toMatchObject({ payee, issues: ["high_s_with_n"] });
  });

  test("a signature by another than the named payee is refused", () => {
    const invoice = encode({ fields: named, secretKey: secretKey.toReversed() });
    expect(failure(() => decodeInvoice(invoice, options))).toMatchObject({
      code: "bad_signature",
      position: invoice.length - 6 - 104,
    });
  });

  test("a named payee that is no point of the curve is refused", () => {
    for (const key of [`02${"00".repeat(32)}`, `05${"22".repeat(32)}`, `02${"ff".repeat(32)}`]) {
      const invoice = encode({ fields: [...proper, ["n", words(key)]] });
      expect(failure(() => decodeInvoice(invoice, options)).code).toBe("bad_signature");
    }
  });

  test.each([4, 5, 27, 255])("recovery id %d is refused, with and without a named payee", (recoveryId) => {
    for (const fields of [proper, named]) {
      const invoice = encode({ fields, signature: (signed) => withId(sign(signed), recoveryId) });
      expect(failure(() => decodeInvoice(invoice, options)).code).toBe("bad_signature");
    }
  });

  test.each([
    [0n, 1n],
    [1n, 0n],
    [order, 1n],
    [1n, order],
    [2n ** 256n - 1n, 2n ** 256n - 1n],
    [5n, 1n], // 5 is no x of the curve
  ])("r = %d, s = %d is refused", (r, s) => {
    const signature = () => Uint8Array.from([...bytes(r), ...bytes(s), 0]);
    for (const fields of [proper, named]) {
      expect(failure(() => decodeInvoice(encode({ fields, signature }), options)).code).toBe("bad_signature");
    }
  });

  test("recovery ids 2 and 3 stand for an x above the order", () => {
    // The lowest x above the order that is on the curve: r is so small that no signer will ever hit upon it.
    const r = [1n, 2n, 3n, 4n, 5n].find((r) => isX(r + order)) as bigint;
    for (const recoveryId of [2, 3]) {
      let signed = new Uint8Array();
      const invoice = encode({
        signature: (hash) => {
          signed = Uint8Array.from(hash);
          return Uint8Array.from([...bytes(r), ...bytes(7n), recoveryId]);
        },
      });
      const oracle = new secp256k1.Signature(r, 7n, recoveryId).recoverPublicKey(signed).toHex(true);
      expect(decodeInvoice(invoice, options).payee).toBe(oracle);
    }
    const tooHigh = encode({ signature: (hash) => withId(sign(hash), 2) });
    expect(failure(() => decodeInvoice(tooHigh, options)).code).toBe("bad_signature");
  });

  test("a signature that recovers the point at infinity is refused", () => {
    // With R = G and s = e, the key is r^-1 (eG - eG).
    const signature = (hash: Uint8Array) => {
      const { x, y } = Point.BASE.toAffine();
      const e = BigInt(`0x${hex(hash)}`) % order;
      return Uint8Array.from([...bytes(x), ...bytes(e), Number(y & 1n)]);
    };
    expect(failure(() => decodeInvoice(encode({ signature }), options)).code).toBe("bad_signature");
  });
});

test("the built-in curve agrees with @noble/curves", () => {
  for (let i = 1; i <= 40; i++) {
    const key = Uint8Array.from({ length: 32 }, (_, j) => (i * 37 + j * i) % 256);
    const invoice = encode({ timestamp: i, secretKey: key });
    expect(decodeInvoice(invoice).payee).toBe(hex(secp256k1.getPublicKey(key)));
  }
});

describe("a payee named, where the verification's sum is special", () => {
  test("a key of G itself, and of -G", () => {
    for (const key of [1n, order - 1n]) {
      const secret = Uint8Array.from(bytes(key));
      const n = words(hex(secp256k1.getPublicKey(secret)));
      const invoice = encode({ fields: [...proper, ["n", n]], secretKey: secret });
      expect(decodeInvoice(invoice).issues).toEqual([]);
    }
  });

  test("a sum at infinity is no signature", () => {
    // Q = dG with e + r d = 0: u1 G + u2 Q is the point at infinity whatever s is.
    const secret = 9n;
    const n = words(hex(secp256k1.getPublicKey(Uint8Array.from(bytes(secret)))));
    const signature = (hash: Uint8Array) => {
      const e = BigInt(`0x${hex(hash)}`);
      const r = Point.Fn.create(-e * Point.Fn.inv(secret));
      return Uint8Array.from([...bytes(r), ...bytes(3n), 0]);
    };
    const invoice = encode({ fields: [...proper, ["n", n]], signature });
    expect(failure(() => decodeInvoice(invoice)).code).toBe("bad_signature");
  });
});

describe("an injected recover", () => {
  test("gets the signature, its id and the hash, and its key is believed", () => {
    const seen: [number, number, number][] = [];
    const recover: RecoverPublicKey = (signature, recoveryId, hash) => {
      seen.push([signature.length, recoveryId, hash.length]);
      return Buffer.alloc(33, 3);
    };
    const invoice = encode({});
    expect(decodeInvoice(invoice, { recover }).payee).toBe("03".repeat(33));
    expect(seen).toEqual([[64, parseInvoice(invoice).recoveryId, 32]]);
  });

  test("is asked for all four ids where the payee is named, the given one first", () => {
    const seen: number[] = [];
    const recover: RecoverPublicKey = (_, recoveryId) => {
      seen.push(recoveryId);
      throw new Error("none");
    };
    const invoice = encode({ fields: named, signature: (signed) => withId(sign(signed), 3) });
    expect(failure(() => decodeInvoice(invoice, { recover })).code).toBe("bad_signature");
    expect(seen[0]).toBe(3);
    expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3]));
  });

  test.each([
    ["throws", none],
    ["gives an uncompressed key", () => new Uint8Array(65)],
    ["gives a promise", (async () => new Uint8Array(33)) as never],
    ["gives nothing", (() => undefined) as never],
    ["is no function", 5 as never],
  ])("that %s means a bad signature", (_, recover) => {
    expect(failure(() => decodeInvoice(encode({}), { recover })).code).toBe("bad_signature");
  });

  test("may decode another invoice meanwhile", () => {
    const inner = encode({ prefix: "lnbc1m", fields: [] });
    const recover: RecoverPublicKey = (...given) => {
      expect(decodeInvoice(inner).payee).toBe(payee);
      return native(...given);
    };
    const outer = encode({ fields: named });
    expect(decodeInvoice(outer, { recover })).toEqual(decodeInvoice(outer));
  });
});

describe("skipping the signature", () => {
  const invoices = [
    encode({}),
    encode({ fields: named }),
    encode({ signature: () => new Uint8Array(65).fill(255) }),
    encode({ fields: named, signature: (signed) => highS(sign(signed)) }),
  ];

  test("gives no payee, and asks nobody for one", () => {
    for (const invoice of invoices) {
      const parsed = parseInvoice(invoice);
      expect(parsed.payee).toBeNull();
      expect(decodeInvoice(invoice, { signature: "skip", recover: none })).toEqual(parsed);
    }
  });

  test("still sees a high s beside a named payee", () => {
    expect(parseInvoice(invoices[3] as string).issues).toEqual(["high_s_with_n"]);
  });

  test("takes the word skip: anything else checks", () => {
    const bad = invoices[2] as string;
    for (const options of [undefined, null, {}, { signature: "check" }, { signature: "SKIP" }]) {
      expect(failure(() => decodeInvoice(bad, options as never)).code).toBe("bad_signature");
    }
  });

  test("parseInvoice serves as a callback", () => {
    expect([encode({})].map(parseInvoice)[0]).toEqual(parseInvoice(encode({})));
  });
});

function withId(signature: Uint8Array, recoveryId: number): Uint8Array {
  return Uint8Array.from([...signature.subarray(0, 64), recoveryId]);
}

function bytes(value: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(64, "0"), "hex"));
}

function isX(x: bigint): boolean {
  try {
    Point.fromHex(`02${hex(bytes(x))}`);
    return true;
  } catch {
    return false;
  }
}
