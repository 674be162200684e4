import { createHmac } from "node:crypto";
import type { TxnInvoice } from "unvoice/txn";
import { expect, test } from "vitest";
import { createReceiver } from "../../examples/webhook.ts";
import { txnResource } from "../support/fixtures.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

function request(id: string, document: object, over: Record<string, string> = {}) {
  const body = JSON.stringify(document);
  const seconds = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
  const signature = `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
  const headers = { "svix-id": id, "svix-timestamp": seconds, "svix-signature": signature, ...over };
  return new Request("http://localhost/webhooks/txn", { method: "POST", body, headers });
}

function receiver(getInvoice = async (id: string) => ({ id, type: "invoices", status: "completed" }) as TxnInvoice) {
  const seen: string[] = [];
  const app = createReceiver({ getInvoice }, SECRET, new Set(), ({ id, status }) => seen.push(`${id} ${status}`));
  return { seen, send: async (...given: Parameters<typeof request>) => (await app.fetch(request(...given))).status };
}

test("a webhook triggers a read: what counts is how the invoice stands now", async () => {
  const { seen, send } = receiver();
  expect(await send("msg_2", { data: txnResource("1", { status: "completed" }) })).toBe(200);
  // Late, and out of order.
  expect(await send("msg_1", { data: txnResource("1", { status: "processing" }) })).toBe(200);
  expect(seen).toEqual(["1 completed", "1 completed"]);
});

test("a repeated delivery is done once, and one that failed again", async () => {
  let fails = true;
  const { seen, send } = receiver(async (id) => {
    if (fails) throw new Error("down");
    return { id, type: "invoices", status: "pending" } as TxnInvoice;
  });
  const statuses = [await send("msg_1", { data: txnResource("1") })];
  fails = false;
  for (let times = 0; times < 3; times++) statuses.push(await send("msg_1", { data: txnResource("1") }));
  expect(statuses).toEqual([500, 200, 200, 200]);
  expect(seen).toEqual(["1 pending"]);
});

test("a forgery is refused and nothing is read; something else than an invoice is acknowledged", async () => {
  const { seen, send } = receiver();
  expect(await send("msg_1", { data: txnResource("1") }, { "svix-signature": "v1,AAAA" })).toBe(400);
  expect(await send("msg_1", { data: txnResource("1") }, { "svix-id": "msg_9" })).toBe(400);
  expect(await send("msg_1", { data: { ...txnResource("1"), type: "payouts" } })).toBe(200);
  expect(seen).toEqual([]);
});
