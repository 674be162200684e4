import type { Queries, Value } from "../database/database.ts";

/** Values that one statement may have, in both kinds of database. */
const MOST_VALUES = 30_000;

/** How rows go into a table. */
export interface Insert {
  table: string;
  columns: readonly string[];
  /** The columns that tell rows apart. */
  key: readonly string[];
  /** Whether a row that is there is replaced only by one that was read later, or as late. */
  byReading?: boolean;
}

/**
 * Inserts rows, or replaces those that are there.
 *
 * @param rows no two with the same key
 * @returns of the rows that were stored, the first key column
 */
export async function insert(
  queries: Queries,
  { table, columns, key, byReading = false }: Insert,
  rows: readonly (readonly Value[])[],
): Promise<string[]> {
  const stored: string[] = [];
  const most = Math.min(queries.rowsAtOnce, Math.floor(MOST_VALUES / columns.length));
  const marks = `(${columns.map(() => "?").join()})`;
  const changes = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  const guard = byReading ? " where excluded.read_at >= old.read_at" : "";
  for (let start = 0, size = most; start < rows.length; start += size) {
    if (Number.isFinite(queries.rowsAtOnce) && start + size > rows.length) size = 1;
    const some = rows.slice(start, start + size);
    const sql =
      `insert into ${table} as old (${columns.join()}) values ${some.map(() => marks).join()} ` +
      `on conflict (${key.join()}) do update set ${changes.join()}${guard} returning ${key[0]} as stored`;
    for (const row of await queries.query(sql, some.flat())) stored.push(String(row.stored));
  }
  return stored;
}

/** Deletes what belongs to invoices. */
export async function deleteOf(queries: Queries, table: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await queries.query(`delete from ${table} where invoice_id in (${ids.map(() => "?").join()})`, ids);
}
