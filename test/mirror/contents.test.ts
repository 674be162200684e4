import { createClient, type UnifiedInvoice } from "unvoice";
import { createMirror, NotFoundError } from "unvoice/mirror";
import { expect, test } from "vitest";
import { SEED_INVOICE } from "../support/fixtures.ts";
import { describeDatabases } from "./support/databases.ts";
import { createWorld, mirrored, served } from "./support/worlds.ts";

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

describeDatabases((newPlace) => {
  async function open(options: Parameters<typeof createWorld>[0] = {}) {
    const world = createWorld(options);
    const place = await newPlace();
    const mirror = createMirror({ client: world.client, ...place.options });
    await mirror.sync();
    return { ...world, place, mirror, [Symbol.asyncDispose]: () => mirror.close() };
  }

  test("mirror.invoices() gives what the stream gives, relationships and amounts included, without the server", async () => {
    await using world = await open();
    const truth = await all(createClient(world.sandbox.clientOptions()).invoices());
    const served = world.sandbox.requests.length;
    const mine = await all(world.mirror.invoices());
    // Of the same millisecond, the mirror goes by id.
    const byId = (a: UnifiedInvoice, b: UnifiedInvoice) => (a.id < b.id ? -1 : 1);
    expect(mine.toSorted(byId)).toEqual(truth.toSorted(byId));
    expect(mine.map(({ createdAt }) => createdAt)).toEqual(truth.map(({ createdAt }) => createdAt));
    expect(world.sandbox.requests).toHaveLength(served);
    expect((await all(world.mirror.invoices({ direction: "asc" }))).map(({ createdAt }) => createdAt)).toEqual(
      mine.map(({ createdAt }) => createdAt).toReversed(),
    );
  });

  test("mirror.invoices() is asked by source, period, status and number", async () => {
    await using world = await open();
    const every = await all(world.mirror.invoices());
    const expectIds = async (query: Parameters<typeof world.mirror.invoices>[0], wanted: UnifiedInvoice[]) =>
      expect((await all(world.mirror.invoices(query))).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    const [to, from] = [every[20]!.createdAt, every[90]!.createdAt];
    await expectIds(
      { sources: ["reflex"] },
      every.filter(({ source }) => source === "reflex"),
    );
    await expectIds(
      { from, to },
      every.filter(({ createdAt }) => createdAt >= from && createdAt < to),
    );
    await expectIds(
      { status: "completed" },
      every.filter(({ status }) => status === "completed"),
    );
    await expectIds(
      { status: ["pending", "expired"], limit: 2 },
      every.filter(({ status }) => status === "pending" || status === "expired").slice(0, 2),
    );
    await expectIds({ limit: 0 }, []);
    expect(() => world.mirror.invoices({ statuses: "x" } as object)).toThrow(/statuses/);
    expect(() => world.mirror.invoices({ from: "soon" })).toThrow(/from/);
  });

  test("the view `invoices` has the stream's columns, by SQL of its own", async () => {
    await using world = await open();
    const rows = await world.place.query(
      `select source, id, cast(amount_value as text) as amount_value, amount_currency, cast(amount_msat as text) as amount_msat,
        status, description, reference, counterparty from invoices`,
    );
    const items = await all(world.mirror.invoices());
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(byId.size).toBe(items.length);
    for (const { source, id, amount, status, description, reference, counterparty } of items) {
      expect({ ...byId.get(id) }).toEqual({
        ...{ source, id, status, description, reference, counterparty },
        amount_value: amount.value,
        amount_currency: amount.currency,
        amount_msat: amount.msat == null ? null : String(amount.msat),
      });
    }
  });

  test("the view `daily_totals` adds up exactly", async () => {
    await using world = await open();
    const rows = await world.place.query(
      "select day, source, amount_currency, status, invoices, amount_value from daily_totals",
    );
    const sums = new Map<string, { scaled: bigint | null; count: number }>();
    for (const { source, createdAt, amount, status } of await all(world.mirror.invoices())) {
      const key = [createdAt.slice(0, 10), source, amount.currency, status].join();
      const { scaled, count } = sums.get(key) ?? { scaled: null, count: 0 };
      const sum = amount.value === null ? scaled : (scaled ?? 0n) + scale(amount.value);
      sums.set(key, { scaled: sum, count: count + 1 });
    }
    expect(rows).toHaveLength(sums.size);
    for (const { day, source, amount_currency, status, invoices, amount_value } of rows) {
      const sum = sums.get([day, source, amount_currency, status].join());
      expect(Number(invoices)).toBe(sum?.count);
      expect(amount_value === null).toBe(sum?.scaled === null);
      if (amount_value !== null) expect(scale(String(amount_value))).toBe(sum?.scaled);
    }
  });

  test("tags, deposits and included resources have tables of their own", async () => {
    await using world = await open();
    const tags = await world.place.query(
      "select invoice_id, key, string_value, number_value, boolean_value from reflex_tags",
    );
    const served = world.sandbox.reflex.invoices.flatMap(({ id, tags }) =>
      tags.map((tag) => ({ invoice_id: id, ...tag })),
    );
    const asServed = tags.map((tag) => ({
      ...tag,
      boolean_value: tag.boolean_value === null ? null : Boolean(tag.boolean_value),
    }));
    expect(asServed).toHaveLength(served.length);
    expect(asServed).toEqual(expect.arrayContaining(served));

    const paid = (await all(world.mirror.invoices({ sources: ["txn"] }))).flatMap(({ raw }) =>
      "coinDeposits" in raw ? (raw.coinDeposits ?? []).map((deposit) => [raw.id, deposit.id, deposit.txHash]) : [],
    );
    const deposits = await world.place.query(
      "select invoice_id, id, tx_hash, cast(amount as text) as amount from txn_coin_deposits",
    );
    expect(paid.length).toBeGreaterThan(10);
    expect(new Set(deposits.map(({ invoice_id, id, tx_hash }) => `${[invoice_id, id, tx_hash]}`))).toEqual(
      new Set(paid.map(String)),
    );
    expect(deposits.every(({ amount }) => /^\d+\.\d{2,}$/.test(String(amount)))).toBe(true);
    const types = await world.place.query("select distinct type from txn_resources order by type");
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["addresses", "invoiceTransactions", "transactions"]),
    );
  });

  test("an audit of a mirror that is true finds nothing; of one that is not, every difference, and it changes nothing", async () => {
    await using world = await open();
    const clean = await world.mirror.audit();
    expect(clean).toMatchObject({ differences: [], compared: 140 });
    expect(String(clean)).toBe("140 invoices compared: no difference.");

    const [lost, changed] = world.sandbox.txn.invoices;
    const pushed = world.sandbox.reflex.invoices[0]!;
    await world.place.query(`delete from txn_invoices where id = '${lost!.id}'`);
    const raw = `replace(cast(raw as text), '"networkName"', '"networkname"')`;
    await world.place.query(
      `update txn_invoices set raw = ${"url" in world.place.address ? `(${raw})::json` : raw} where id = '${changed!.id}'`,
    );
    await world.place.query(`update reflex_invoices set id = 'nobody' where id = '${pushed.id}'`);
    const before = await mirrored(world.place);
    const report = await world.mirror.audit();
    expect(report.differences).toEqual(
      expect.arrayContaining([
        { source: "txn", id: lost!.id, kind: "missing", fields: [] },
        { source: "txn", id: changed!.id, kind: "changed", fields: ["networkName"] },
        { source: "reflex", id: pushed.id, kind: "missing", fields: [] },
        { source: "reflex", id: "nobody", kind: "extra", fields: [] },
      ]),
    );
    expect(report.differences).toHaveLength(4);
    expect(String(report)).toContain(`txn ${changed!.id} changed networkName`);
    expect(await mirrored(world.place)).toEqual(before);
  });

  test("a webhook is a sign to read its invoice anew, whatever the delivery says", async () => {
    await using world = await open();
    world.sandbox.txn.insert(2);
    const [older, newest] = world.sandbox.txn.invoices.slice(-2);
    const read = await world.mirror.apply({ invoice: { id: newest!.id, type: "invoices" } });
    expect(read).toMatchObject({ id: newest!.id, status: "pending" });
    expect(await world.place.query(`select status from invoices where id = '${newest!.id}'`)).toEqual([
      { status: "pending" },
    ]);
    // What came before it is no less found by the next sync.
    await world.mirror.sync();
    expect(await mirrored(world.place)).toMatchObject(served(world.sandbox));
    expect((await world.place.query(`select id from invoices where id = '${older!.id}'`)).length).toBe(1);
    await expect(world.mirror.apply({ invoice: { id: "nobody", type: "invoices" } })).rejects.toThrow(NotFoundError);
    await expect(world.mirror.apply({} as never)).rejects.toThrow(/delivery\.invoice/);
  });

  test("what was read later stays, though an earlier reading comes after it", async () => {
    const world = createWorld();
    const place = await newPlace();
    // The first reading of one invoice is answered only once the second is stored.
    const { getInvoice } = world.client.txn;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isFirst = true;
    world.client.txn.getInvoice = async (...args) => {
      const waits = isFirst;
      isFirst = false;
      const invoice = await getInvoice(...args);
      if (waits) await held;
      return invoice;
    };
    await using mirror = createMirror({ client: world.client, ...place.options });
    await mirror.sync();
    world.sandbox.txn.insert();
    const { id } = world.sandbox.txn.invoices.at(-1)!;
    const early = mirror.apply({ invoice: { id, type: "invoices" } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await world.sandbox.advance(30 * 86_400_000);
    await mirror.apply({ invoice: { id, type: "invoices" } });
    release();
    expect((await early)?.status).toBe("pending");
    const [row] = await place.query(`select status from txn_invoices where id = '${id}'`);
    expect(["completed", "cancelled", "rejected"]).toContain(row?.status);
  });

  test("the checks of a push are kept: no list tells them again", async () => {
    await using world = await open();
    const pushed = await createClient(world.sandbox.clientOptions()).reflex.pushInvoice({
      invoice: { payment_request: SEED_INVOICE },
    });
    expect(await world.mirror.apply(pushed)).toBeNull();
    const kept = await world.place.query(
      "select payment_hash, pubkey, flags, cast(raw as text) as raw from reflex_checks",
    );
    expect(kept.map(({ payment_hash, pubkey }) => ({ payment_hash, pubkey }))).toEqual(
      pushed.checks?.destinations.map(({ pubkey }) => ({ payment_hash: pushed.invoice.payment_hash, pubkey })),
    );
    expect(JSON.parse(String(kept[0]?.raw))).toEqual(pushed.checks?.destinations[0]);
    await world.mirror.sync();
    expect(await mirrored(world.place)).toMatchObject(served(world.sandbox));
  });
});

/** Decimal text times 10^18. */
function scale(text: string): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(18, "0"));
}
