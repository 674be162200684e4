import { decodeInvoice, InvoiceDecodeError, parseInvoice } from "unvoice/bolt11";
import { describe, expect, test } from "vitest";

/** The invoice of Reflex's documentation. */
const INVOICE =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";
const PAYEE = "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1";

describe("decoding in a browser", () => {
  test("there is none of Node's globals to lean on", () => {
    expect("Buffer" in globalThis).toBe(false);
    expect("document" in globalThis).toBe(true);
  });

  test("reads an invoice and recovers its payee", () => {
    expect(decodeInvoice(`lightning:${INVOICE.toUpperCase()}`)).toMatchObject({
      network: "testnet",
      amountMsat: 100_000n,
      description: "suredbits demo invoice",
      payee: PAYEE,
      issues: ["missing_s"],
    });
  });

  test("reads it without the curve, too", () => {
    expect(parseInvoice(INVOICE)).toMatchObject({ amountMsat: 100_000n, payee: null });
  });

  test("says why a changed invoice cannot be read", () => {
    const changed = INVOICE.replace("pwz5w78", "pwz5w79");
    expect(() => decodeInvoice(changed)).toThrow(InvoiceDecodeError);
    expect(() => decodeInvoice(changed)).toThrow(expect.objectContaining({ code: "bad_checksum" }));
  });
});
