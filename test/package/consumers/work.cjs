const payment_request =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

exports.work = async ({ root, reflex, txn, bolt11, sandbox }) => {
  const emulated = sandbox.createSandbox({ reflex: { invoices: 60 }, txn: { invoices: 120 } });
  const options = emulated.clientOptions();
  const client = root.createClient(options);
  const { payee, amountMsat } = bolt11.decodeInvoice(payment_request);
  const pushed = await client.reflex.pushInvoice({ invoice: { payment_request, tags: root.tags({ "user-id": "x" }) } });

  // Over a socket too: it is this runtime's own fetch that travels then.
  const running = await emulated.listen();
  const overReflex = reflex.createReflexClient({ apiKey: options.reflex.apiKey, url: running.reflexUrl });
  const overTxn = txn.createTxnClient({ apiKey: options.txn.apiKey, baseUrl: running.txnBaseUrl });
  let reflexInvoices = 0;
  for await (const _invoice of overReflex.getInvoices()) reflexInvoices += 1;
  const txnInvoices = (await overTxn.listInvoices().toArray({ maxItems: 1000 })).length;
  const refused = await txn
    .createTxnClient({ apiKey: "wrong", baseUrl: running.txnBaseUrl })
    .listInvoices()
    .then(
      () => "nothing",
      (error) => error,
    );
  await running.close();

  const unreadable = thrownBy(() => bolt11.parseInvoice("lnurl1"));
  return {
    payee,
    amountMsat: root.stringify(amountMsat),
    saved: pushed.invoice.payment_hash,
    reflexInvoices,
    txnInvoices,
    refused: refused.name,
    isOfEveryEntry: [root, reflex, txn].every(({ AuthenticationError }) => refused instanceof AuthenticationError),
    unreadable: unreadable.code,
    isUnvoiceError: [root, reflex, txn].every(({ UnvoiceError }) => unreadable instanceof UnvoiceError),
    isFinal: [root, txn].map(({ isFinal }) => isFinal({ status: "completed" })),
  };
};

function thrownBy(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
}
