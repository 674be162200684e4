/**
 * Takes Txn's webhooks: each is verified, repeats are told by the delivery's id, and the invoice is read anew before anything is
 * done, since a webhook is a trigger and may come late or out of order.
 *
 *   TXN_WEBHOOK_SECRET=whsec_... TXN_API_KEY=... TXN_BASE_URL=https://... node examples/webhook.ts
 */
import { pathToFileURL } from "node:url";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createTxnClient, type TxnClient, type TxnInvoice, verifyWebhook, WebhookVerificationError } from "unvoice/txn";

/** Where deliveries that were worked through are remembered; in production a table with a unique id. */
export interface Deliveries {
  has(id: string): boolean;
  add(id: string): unknown;
}

/**
 * Makes the receiver.
 *
 * @param onInvoice Told of an invoice as it stands now, perhaps several times: it must be the same to do it twice.
 */
export function createReceiver(
  txn: Pick<TxnClient, "getInvoice">,
  secret: string | string[],
  deliveries: Deliveries,
  onInvoice: (invoice: TxnInvoice) => unknown,
): Hono {
  return new Hono().post("/webhooks/txn", async (context) => {
    try {
      // The raw text: what was parsed and written again has another signature.
      const payload = await context.req.text();
      const { id, invoice } = await verifyWebhook({ payload, headers: context.req.raw.headers, secret });
      if (deliveries.has(id)) return context.text("known", 200);
      await onInvoice(await txn.getInvoice(invoice.id));
      // Only now: one that failed is to be sent again.
      deliveries.add(id);
      return context.text("done", 200);
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) return context.text("try again", 500);
      // Genuine, and of something else than an invoice: not to be sent again.
      return error.code === "not_an_invoice" ? context.text("ignored", 200) : context.text(error.code, 400);
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const secret = process.env.TXN_WEBHOOK_SECRET;
  if (!secret) throw new Error("Set TXN_WEBHOOK_SECRET to the endpoint's secret.");
  const app = createReceiver(createTxnClient(), secret, new Set<string>(), ({ id, status, statusContext }) =>
    console.log(`${id} is ${status}, ${statusContext}`),
  );
  serve({ fetch: app.fetch, port: 8787 }, ({ port }) =>
    console.log(`Listening on http://localhost:${port}/webhooks/txn`),
  );
}
