import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { ConfigError, createMirror, type MirrorError, type MirrorOptions, UnvoiceError } from "unvoice/mirror";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { describeDatabases } from "./support/databases.ts";
import { createWorld } from "./support/worlds.ts";

let made = 0;
const folder = mkdtempSync(join(tmpdir(), "unvoice-refusals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the first call of a mirror says; it asks the server nothing. */
async function refusal(options: Omit<MirrorOptions, "client">): Promise<MirrorError> {
  const { sandbox, client } = createWorld({ reflex: { invoices: 1 }, txn: { invoices: 1 } });
  await using mirror = createMirror({ client, ...options });
  const error = await mirror.sync().then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UnvoiceError);
  expect(sandbox.requests).toEqual([]);
  return error as MirrorError;
}

describeDatabases((newPlace, kind) => {
  test("a mirror of a later version is refused, and stays as it is", async () => {
    const place = await newPlace();
    const { client } = createWorld({ reflex: { invoices: 3 }, txn: { invoices: 3 } });
    const first = createMirror({ client, ...place.options });
    await first.sync();
    await first.close();
    await place.query("update unvoice_mirror set version = 99");
    const error = await refusal(place.options);
    expect(error).toMatchObject({ name: "MirrorError", code: "newer_version" });
    expect(error.message).toMatch(/later version of unvoice.*version 99.*upgrade unvoice/s);
    expect(await place.query("select count(*) as n from invoices")).toEqual([{ n: kind === "SQLite" ? 6 : "6" }]);
  });

  test.each([
    ["a table", "create table invoices (id text)"],
    ["a view", "create view daily_totals as select 1 as one"],
    ["a table like the mirror's own mark", "create table unvoice_mirror (owner text)"],
  ])("%s that somebody else made is refused; a schema is the way round", async (_what, statement) => {
    const place = await newPlace();
    await place.query(statement);
    const error = await refusal(place.options);
    expect(error).toMatchObject({ code: "foreign_table" });
    expect(error.message).toMatch(/Nothing was changed.*schema: /s);
    const { client } = createWorld({ reflex: { invoices: 3 }, txn: { invoices: 3 } });
    await using apart = createMirror({ client, database: place.options.database, schema: `apart_${++made}` });
    expect((await apart.sync()).sources).toMatchObject({ reflex: { added: 3 }, txn: { added: 3 } });
  });

  test("two mirrors in one database do not touch each other", async () => {
    const place = await newPlace();
    const [one, other] = [1, 2].map((seed) => createWorld({ seed, reflex: { invoices: 3 }, txn: { invoices: 3 } }));
    await using first = createMirror({ client: one!.client, ...place.options });
    await using second = createMirror({ client: other!.client, database: place.options.database, schema: "second" });
    await Promise.all([first.sync(), second.sync()]);
    expect((await first.audit()).differences).toEqual([]);
    expect((await second.audit()).differences).toEqual([]);
  });
});

describe("a file", () => {
  test("that is no database is refused, and stays as it is", async () => {
    const file = join(folder, "notes.txt");
    const text = "Dear diary, ".repeat(1000);
    writeFileSync(file, text);
    const error = await refusal({ database: file });
    expect(error).toMatchObject({ code: "not_a_database" });
    expect(error.message).toContain(`"${file}" is no SQLite database. Nothing was changed`);
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(existsSync(`${file}-sync`)).toBe(false);
  });

  test.each(["a folder", "a folder that is not there"])("that is %s is refused by name", async (what) => {
    const path = what === "a folder" ? join(folder, "folder") : join(folder, "nowhere", "invoices.db");
    if (what === "a folder") mkdirSync(path);
    const error = await refusal({ database: path });
    expect(error.message).toContain(`"${path}" cannot be opened as a database`);
  });

  test("of somebody else's that is refused is not changed by a byte", async () => {
    const file = join(folder, "theirs.db");
    const theirs = new DatabaseSync(file);
    theirs.exec("create table invoices (id text); insert into invoices values ('mine')");
    theirs.close();
    copyFileSync(file, `${file}.before`);
    await refusal({ database: file });
    expect(readFileSync(file).equals(readFileSync(`${file}.before`))).toBe(true);
  });

  test("needs node:sqlite, and a runtime without it is told what to do", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    const error = await refusal({ database: join(folder, "x.db") });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/node:sqlite.*Node 22\.13 or later.*postgres/s);
  });
  afterEach(() => vi.restoreAllMocks());
});

test("a pool that is closed is told as such", async () => {
  const pool = new pg.Pool({ host: "127.0.0.1", port: 1 });
  await pool.end();
  const error = await refusal({ database: { postgres: pool } });
  expect(error).toMatchObject({ code: "database_closed" });
  expect(error.message).toMatch(/pool given to the mirror is closed/);
});

test("a Postgres that cannot be reached is told in its own words, and the next call tries again", async () => {
  const { client } = createWorld({ reflex: { invoices: 0 }, txn: { invoices: 0 } });
  const mirror = createMirror({ client, database: { postgres: new pg.Pool({ host: "127.0.0.1", port: 1 }) } });
  await expect(mirror.sync()).rejects.toMatchObject({ name: "MirrorError", code: "database_failed" });
  await expect(mirror.sync()).rejects.toThrow(/ECONNREFUSED/);
});

test.each([
  ["no client", { database: "x.db" }, /client/],
  ["a client of one API", { client: { reflex: {} }, database: "x.db" }, /client of both APIs/],
  ["no database", { client: createWorld().client }, /database/],
  ["a database of another kind", { client: createWorld().client, database: { mysql: {} } }, /database/],
  ["a schema that is no name", { client: createWorld().client, database: "x.db", schema: 'a"b' }, /schema/],
  ["an option that there is not", { client: createWorld().client, database: "x.db", shema: "a" }, /"shema"/],
])("%s is a ConfigError at once", (_what, options, message) => {
  expect(() => createMirror(options as MirrorOptions)).toThrow(ConfigError);
  expect(() => createMirror(options as MirrorOptions)).toThrow(message);
});
