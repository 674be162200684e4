import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../src/bolt11/sha256.ts";

// Every length over three blocks, so that each case of the padding is met, and some long ones.
test("agrees with Node's at every length", () => {
  for (const length of [...Array(200).keys(), 1000, 12_345]) {
    const message = Uint8Array.from({ length }, (_, i) => (i * i + length) % 256);
    expect(Buffer.from(sha256(message))).toEqual(createHash("sha256").update(message).digest());
  }
});
