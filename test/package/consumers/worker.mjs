// A Worker: no Node, no DOM. Decodes an invoice and lists from a sandbox on a port.
import { createClient } from "unvoice";
import { decodeInvoice } from "unvoice/bolt11";

export default {
  async fetch(request) {
    const { invoice, url } = await request.json();
    const client = createClient({
      // As a binding to another Worker is given.
      fetch: (request, init) => fetch(request, init),
      reflex: { apiKey: "sandbox-reflex-key", url: `${url}/graphql` },
    });
    const reflexInvoices = (await client.reflex.getInvoices().toArray({ maxItems: 1000 })).length;
    const { txn } = createClient({ txn: { apiKey: "sandbox-txn-key", baseUrl: url } });
    let txnInvoices = 0;
    for await (const _invoice of txn.listInvoices()) txnInvoices += 1;
    return Response.json({ payee: decodeInvoice(invoice).payee, reflexInvoices, txnInvoices });
  },
};
