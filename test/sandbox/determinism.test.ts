import { describe, expect, test } from "vitest";
import { createSandbox, type SandboxOptions } from "../../src/sandbox/index.ts";
import { createInvoice, documents, everyRow, graphql, txn } from "./harness.ts";

/** Everything a sandbox says to a fixed series of requests, as text. */
async function transcript(options: SandboxOptions): Promise<string> {
  const hooks: string[] = [];
  const to = async (request: Request) => {
    hooks.push(`${request.headers.get("svix-id")} ${await request.text()}`);
    return undefined;
  };
  const sandbox = createSandbox({ reflex: { invoices: 30 }, txn: { invoices: 30, webhook: { to } }, ...options });
  const said: unknown[] = [await graphql(sandbox, documents.getInvoices)];
  sandbox.reflex.insert(2);
  sandbox.txn.insert(2);
  const { body } = await createInvoice(sandbox, { reference: "mine" });
  await sandbox.txn.pay(body.data.id, { amount: "12.5" });
  await sandbox.advance(3_600_000);
  said.push(
    await everyRow(sandbox),
    (await txn(sandbox, "?per_page=32")).body,
    (await txn(sandbox, "/currency_pairs")).body,
  );
  const { payment_request } = documents.pushInvoiceVariables.invoice;
  const preview = { invoice: { payment_request }, options: { invoice: { do_not_save: true } } };
  const { invoice, checks } = (await graphql(sandbox, documents.pushInvoice, preview)).body.data.pushInvoice;
  expect(hooks.length).toBeGreaterThan(1);
  return JSON.stringify([...said, hooks, { ...invoice, created_at: null }, checks]);
}

describe("the same seed and the same calls", () => {
  test("give the same bytes", async () => {
    expect(await transcript({ seed: 5 })).toBe(await transcript({ seed: 5 }));
  });

  test("another seed or another time gives others", async () => {
    const texts = [await transcript({}), await transcript({ seed: 5 }), await transcript({ seed: 5 + 2 ** 32 })];
    texts.push(await transcript({ now: new Date("2026-06-01T00:00:00Z") }));
    expect(new Set(texts).size).toBe(4);
  });

  test("whatever was asked for before: the order of reading changes nothing", () => {
    const options = { reflex: { invoices: 30 } };
    const forwards = createSandbox(options).reflex.invoices.map((invoice) => invoice.payment_request);
    const backwards = [...createSandbox(options).reflex.invoices].reverse().map((invoice) => invoice.payment_request);
    expect(backwards.reverse()).toEqual(forwards);
  });
});

describe("options", () => {
  test("ids are unique, within an API and across many rows", () => {
    const { reflex, txn: other } = createSandbox({ reflex: { invoices: 2000 }, txn: { invoices: 2000 } });
    expect(new Set([...reflex.invoices, ...other.invoices].map(({ id }) => id)).size).toBe(4000);
  });

  test("seeded rows lie in the year before now", () => {
    const now = new Date("2030-05-05T05:05:05Z");
    const sandbox = createSandbox({ now });
    const dates = [
      ...sandbox.reflex.invoices.map((row) => row.created_at),
      ...sandbox.txn.invoices.map((row) => String(row.attributes.createdAt)),
    ];
    for (const date of dates) {
      expect(Date.parse(date)).toBeLessThanOrEqual(now.getTime());
      expect(Date.parse(date)).toBeGreaterThanOrEqual(now.getTime() - 366 * 86_400_000);
    }
  });

  test("keys of one's own replace the usual ones", async () => {
    const sandbox = createSandbox({ txn: { apiKey: "mine" } });
    expect((await txn(sandbox)).status).toBe(401);
    expect((await txn(sandbox, "", { headers: { authorization: "Bearer mine" } })).status).toBe(200);
    expect(sandbox.clientOptions().txn.apiKey).toBe("mine");
  });

  test.each([{ seed: 1.5 }, { now: new Date("never") }, { reflex: { invoices: -1 } }, { txn: { invoices: 0.5 } }])(
    "that cannot be meant are refused: %j",
    (options) => {
      expect(() => createSandbox(options)).toThrow(RangeError);
    },
  );
});
