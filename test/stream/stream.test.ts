import { createClient, InputError, type UnifiedInvoice } from "unvoice";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import { describe, expect, test } from "vitest";

type Options = Parameters<typeof createSandbox>[0];

function open(options: Options = {}) {
  const sandbox = createSandbox({ reflex: { invoices: 120 }, txn: { invoices: 170 }, ...options });
  return { sandbox, client: createClient(sandbox.clientOptions()) };
}

/** The slow and obvious way: both stores as they are, sorted. Of the same millisecond, Reflex's first. */
function reference(sandbox: Sandbox, direction: "asc" | "desc"): string[] {
  const reflex = sandbox.reflex.invoices.map(({ id, created_at }) => ({ id, at: created_at }));
  const txn = sandbox.txn.invoices.map(({ id, attributes }) => ({ id, at: String(attributes.createdAt) }));
  const sign = direction === "asc" ? 1 : -1;
  const ordered = direction === "asc" ? [...reflex, ...txn] : [...reflex.toReversed(), ...txn.toReversed()];
  return ordered.toSorted((a, b) => sign * (Date.parse(a.at) - Date.parse(b.at))).map(({ id }) => id);
}

async function idsOf(list: AsyncIterable<UnifiedInvoice>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

describe("the stream over both APIs", () => {
  test.each(["asc", "desc"] as const)(
    "gives every invoice of both once, in order of creation (%s)",
    async (direction) => {
      const { sandbox, client } = open();
      expect(await idsOf(client.invoices({ direction }))).toEqual(reference(sandbox, direction));
    },
  );

  test("is newest first unless it is asked otherwise", async () => {
    const { sandbox, client } = open();
    expect(await idsOf(client.invoices())).toEqual(reference(sandbox, "desc"));
  });

  test.each([
    ["nothing from Reflex", { reflex: { invoices: 0 } }],
    ["nothing from Txn", { txn: { invoices: 0 } }],
    ["nothing at all", { reflex: { invoices: 0 }, txn: { invoices: 0 } }],
    ["pages that Txn clamps", { txn: { invoices: 90, guesses: { perPageCap: 7 } } }],
    ["a last page that Txn repeats", { txn: { invoices: 100, guesses: { pagePastEnd: "repeat_last" } } }],
  ] as [string, Options][])("with %s", async (_what, options) => {
    const { sandbox, client } = open(options);
    expect(await idsOf(client.invoices())).toEqual(reference(sandbox, "desc"));
  });

  test("of one API alone asks the other nothing", async () => {
    const { sandbox, client } = open();
    expect(await idsOf(client.invoices({ sources: ["txn"] }))).toHaveLength(170);
    expect(new Set(sandbox.requests.map(({ api }) => api))).toEqual(new Set(["txn"]));
  });

  test.each(["inclusive", "ignored"] as const)(
    "keeps to its period where Txn's bounds are %s",
    async (createdAtFilters) => {
      const { client } = open({ txn: { invoices: 170, guesses: { createdAtFilters } } });
      const all = await client.invoices({ direction: "asc" }).toArray({ maxItems: 1000 });
      const [from, to] = [all[60]!.createdAt, all[200]!.createdAt];
      const within = all.filter(({ createdAt }) => createdAt >= from && createdAt < to).map(({ id }) => id);
      expect(await idsOf(client.invoices({ from, to, direction: "asc" }))).toEqual(within);
      expect(new Set(await idsOf(client.invoices({ from: new Date(from), to })))).toEqual(new Set(within));
      expect(await client.invoices({ from, to }).toArray({ maxItems: 5 })).toHaveLength(5);
    },
  );

  test("goes on from its cursor behind any item, in another process, though invoices came in between", async () => {
    for (const [direction, taken] of [
      ["desc", 1],
      ["desc", 49],
      ["asc", 50],
      ["desc", 133],
      ["asc", 289],
      ["asc", 0],
    ] as const) {
      const { sandbox, client } = open();
      const before = reference(sandbox, direction);
      const first = client.invoices({ direction });
      const given: string[] = [];
      for await (const { id } of first) {
        given.push(id);
        if (given.length >= taken) break;
      }
      const cursor = first.cursor();
      expect(cursor).toMatch(/^[\w.-]+$/);
      sandbox.reflex.insert(60);
      sandbox.txn.insert(60);
      const rest = await idsOf(createClient(sandbox.clientOptions()).invoices({ direction }, { cursor }));
      const expected = direction === "asc" ? reference(sandbox, direction) : before;
      expect([...given, ...rest]).toEqual(expected);
    }
  });

  test("goes on from the cursor of each of its pages", async () => {
    const { sandbox, client } = open();
    const all = reference(sandbox, "desc");
    let given = 0;
    for await (const { items, cursor } of client.invoices().pages()) {
      expect(items.map(({ id }) => id)).toEqual(all.slice(given, given + items.length));
      given += items.length;
      expect(await idsOf(client.invoices({}, { cursor, maxItems: 3 }))).toEqual(all.slice(given, given + 3));
    }
    expect(given).toBe(all.length);
  });

  test("goes on page by page from its first page", async () => {
    const { sandbox, client } = open();
    const all = reference(sandbox, "desc");
    let page = await client.invoices();
    const given = page.items.map(({ id }) => id);
    expect((await idsOf(page)).length).toBe(all.length);
    while (page.hasNextPage()) {
      page = await page.nextPage();
      given.push(...page.items.map(({ id }) => id));
    }
    expect(given).toEqual(all);
  });

  test("refuses a cursor of another stream, and wrong parameters, at once", async () => {
    const { client } = open();
    const cursor = (await client.invoices()).cursor;
    const messageOf = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return (error as Error).message;
      }
      return "";
    };
    expect(messageOf(() => client.invoices({ sources: ["txn"] }, { cursor }))).toMatch(/options\.cursor/);
    expect(messageOf(() => client.invoices({ direction: "asc" }, { cursor }))).toMatch(/options\.cursor/);
    expect(messageOf(() => client.invoices({ from: "2026-01-01" }, { cursor }))).toMatch(/options\.cursor/);
    expect(messageOf(() => client.invoices({}, { cursor: "r_t" }))).toMatch(/options\.cursor/);
    expect(messageOf(() => client.invoices({ sources: [] }))).toMatch(/sources/);
    expect(messageOf(() => client.invoices({ direction: "up" as "asc" }))).toMatch(/direction/);
    expect(messageOf(() => client.invoices({ from: "2026-02-01", to: "2026-01-01" }))).toMatch(/to: is before from/);
    expect(messageOf(() => client.invoices({ form: 1 } as object))).toMatch(/form/);
  });

  test("counts what it did, and stops at maxItems without asking for more than it needs", async () => {
    const { sandbox, client } = open();
    const list = client.invoices({}, { maxItems: 10 });
    expect(await idsOf(list)).toEqual(reference(sandbox, "desc").slice(0, 10));
    expect(list.stats).toMatchObject({ items: 10, stoppedBecause: "maxItems", requests: 2 });
    const whole = client.invoices();
    await idsOf(whole);
    expect(whole.stats).toMatchObject({ items: 290, stoppedBecause: "end", duplicates: 0 });
    const fused = client.invoices({}, { maxPages: 2 });
    await expect(idsOf(fused)).rejects.toMatchObject({ name: "PaginationError" });
    expect(fused.stats.stoppedBecause).toBe("maxPages");
  });

  test("requests nothing before it is used, and nothing more once it is left or aborted", async () => {
    const { sandbox, client } = open();
    const controller = new AbortController();
    const list = client.invoices({}, { signal: controller.signal });
    expect(sandbox.requests).toHaveLength(0);
    for await (const _ of list) break;
    const made = sandbox.requests.length;
    expect(made).toBeLessThanOrEqual(4);
    const reason = new Error("enough");
    await expect(
      (async () => {
        for await (const _ of list) controller.abort(reason);
      })(),
    ).rejects.toBe(reason);
    expect(sandbox.requests.length).toBeLessThanOrEqual(made + 4);
  });

  test("fails with the error of the API that failed", async () => {
    const { sandbox, client } = open();
    sandbox.faults.add({ kind: "truncate_body", api: "txn", skip: 1 });
    await expect(idsOf(client.invoices())).rejects.toMatchObject({ name: "ResponseValidationError", api: "txn" });
  });

  test("an invoice whose date cannot be read is an error that names its API", async () => {
    const { sandbox } = open();
    const client = createClient({
      ...sandbox.clientOptions(),
      fetch: async (input, init) => {
        const body = await (await sandbox.fetch(String(input), init)).json();
        if (Array.isArray(body.data)) body.data[3].attributes.createdAt = "yesterday";
        return Response.json(body);
      },
    });
    await expect(idsOf(client.invoices())).rejects.toMatchObject({
      name: "ResponseValidationError",
      api: "txn",
      issues: [{ path: "createdAt" }],
    });
  });
});

