import { expect, test } from "vitest";
import { type ClientOptions, createClient } from "../../src/index.ts";
import { createSandbox } from "../../src/sandbox/index.ts";
import { documents } from "./harness.ts";

// The client and the sandbox share no code: where they agree, both read the documents the same way.

test("the client finds nothing in the sandbox's answers that it does not know", async () => {
  const sandbox = createSandbox();
  const options: ClientOptions = sandbox.clientOptions();
  const client = createClient({ ...options, validation: "strict" });
  expect(await client.reflex.ping()).toBe("Hello World!");
  const rows = await client.reflex.getInvoices().toArray({ maxItems: 500 });
  expect(rows.map(({ id }) => id).reverse()).toEqual(sandbox.reflex.invoices.map(({ id }) => id));
  const invoices = await client.txn.listInvoices({ per_page: 30, order_type: "asc" }).toArray({ maxItems: 500 });
  expect(invoices.map(({ id }) => id)).toEqual(sandbox.txn.invoices.map(({ id }) => id));
});

test("a preview says what the sandbox answers with do_not_save, of every seeded invoice", async () => {
  const sandbox = createSandbox({ reflex: { invoices: 40 } });
  const client = createClient(sandbox.clientOptions());
  for (const { payment_request } of sandbox.reflex.invoices) {
    const { invoice: local } = client.reflex.previewInvoice({ payment_request });
    const pushed = await client.reflex.pushInvoice({
      invoice: { payment_request },
      options: { invoice: { do_not_save: true } },
    });
    expect(local).toEqual({ ...pushed.invoice, id: null, account_id: null, created_at: null });
  }
});

test("a push whose answer was lost is found again", async () => {
  const sandbox = createSandbox();
  sandbox.faults.add({ kind: "reset_after", operation: "pushInvoice" });
  const client = createClient(sandbox.clientOptions());
  const pushed = await client.reflex.pushInvoice(documents.pushInvoiceVariables, { onUnknownOutcome: "reconcile" });
  expect(pushed.reconciled).toBe(true);
  expect(pushed.invoice.id).toBe(sandbox.reflex.invoices.at(-1)?.id);
  expect(sandbox.reflex.invoices).toHaveLength(201);
});
