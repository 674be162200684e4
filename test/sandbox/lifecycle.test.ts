import { describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { createInvoice, txn } from "./harness.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The documented table: status, statusContext, paymentStatus. */
const TABLE = [
  "pending unpaid expecting",
  "expired unpaid expecting",
  "processing unpaid on_time",
  "processing unpaid late",
  ...["full", "underpaid", "overpaid"].flatMap((context) => [
    `completed ${context} on_time`,
    `completed ${context} late`,
  ]),
  "on_hold unpaid expecting",
  ...["expecting", "on_time", "late"].map((payment) => `cancelled unpaid ${payment}`),
  "rejected unpaid expecting",
];

/** What may follow a status: the documented edges, and those that the table implies. */
const NEXT: Record<string, string[]> = {
  pending: ["processing", "expired"],
  expired: ["processing", "cancelled"],
  processing: ["completed", "on_hold", "cancelled"],
  on_hold: ["completed", "rejected"],
  ...{ completed: [], cancelled: [], rejected: [] },
};

function states(sandbox: Sandbox): Map<string, string> {
  const text = ({ attributes }: Sandbox["txn"]["invoices"][number]) =>
    `${attributes.status} ${attributes.statusContext} ${attributes.paymentStatus}`;
  return new Map(sandbox.txn.invoices.map((invoice) => [invoice.id, text(invoice)]));
}

describe("Txn's status flow", () => {
  test.each([1, 2, 99])("seed %i: twenty invoices show every row of the documented table, and nothing else", (seed) => {
    const shown = states(createSandbox({ seed, txn: { invoices: 20 } })).values();
    expect(new Set(shown)).toEqual(new Set(TABLE));
  });

  test("moves along the documented edges as the clock is moved, until all is final", () => {
    const sandbox = createSandbox({ txn: { invoices: 30 } });
    let before = states(sandbox);
    for (let step = 0; step < 200; step++) {
      sandbox.advance(MINUTE * step);
      const after = states(sandbox);
      for (const [id, state] of after) {
        expect(TABLE).toContain(state);
        const [from = "", to = ""] = [before.get(id)?.split(" ")[0], state.split(" ")[0]];
        if (from !== to) expect(NEXT[from], `${from} to ${to}`).toContain(to);
      }
      before = after;
    }
    for (const state of before.values()) expect(state).toMatch(/^(completed|cancelled|rejected) /);
  });

  test("a created invoice is paid, then completed, with its deposit and its quote", async () => {
    const sandbox = createSandbox();
    const { body } = await createInvoice(sandbox);
    const read = async () => (await txn(sandbox, `/${body.data.id}`)).body;
    sandbox.txn.pay(body.data.id);
    const seen = await read();
    expect(seen.data.attributes).toMatchObject({ status: "processing", paymentStatus: "on_time" });
    expect(seen.data.relationships.coinDeposits.data).toHaveLength(1);
    sandbox.advance(10 * MINUTE);
    const done = await read();
    expect(done.data.attributes).toMatchObject({
      status: "completed",
      statusContext: "full",
      paymentStatus: "on_time",
    });
    const types = done.included.map(({ type }: { type: string }) => type);
    expect(types).toEqual(["addresses", "invoiceTransactions", "transactions", "coinDeposits", "exchangeQuotes"]);
  });

  test("an unpaid invoice can expire, and is cancelled after 168 hours", () => {
    const sandbox = createSandbox({ txn: { invoices: 20 } });
    const expired = [...states(sandbox)].find(([, state]) => state.startsWith("expired"))?.[0] ?? "";
    const created = sandbox.txn.invoices.find(({ id }) => id === expired)?.attributes.createdAt;
    const age = Date.parse("2026-01-01T00:00:00Z") - Date.parse(String(created));
    sandbox.advance(7 * DAY - age - 1);
    expect(states(sandbox).get(expired)).toBe("expired unpaid expecting");
    sandbox.advance(1);
    expect(states(sandbox).get(expired)).toBe("cancelled unpaid expecting");
  });

  test("inserted invoices are pending and the newest", async () => {
    const sandbox = createSandbox();
    sandbox.txn.insert(2);
    const { data } = (await txn(sandbox, "?per_page=3")).body;
    expect(data.slice(0, 2).map(({ attributes }: { attributes: { status: string } }) => attributes.status)).toEqual([
      "pending",
      "pending",
    ]);
    expect(data[0].attributes.createdAt > data[1].attributes.createdAt).toBe(true);
    expect(data[1].attributes.createdAt > data[2].attributes.createdAt).toBe(true);
  });

  test("the clock does not go back", () => {
    expect(() => createSandbox().advance(-1)).toThrow(RangeError);
    expect(() => createSandbox().advance(Number.NaN)).toThrow(RangeError);
  });
});
