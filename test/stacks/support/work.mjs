const payment_request =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

/** What every stack does with the package: lists both APIs, pushes once, cancels, and fails as it should. */
export async function work({ createClient, UnvoiceError }, options) {
  const client = createClient(options);
  const listed = { reflex: 0, txn: 0 };
  for await (const _invoice of client.reflex.getInvoices()) listed.reflex += 1;
  for await (const _invoice of client.txn.listInvoices()) listed.txn += 1;
  const pushed = await client.reflex.pushInvoice({ invoice: { payment_request, description: "from a stack" } });

  const controller = new AbortController();
  const cancelled = client.txn.listInvoices({}, { signal: controller.signal }).toArray({ maxItems: 1000 });
  controller.abort(new Error("enough"));
  const reason = await cancelled.then(
    () => "nothing",
    (error) => error.message,
  );

  const stranger = createClient({ ...options, txn: { ...options.txn, apiKey: "a-wrong-key" } });
  const refused = await stranger.txn.listInvoices().then(
    () => ({ name: "nothing" }),
    (error) => error,
  );
  return {
    listed,
    saved: pushed.invoice.description,
    cancelled: reason,
    refused: refused.name,
    isUnvoiceError: refused instanceof UnvoiceError,
  };
}
