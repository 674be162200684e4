import { createSandbox } from "unvoice/sandbox";
import { addDecimal, createTxnClient, type TxnInvoice } from "unvoice/txn";
import { expect, test } from "vitest";
import { createReceiver } from "../../examples/webhook.ts";

const MINUTE = 60_000;

test("a merchant's day: underpaid, late, refunded, expired, with webhooks twice and reordered, and the books are right", async () => {
  const now = new Date("2026-03-01T08:00:00Z");
  const books = new Map<string, TxnInvoice>();
  const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
  const answers: number[] = [];
  const sandbox = createSandbox({
    now,
    txn: {
      invoices: 0,
      webhook: {
        secret: secrets[0],
        to: async (request) => {
          const response = await receiver.fetch(new Request("http://localhost/webhooks/txn", request));
          answers.push(response.status);
          return response;
        },
      },
    },
  });
  const { txn: own, fetch } = sandbox.clientOptions();
  const txn = createTxnClient({ ...own, fetch });
  const receiver = createReceiver(txn, secrets, new Set(), (invoice) => books.set(invoice.id, invoice));
  const make = (reference: string) =>
    txn.createInvoice({
      amountBilled: "40.00",
      billedCurrency: "USD",
      chargedCurrency: "USDT",
      network: "ttrx:usdt",
      reference,
    });

  const [paid, under, late, refunded, forgotten] = await Promise.all(
    ["paid", "under", "late", "refunded", "forgotten"].map(make),
  );
  if (!paid || !under || !late || !refunded || !forgotten) throw new Error("not created");
  sandbox.txn.webhooks.pause();
  await sandbox.txn.pay(paid.id);
  await sandbox.txn.pay(under.id, { amount: "20.5" });
  await sandbox.txn.pay(refunded.id);
  await sandbox.txn.refund(refunded.id);
  await sandbox.txn.webhooks.resume("reversed");
  await sandbox.advance(10 * MINUTE);
  await sandbox.advance(20 * MINUTE);
  await sandbox.txn.pay(late.id);
  await sandbox.advance(10 * MINUTE);
  for (const { id } of [...sandbox.txn.webhooks.deliveries].slice(0, 4)) await sandbox.txn.webhooks.resend(id);
  await sandbox.advance(169 * 60 * MINUTE);

  const stand = (invoice: TxnInvoice) => [books.get(invoice.id)?.status, books.get(invoice.id)?.statusContext];
  expect(stand(paid)).toEqual(["completed", "full"]);
  expect(stand(under)).toEqual(["completed", "underpaid"]);
  expect(stand(late)).toEqual(["completed", "full"]);
  expect(books.get(late.id)?.paymentStatus).toBe("late");
  expect(stand(refunded)[0]).toBe("cancelled");
  expect(books.get(refunded.id)?.refundLinks).toHaveLength(1);
  expect(stand(forgotten)).toEqual(["cancelled", "unpaid"]);
  // The books are what the list says, and a wait ends at once.
  for await (const invoice of txn.listInvoices()) expect(books.get(invoice.id)?.status).toBe(invoice.status);
  expect((await txn.waitForInvoice(paid.id)).status).toBe("completed");
  const deposits = [...books.values()].flatMap(({ coinDeposits }) => coinDeposits ?? []);
  expect(deposits.reduce((sum, { amount }) => addDecimal(sum, amount ?? "0"), "0")).not.toBe("0");
  expect(new Set(answers)).toEqual(new Set([200]));
});
