import { describe, expect, test } from "vitest";
import { clientOf } from "./clients.ts";

describe("lists from another origin", () => {
  test("every Reflex invoice comes once, over three pages", async () => {
    const ids = new Set<string>();
    const list = clientOf("sandbox").reflex.getInvoices();
    for await (const invoice of list) ids.add(invoice.id);
    expect(ids.size).toBe(130);
    expect(list.stats).toMatchObject({ pages: 3, items: 130, duplicates: 0, stoppedBecause: "end" });
  });

  test("the first Reflex page brings the sums", async () => {
    const page = await clientOf("sandbox").reflex.getInvoices();
    expect(page.items).toHaveLength(50);
    expect(page.aggregated?.total?.count).toBe(130);
    expect(typeof page.aggregated?.total?.amount_msat).toBe("bigint");
  });

  test("every Txn invoice comes once, with its address resolved", async () => {
    const invoices = await clientOf("sandbox").txn.listInvoices({ per_page: 40 }).toArray({ maxItems: 1000 });
    expect(new Set(invoices.map(({ id }) => id)).size).toBe(130);
    expect(invoices.some(({ address }) => typeof address?.value === "string")).toBe(true);
  });

  test.each<[string, typeof fetch]>([
    ["the page's own", window.fetch],
    ["a wrapper of it", (input, init) => fetch(input, init)],
    ["a wrapper that makes a Request", (input, init) => fetch(new Request(input, init))],
  ])("through %s", async (_what, own) => {
    const { reflex, txn } = clientOf("sandbox", { fetch: own });
    expect(await reflex.ping()).toBe("Hello World!");
    expect((await txn.listInvoices({ per_page: 10 })).items).toHaveLength(10);
  });

  test("a check that saves nothing tells of the invoice's nodes", async () => {
    const { reflex } = clientOf("sandbox");
    const [invoice] = await reflex.getInvoices().toArray({ maxItems: 1 });
    const params = {
      invoice: { payment_request: invoice!.payment_request },
      options: { invoice: { do_not_save: true } },
    };
    const { checks } = await reflex.pushInvoice(params);
    expect(checks?.destinations[0]?.pubkey).toBe(invoice?.destination);
  });
});
