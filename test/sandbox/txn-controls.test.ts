import { describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { createInvoice, txn } from "./harness.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Reference {
  type: string;
  id: string;
}

/** A sandbox with one invoice of 40 USD, and ways to look at it. */
async function merchant(attributes: Record<string, unknown> = {}) {
  const sandbox = createSandbox({ txn: { invoices: 0 } });
  const { id } = (await createInvoice(sandbox, { reference: "order-1", ...attributes })).body.data;
  const read = async () => (await txn(sandbox, `/${id}`)).body;
  const state = async () => {
    const { status, statusContext, paymentStatus } = (await read()).data.attributes;
    return `${status} ${statusContext} ${paymentStatus}`;
  };
  const related = async (name: string) => {
    const { data, included } = await read();
    return data.relationships[name].data.map(
      (wanted: Reference) =>
        included.find(({ type, id }: Reference) => type === wanted.type && id === wanted.id).attributes,
    );
  };
  return {
    sandbox,
    id: String(id),
    read,
    state,
    related,
    charged: (await read()).data.attributes.amountCharged as string,
  };
}

/** Decimal text times a percentage, for USDT's six decimals. */
function percent(amount: string, percentage: number): string {
  return (Math.floor((Number(amount) * 1e6 * percentage) / 100) / 1e6).toFixed(6);
}

describe("what nobody pays", () => {
  test("expires after its lifetime, and is cancelled after 168 hours", async () => {
    const { sandbox, state, read } = await merchant();
    const { createdAt, expiresAt } = (await read()).data.attributes;
    const lifetime = Date.parse(expiresAt) - Date.parse(createdAt);
    sandbox.advance(lifetime - 1);
    expect(await state()).toBe("pending unpaid expecting");
    sandbox.advance(1);
    expect(await state()).toBe("expired unpaid expecting");
    sandbox.advance(168 * HOUR - lifetime);
    expect(await state()).toBe("cancelled unpaid expecting");
  });
});

describe("pay", () => {
  test("in full: processing at once, completed 6 minutes later, with deposit and quote", async () => {
    const { sandbox, id, state, related, charged, read } = await merchant();
    sandbox.txn.pay(id);
    expect(await state()).toBe("processing unpaid on_time");
    expect(await related("coinDeposits")).toMatchObject([{ amount: charged, state: "pending" }]);
    sandbox.advance(6 * MINUTE - 1);
    expect(await state()).toBe("processing unpaid on_time");
    sandbox.advance(1);
    expect(await state()).toBe("completed full on_time");
    expect(await related("coinDeposits")).toMatchObject([{ amount: charged, state: "processed" }]);
    expect((await read()).included.map(({ type }: Reference) => type)).toContain("exchangeQuotes");
  });

  test.each([
    [50, "underpaid"],
    [100, "full"],
    [130, "overpaid"],
  ])("%i percent is %s", async (percentage, context) => {
    const { sandbox, id, state, related, charged } = await merchant();
    const amount = percent(charged, percentage);
    sandbox.txn.pay(id, { amount });
    sandbox.advance(6 * MINUTE);
    expect(await state()).toBe(`completed ${context} on_time`);
    expect(await related("coinDeposits")).toMatchObject([{ amount }]);
  });

  test("in two parts: both deposits are there, and their sum counts", async () => {
    const { sandbox, id, state, related, charged } = await merchant();
    const parts = [percent(charged, 30), (Number(charged) - Number(percent(charged, 30))).toFixed(6)];
    sandbox.txn.pay(id, { amount: parts[0] });
    sandbox.advance(5 * MINUTE);
    sandbox.txn.pay(id, { amount: parts[1] });
    sandbox.advance(5 * MINUTE);
    expect(await state()).toBe("processing unpaid on_time");
    sandbox.advance(MINUTE);
    expect(await state()).toBe("completed full on_time");
    const deposits = await related("coinDeposits");
    expect(deposits.map(({ amount }: { amount: string }) => amount)).toEqual(parts);
    expect(new Set(deposits.map(({ txHash }: { txHash: string }) => txHash)).size).toBe(2);
  });

  test("after it expired is late; `late` says otherwise", async () => {
    const late = await merchant();
    late.sandbox.advance(4 * HOUR);
    late.sandbox.txn.pay(late.id);
    expect(await late.state()).toBe("processing unpaid late");
    late.sandbox.advance(6 * MINUTE);
    expect(await late.state()).toBe("completed full late");

    const early = await merchant();
    early.sandbox.txn.pay(early.id, { late: true });
    expect(await early.state()).toBe("processing unpaid late");
    early.sandbox.txn.pay(early.id, { late: false });
    expect(await early.state(), "one part of it came late").toBe("processing unpaid late");
  });

  test.each(["0", "-1", "1e3", "", "ten", 20.5, 20n])("refuses the amount %s", async (amount) => {
    const { sandbox, id, state } = await merchant();
    expect(() => sandbox.txn.pay(id, { amount: amount as string })).toThrow(RangeError);
    expect(await state()).toBe("pending unpaid expecting");
  });
});