describe("an item of the stream", () => {
  test("has of Reflex what the API tells, and null for what it does not", async () => {
    const { client } = open();
    const [item] = await client.invoices({ sources: ["reflex"] }).toArray({ maxItems: 1 });
    const [raw] = await client.reflex.getInvoices().toArray({ maxItems: 1 });
    expect(item).toEqual({
      source: "reflex",
      id: raw!.id,
      createdAt: raw!.created_at,
      amount: { value: expect.stringMatching(/^\d+(\.\d+)?$/), currency: "BTC", msat: raw!.amount_msats },
      status: null,
      description: raw!.description,
      reference: null,
      counterparty: raw!.destination,
      raw,
    });
  });

  test("has of Txn what the API tells, and null for what it does not", async () => {
    const { client } = open();
    const [item] = await client.invoices({ sources: ["txn"] }).toArray({ maxItems: 1 });
    const [raw] = await client.txn.listInvoices().toArray({ maxItems: 1 });
    expect(item).toEqual({
      source: "txn",
      id: raw!.id,
      createdAt: raw!.createdAt,
      amount: { value: raw!.amountBilled, currency: raw!.billedCurrency },
      status: raw!.status,
      description: null,
      reference: raw!.reference,
      counterparty: null,
      raw,
    });
  });

  test.each([
    [100_000n, "0.000001"],
    [1n, "0.00000000001"],
    [0n, "0"],
    [2_100_000_000_000_000_000n, "21000000"],
    [123_456_789_012n, "1.23456789012"],
    [null, null],
  ])("has %s msat as %s BTC", async (msat, value) => {
    const { sandbox } = open();
    const client = createClient({
      ...sandbox.clientOptions(),
      fetch: async (input, init) => {
        const body = await (await sandbox.fetch(String(input), init)).json();
        body.data.getInvoices.find_many.list[0].amount_msats = msat === null ? null : String(msat);
        return Response.json(body);
      },
    });
    const [item] = await client.invoices({ sources: ["reflex"] }).toArray({ maxItems: 1 });
    expect(item?.amount).toEqual({ value, currency: "BTC", msat });
  });
});
