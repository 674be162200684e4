/** The seed document's invoice (testnet, long expired) and what it says, from bolt11/README.md. */
export const SEED_INVOICE =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";
export const SEED_HASH = "c9dc7c0e988bcc2740aa64750b56829de53794e35e2a1cf7591ae7b671549a23";
export const SEED_PAYEE = "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1";

/** The seed document's variables of `pushInvoice`, as they are printed there. */
export const SEED_PUSH = {
  invoice: {
    description: "User withdrawal",
    payment_request: SEED_INVOICE,
    tags: [
      { key: "product-id", number_value: 534271 },
      { key: "user-id", string_value: "61274095-7828-45dd-98e8-2daabdb39386" },
      { key: "is-withdrawal", boolean_value: true },
    ],
  },
  options: { invoice: { do_not_save: false } },
};

/** The seed document's variables of `getInvoices`, as they are printed there. */
export const SEED_FILTER = {
  filter: {
    from: "2023-10-01T14:18:33Z",
    to: "2023-11-01T14:18:33Z",
    tags: [{ key: "user-id", string_value: "61274095-7828-45dd-98e8-2daabdb39386" }],
  },
  page: { limit: 50, offset: 0 },
  sort: { column: "created_at", direction: "DESC" },
};

/** An invoice as Reflex answers it: the seed's, with an amount of one's own. */
export function reflexInvoice(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    account_id: "account",
    amount_msats: "100000",
    amount_sats: "100",
    created_at: "2026-01-01T00:00:00.000Z",
    description: "suredbits demo invoice",
    destination: SEED_PAYEE,
    id: "0b6a0c1e-0000-4000-8000-000000000001",
    invoice_created_at: "2018-12-31T15:54:47.000Z",
    invoice_expiry_at: "2018-12-31T16:54:47.000Z",
    payment_hash: SEED_HASH,
    payment_request: SEED_INVOICE,
    routing_info: [],
    tags: [],
    ...over,
  };
}

/** A Txn invoice as the wire has it. */
export function txnResource(
  id: string,
  over: Record<string, unknown> = {},
  relationships: Record<string, unknown> = {},
) {
  const attributes = { status: "pending", createdAt: "2026-01-19T07:07:54.483Z", ...over };
  return { id, type: "invoices", attributes, relationships };
}