describe("compliance", () => {
  test("holds a payment, for as long as it likes, and lets it go", async () => {
    const { sandbox, id, state, related } = await merchant();
    sandbox.txn.pay(id, { late: true });
    sandbox.txn.hold(id);
    sandbox.advance(400 * HOUR);
    expect(await state()).toBe("on_hold unpaid expecting");
    expect(await related("coinDeposits")).toMatchObject([{ state: "on_hold_confirmed" }]);
    sandbox.txn.complete(id);
    expect(await state()).toBe("completed full late");
  });

  test("rejects", async () => {
    const { sandbox, id, state } = await merchant();
    sandbox.txn.pay(id);
    sandbox.txn.reject(id);
    expect(await state()).toBe("rejected unpaid expecting");
    sandbox.advance(400 * HOUR);
    expect(await state()).toBe("rejected unpaid expecting");
  });
});

test("a payment that is not credited goes back by a refund link, under the invoice's reference", async () => {
  const { sandbox, id, state, related } = await merchant();
  sandbox.txn.pay(id, { amount: "7", late: true });
  sandbox.txn.refund(id);
  expect(await state()).toBe("cancelled unpaid late");
  const [link, ...others] = await related("refundLinks");
  expect(others).toEqual([]);
  expect(link).toMatchObject({
    reference: "REFUND-order-1",
    currency: "USD",
    status: "created",
    paymentType: "Payout",
  });
  expect(Number(link.amount)).toBeCloseTo(7, 0);
});

describe("what the status flow does not have", () => {
  const deeds: Record<string, (sandbox: Sandbox, id: string) => unknown> = {
    pay: ({ txn }, id) => txn.pay(id),
    complete: ({ txn }, id) => txn.complete(id),
    hold: ({ txn }, id) => txn.hold(id),
    reject: ({ txn }, id) => txn.reject(id),
    refund: ({ txn }, id) => txn.refund(id),
  };

  test.each(Object.keys(deeds))("%s: neither a final invoice nor an unknown one", async (name) => {
    const { sandbox, id, read } = await merchant();
    sandbox.txn.pay(id);
    sandbox.txn.complete(id);
    const before = await read();
    expect(() => deeds[name]?.(sandbox, id)).toThrow(/completed, which is final/);
    expect(() => deeds[name]?.(sandbox, "nobody's")).toThrow(RangeError);
    expect(await read()).toEqual(before);
  });

  test.each(["complete", "refund"])("%s: an invoice without a payment", async (name) => {
    const { sandbox, id, state } = await merchant();
    expect(() => deeds[name]?.(sandbox, id)).toThrow(RangeError);
    sandbox.txn.hold(id);
    expect(() => deeds[name]?.(sandbox, id)).toThrow(/was not paid/);
    expect(await state()).toBe("on_hold unpaid expecting");
  });

  test("seeded invoices are steered alike, whatever was to become of them", () => {
    const sandbox = createSandbox({ txn: { invoices: 20 } });
    const pending = sandbox.txn.invoices.find(({ attributes }) => attributes.status === "pending")?.id ?? "";
    sandbox.txn.reject(pending);
    sandbox.advance(24 * HOUR);
    expect(sandbox.txn.invoices.find(({ id }) => id === pending)?.attributes.status).toBe("rejected");
  });
});

describe("over HTTP, outside of the API's own paths", () => {
  const post = (sandbox: Sandbox, path: string, body = "", key = "sandbox-txn-key") =>
    sandbox.fetch(`http://any.host/sandbox/${path}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${key}` },
    });

  test("pays, holds, refunds and lets time pass", async () => {
    const { sandbox, id, state } = await merchant();
    const paid = await post(sandbox, `invoices/${id}/pay`, '{"amount":"1.5","late":true}');
    expect((await paid.json()).data.attributes).toMatchObject({ status: "processing", paymentStatus: "late" });
    const advanced = await post(sandbox, "advance", '{"ms":360000}');
    expect(await advanced.json()).toEqual({ now: "2026-01-01T00:06:00.000Z" });
    expect(await state()).toBe("completed underpaid late");
    expect(sandbox.requests.at(-2)).toMatchObject({ api: "txn", operation: "control", status: 200 });
  });

  test("says what is not possible, and needs the key", async () => {
    const { sandbox, id } = await merchant();
    const unpaid = await post(sandbox, `invoices/${id}/complete`);
    expect((await unpaid.json()).errors[0].detail).toContain("cannot complete");
    const answers = await Promise.all([
      post(sandbox, "invoices/none/pay"),
      post(sandbox, "advance", '{"ms":-1}'),
      post(sandbox, `invoices/${id}/pay`, "[]"),
      post(sandbox, `invoices/${id}/constructor`),
      post(sandbox, `invoices/${id}/pay`, "", "wrong"),
      sandbox.fetch(`http://any.host/sandbox/invoices/${id}/pay`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 400, 404, 401, 401]);
    expect(unpaid.status).toBe(422);
  });
});
