import { createMirror, MirrorBusyError, type SyncProgress } from "unvoice/mirror";
import { expect, test } from "vitest";
import { describeDatabases, type Place } from "./support/databases.ts";
import { createWorld, mirrored, requestsOf, served, type World } from "./support/worlds.ts";

const DAY_MS = 86_400_000;

describeDatabases((newPlace) => {
  const begin = async (world: World = createWorld()) => {
    const place = await newPlace();
    return { ...world, place, mirror: createMirror({ client: world.client, ...place.options }) };
  };
  const expectEqual = async (place: Place, { sandbox }: Pick<World, "sandbox">) => {
    const rows = await mirrored(place);
    const truth = served(sandbox);
    expect(rows.map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
    expect(rows).toMatchObject(truth);
  };

  test("the first sync stores every invoice of both APIs, as the server has it", async () => {
    await using world = await open();
    const report = await world.mirror.sync();
    await expectEqual(world.place, world);
    expect(report.sources).toMatchObject({ reflex: { added: 70, changed: 0 }, txn: { added: 70, changed: 0 } });
    expect(String(report)).toMatch(/^reflex: 70 added of \d+ read, \d+ requests\ntxn: 70 added of \d+ read, \d+ open/);
  });

  test("a second sync brings what is new in a few requests", async () => {
    await using world = await open();
    await world.mirror.sync();
    world.sandbox.reflex.insert(30);
    world.sandbox.txn.insert(30);
    expect(await requestsOf(world.sandbox, () => world.mirror.sync())).toBeLessThanOrEqual(6);
    await expectEqual(world.place, world);
  });

  test("a sync long after the last one finds more new invoices than a page holds", async () => {
    await using world = await open();
    await world.mirror.sync();
    world.sandbox.advance(30 * DAY_MS);
    world.sandbox.reflex.insert(120);
    world.sandbox.txn.insert(120);
    expect((await world.mirror.sync()).sources).toMatchObject({ reflex: { added: 120 }, txn: { added: 120 } });
    await expectEqual(world.place, world);
  });

  test("an invoice of Txn is read again until it is final, whatever becomes of it", async () => {
    await using world = await open(createWorld({ txn: { invoices: 200 } }));
    await world.mirror.sync();
    for (const hours of [1, 5, 30, 7 * 24, 7 * 24]) {
      world.sandbox.advance(hours * 3_600_000);
      world.sandbox.txn.insert(60);
      await world.mirror.sync();
      await expectEqual(world.place, world);
    }
    const [{ open: left }] = (await world.place.query("select count(*) as open from open_invoices")) as [
      { open: unknown },
    ];
    expect(Number(left)).toBe(60);
  });

  test("a server that clamps its pages, ignores periods or repeats its last page is mirrored all the same", async () => {
    for (const guesses of [
      { perPageCap: 7 },
      { createdAtFilters: "ignored" },
      { pagePastEnd: "repeat_last", perPageCap: 20 },
      { pagePastEnd: "not_found" },
    ] as const) {
      await using world = await open(createWorld({ txn: { invoices: 70, guesses } }));
      await world.mirror.sync();
      world.sandbox.advance(DAY_MS);
      world.sandbox.txn.insert(40);
      await world.mirror.sync();
      await expectEqual(world.place, world);
    }
  });

  test("an API without invoices is asked again by the next sync", async () => {
    await using world = await open(createWorld({ reflex: { invoices: 0 }, txn: { invoices: 0 } }));
    await world.mirror.sync();
    world.sandbox.reflex.insert(3);
    world.sandbox.txn.insert(3);
    await world.mirror.sync();
    await expectEqual(world.place, world);
  });

  test("a row that shows up ten minutes late is found; one of either API", async () => {
    const late = new Set<string>();
    const world = createWorld({}, (sandbox) => async (input, init) => {
      const answer = await sandbox.fetch(String(input), init);
      const body = await answer.json();
      const hidden = ({ id }: { id: string }) => !late.has(id);
      const list = body.data?.getInvoices?.find_many;
      if (list) list.list = list.list.filter(hidden);
      else if (Array.isArray(body.data)) body.data = body.data.filter(hidden);
      return Response.json(body, { status: answer.status });
    });
    await using opened = await open(world);
    const { sandbox } = world;
    for (const api of [sandbox.reflex, sandbox.txn]) {
      api.insert();
      late.add(api.invoices.at(-1)!.id);
    }
    sandbox.advance(9 * 60_000);
    for (const api of [sandbox.reflex, sandbox.txn]) api.insert(3);
    await opened.mirror.sync();
    expect(await mirrored(opened.place)).toHaveLength(146);
    late.clear();
    await opened.mirror.sync();
    await expectEqual(opened.place, world);
  });

  test("of two syncs at once the second says so and does nothing", async () => {
    await using world = await open();
    await using other = createMirror({ client: world.client, ...world.place.options });
    const first = world.mirror.sync();
    const requests = await requestsOf(world.sandbox, async () => {
      await expect(world.mirror.sync()).rejects.toThrow(MirrorBusyError);
      await expect(other.sync()).rejects.toThrow(/another sync or audit/i);
      await expect(other.audit()).rejects.toMatchObject({ code: "mirror_busy" });
    });
    expect(requests).toBeLessThan(20); // the first one's own
    await first;
    await expect(other.sync()).resolves.toMatchObject({ sources: { reflex: { added: 0 } } });
  });

  test("sync can be told which API to read", async () => {
    await using world = await open();
    await world.mirror.sync({ sources: ["txn"] });
    const rows = await world.place.query("select distinct source from invoices");
    expect(rows.map(({ source }) => source)).toEqual(["txn"]);
    await expect(world.mirror.sync({ sources: ["btc" as "txn"] })).rejects.toThrow(/sources/);
  });

  test("an API that fails does not keep the other from being mirrored, and its error is told", async () => {
    await using world = await open();
    world.sandbox.faults.add({ kind: "truncate_body", api: "reflex", times: 100 });
    await expect(world.mirror.sync()).rejects.toMatchObject({ name: "ResponseValidationError", api: "reflex" });
    expect(await mirrored(world.place)).toHaveLength(70);
    world.sandbox.faults.clear();
    await world.mirror.sync();
    await expectEqual(world.place, world);
  });

  test("progress is told after each page", async () => {
    await using world = await open();
    const progress: SyncProgress[] = [];
    await world.mirror.sync({ onProgress: (one) => progress.push(one) });
    expect(progress[0]).toEqual({ source: "reflex", phase: "list", read: 50 });
    expect(progress.filter(({ source }) => source === "txn").at(-1)?.read).toBeGreaterThanOrEqual(70);
  });

  test("an invoice that the server no longer knows is told, and left out of the views", async () => {
    let gone = "";
    const world = createWorld({}, (sandbox) => async (input, init) => {
      if (gone && String(input).endsWith(gone)) return Response.json({ errors: [{ status: 404 }] }, { status: 404 });
      const answer = await sandbox.fetch(String(input), init);
      const body = await answer.json();
      if (Array.isArray(body.data)) body.data = body.data.filter(({ id }: { id: string }) => id !== gone);
      return Response.json(body, { status: answer.status });
    });
    await using opened = await open(world);
    await opened.mirror.sync();
    const open_ = await opened.place.query("select id from open_invoices order by created_at");
    gone = String(open_[0]?.id);
    expect((await opened.mirror.sync()).sources.txn?.gone).toEqual([gone]);
    expect(await opened.place.query(`select id from invoices where id = '${gone}'`)).toEqual([]);
    gone = "";
    await opened.mirror.sync();
    await expectEqual(opened.place, world);
  });

  async function open(world?: World) {
    const begun = await begin(world);
    return { ...begun, [Symbol.asyncDispose]: () => begun.mirror.close() };
  }
});
