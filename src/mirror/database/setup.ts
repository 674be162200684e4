import { MirrorError } from "../errors.ts";
import type { Database, Dialect, Queries } from "./database.ts";
import { firstLayout, NAMES } from "./schema.ts";

/** What leads from each version of the layout to the next; the first from nothing. */
const migrations: readonly ((dialect: Dialect) => string[])[] = [firstLayout];

/**
 * Makes the mirror's tables where they are not, or brings them to this version. In one transaction: what is refused stays
 * as it is.
 *
 * @throws MirrorError for a layout of a later version, and for tables of the same names that somebody else made.
 */
export async function setUp(database: Database): Promise<void> {
  const { dialect } = database;
  await database.use(async (connection) => {
    if ((await versionOf(connection, dialect)) === migrations.length) return;
    await connection.transaction(async (queries) => {
      await database.lockSetup(queries);
      // Another process may have been faster.
      const version = await versionOf(queries, dialect);
      if (version === 0) await dialect.prepare(queries);
      for (const migrate of migrations.slice(version)) {
        for (const statement of migrate(dialect)) await queries.query(statement);
      }
      const table = dialect.name(NAMES[0]);
      await queries.query(`delete from ${table}`);
      await queries.query(`insert into ${table} (version) values (?)`, [migrations.length]);
    });
  });
}

/** The version of the layout; 0 where there is none. */
async function versionOf(queries: Queries, dialect: Dialect): Promise<number> {
  const existing = await dialect.existing(queries, NAMES);
  if (!existing.includes(NAMES[0])) {
    if (existing.length > 0) throw foreign(existing);
    return 0;
  }
  const rows = await queries.query(`select version from ${dialect.name(NAMES[0])}`).catch(() => []);
  const version = Number(rows[0]?.version);
  if (rows.length !== 1 || !Number.isInteger(version)) throw foreign([NAMES[0]]);
  if (version > migrations.length) {
    throw new MirrorError(
      `A later version of unvoice made this mirror: its layout is version ${version}, this one knows ` +
        `${migrations.length}. Nothing was changed: upgrade unvoice, or mirror into another file or schema.`,
      "newer_version",
    );
  }
  return version;
}

function foreign(names: readonly string[]): MirrorError {
  const list = names.map((name) => `"${name}"`).join(", ");
  return new MirrorError(
    `The database has tables or views that unvoice did not make, of names that it needs: ${list}. Nothing was ` +
      'changed: keep the mirror apart with createMirror({ ..., schema: "unvoice_mirror" }).',
    "foreign_table",
  );
}
