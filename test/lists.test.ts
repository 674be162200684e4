import { runInNewContext } from "node:vm";
import { createClient, NotFoundError, type TxnInvoicePage } from "unvoice";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import { describe, expect, test } from "vitest";
import { reflexInvoice, txnResource } from "./support/fixtures.ts";

const sandbox = (invoices: number) =>
  createSandbox({ reflex: { invoices: 0 }, txn: { invoices, guesses: { pagePastEnd: "not_found" } } });

const idsOf = (from: Sandbox) => from.txn.invoices.map(({ id }) => id).reverse();

/** A client whose requests are noted, and answered with so many rows on the first page. */
function noting(rows = 0) {
  const bodies: { filter: { tags?: unknown; to?: string } }[] = [];
  const urls: URL[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    urls.push(new URL(request.url));
    const list = (make: (id: string) => unknown) => Array.from({ length: rows }, (_, index) => make(`row-${index}`));
    if (request.method === "GET") return Response.json({ data: list((id) => txnResource(id)) });
    bodies.push((await request.json()).variables);
    const found = { list: list((id) => reflexInvoice({ id })), aggregated: null };
    return Response.json({ data: { getInvoices: { find_many: found } } }, { headers: { "x-request-id": "r-1" } });
  };
  const urlOf = (host: string) => `https://${host}.test`;
  const client = createClient({
    reflex: { apiKey: "key-of-the-test", url: urlOf("reflex") },
    txn: { apiKey: "key-of-the-test", baseUrl: urlOf("txn") },
    fetch,
  });
  return { client, bodies, urls };
}

describe("a Txn server that answers 404 behind the last page", () => {
  test.each([0, 1, 4])("ends the list there, with prefetch %i", async (prefetch) => {
    const server = sandbox(20);
    const { txn } = createClient(server.clientOptions());
    const pager = txn.listInvoices({ per_page: 10 }, { prefetch });
    expect((await pager.toArray({ maxItems: 100 })).map(({ id }) => id)).toEqual(idsOf(server));
    expect(pager.stats).toMatchObject({ items: 20, stoppedBecause: "end" });
  });

  test("ends it from page to page as well", async () => {
    const { txn } = createClient(sandbox(20).clientOptions());
    let page = await txn.listInvoices({ per_page: 10 });
    const sizes = [page.items.length];
    while (page.hasNextPage()) {
      page = (await page.nextPage()) as TxnInvoicePage;
      sizes.push(page.items.length);
    }
    expect(sizes).toEqual([10, 10, 0]);
    expect(page).toMatchObject({ meta: null, included: [], response: { status: 404 } });
  });

  test("ends a list gone on with whose page is not there any more", async () => {
    const long = createClient(sandbox(40).clientOptions()).txn.listInvoices({ per_page: 10 });
    await long.toArray({ maxItems: 100 });
    const short = createClient(sandbox(10).clientOptions()).txn;
    const rest = short.listInvoices({ per_page: 10 }, { cursor: long.cursor() });
    expect(await rest.toArray({ maxItems: 100 })).toEqual([]);
    expect(rest.stats.stoppedBecause).toBe("end");
  });

  test("is an error for the first page that is asked for", async () => {
    const { txn } = createClient(sandbox(20).clientOptions());
    await expect(txn.listInvoices({ page: 5, per_page: 10 }).toArray({ maxItems: 9 })).rejects.toThrow(NotFoundError);
    await expect(txn.listInvoices({ page: 5, per_page: 10 })).rejects.toThrow(NotFoundError);
  });
});

describe("parameters and options are what they were at the call", () => {
  test("one list of tags, changed between two calls: each asks for what it was given", async () => {
    const { client, bodies } = noting();
    const tags = [{ key: "user-id", string_value: "one" }];
    const first = client.reflex.getInvoices({ filter: { tags } });
    (tags[0] as { string_value: string }).string_value = "two";
    const second = client.reflex.getInvoices({ filter: { tags } });
    tags.length = 0;
    await first;
    await second;
    expect(bodies.map(({ filter }) => filter.tags)).toMatchObject([
      [{ string_value: "one" }],
      [{ string_value: "two" }],
    ]);
  });

  test("changed in the midst of a list, its other pages ask for the same", async () => {
    const { client, bodies, urls } = noting(2);
    const filter = { tags: [{ key: "user-id", string_value: "one" }], to: new Date("2027-01-01T00:00:00Z") };
    const page = await client.reflex.getInvoices({ filter, page: { limit: 2 } });
    filter.tags = [];
    filter.to.setFullYear(1999);
    await page.nextPage().catch(() => {});
    expect(bodies[1]?.filter).toEqual(bodies[0]?.filter);
    expect(bodies[1]?.filter.to).toBe("2027-01-01T00:00:00.000Z");

    const params = { reference: "order-1" };
    const headers = { "x-trace": "one" };
    const txnPage = await client.txn.listInvoices(params, { headers });
    params.reference = "order-2";
    headers["x-trace"] = "\n";
    await txnPage.nextPage().catch(() => {});
    expect(urls.slice(-2).map(({ searchParams }) => searchParams.get("reference"))).toEqual(["order-1", "order-1"]);
  });

  test("a getter is read once", async () => {
    const { client } = noting();
    let reads = 0;
    const params = {
      get reference() {
        reads++;
        return "order-1";
      },
    };
    await client.txn.listInvoices(params);
    expect(reads).toBe(1);
  });

  test("null is left out", async () => {
    const { client } = noting();
    const options = { cursor: null, signal: null, timeoutMs: null, headers: null, prefetch: null, maxItems: null };
    expect((await client.reflex.getInvoices({}, options as object)).items).toEqual([]);
    expect((await client.txn.listInvoices(null as never, options as object)).items).toEqual([]);
  });

  test("a Date of another realm is one", async () => {
    const { client, bodies, urls } = noting();
    const date = runInNewContext("new Date('2026-02-03T04:05:06.789Z')") as Date;
    expect(date).not.toBeInstanceOf(Date);
    await client.reflex.getInvoices({ filter: { to: date } });
    await client.txn.listInvoices({ created_at_to: date });
    expect(bodies[0]?.filter.to).toBe("2026-02-03T04:05:06.789Z");
    expect(urls.at(-1)?.searchParams.get("created_at_to")).toBe("2026-02-03T04:05:06.789Z");
    const invalid = runInNewContext("new Date(NaN)") as Date;
    expect(() => client.txn.listInvoices({ created_at_to: invalid })).toThrow("created_at_to");
  });
});

describe("a page says what its answer came with", () => {
  test("and hides it from loggers and from JSON", async () => {
    const { client } = noting(1);
    const reflex = await client.reflex.getInvoices();
    expect(reflex.response).toMatchObject({ status: 200, requestId: "r-1" });
    expect(reflex.response.headers.get("x-request-id")).toBe("r-1");
    const txn = await client.txn.listInvoices();
    expect(txn.response.status).toBe(200);
    for (const page of [reflex, txn]) expect(Object.keys(page)).not.toContain("response");
    expect(Object.keys(JSON.parse(JSON.stringify(txn)))).toEqual(["items", "cursor"]);
  });
});
