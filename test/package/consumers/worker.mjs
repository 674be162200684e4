// A Worker: no Node, no DOM. Decodes an invoice and lists from a sandbox on a port.
import { createClient } from "unvoice";
import { decodeInvoice } from "unvoice/bolt11";

export default {
  async fetch(request) {
    const { invoice, url } = await request.json();
    const client = createClient({
      reflex: { apiKey: "sandbox-reflex-key", url: `${url}/graphql` },
      txn: { apiKey: "sandbox-txn-key", baseUrl: url },
    });
    const reflexInvoices = (await client.reflex.getInvoices().toArray({ maxItems: 1000 })).length;
    let txnInvoices = 0;
    for await (const _invoice of client.txn.listInvoices()) txnInvoices += 1;
    return Response.json({ payee: decodeInvoice(invoice).payee, reflexInvoices, txnInvoices });
  },
};
