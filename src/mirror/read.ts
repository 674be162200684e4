import type { InvoiceSource, UnifiedInvoice } from "../stream/types.ts";
import { unifyReflex, unifyTxn } from "../stream/unify.ts";
import type { TxnInvoice, TxnReference } from "../txn/types.ts";
import type { Database, Dialect, Queries, Row, Value } from "./database/database.ts";
import { readReflex } from "./store/reflex.ts";
import { isResource, keyOf } from "./store/txn.ts";

/** Which invoices of the mirror are read, and in which order. */
export interface MirrorQuery {
  /** Default: both. */
  sources?: readonly InvoiceSource[] | undefined;
  /** Created at or after this moment: a `Date` or ISO 8601 text. */
  from?: Date | string | null | undefined;
  /** Created before this moment. */
  to?: Date | string | null | undefined;
  /** Of Txn, only those with this status, or one of these; Reflex's invoices have none and are left out then. */
  status?: string | readonly string[] | null | undefined;
  /** By creation; default `desc`, newest first. */
  direction?: "asc" | "desc" | undefined;
  /** At most so many. Default: all. */
  limit?: number | undefined;
}

/** A query, checked, its moments as the database has them. */
export interface Selection {
  sources: readonly InvoiceSource[];
  from: string | null;
  to: string | null;
  statuses: readonly string[] | null;
  direction: "asc" | "desc";
  limit: number;
}

/** Rows read at a time. */
const CHUNK = 500;

/** Reads invoices of the mirror one after the other, in the order of the stream. */
export async function* readInvoices(
  database: Database,
  selection: Selection,
): AsyncGenerator<UnifiedInvoice, undefined> {
  const sources = selection.sources.filter((source) => source === "txn" || selection.statuses === null);
  const readers = sources.map((source) => readSource(database, source, selection));
  const heads = await Promise.all(readers.map(async (reader) => (await reader.next()).value ?? null));
  const sign = selection.direction === "asc" ? 1 : -1;
  for (let left = selection.limit; left > 0; left--) {
    let next = -1;
    for (const [index, head] of heads.entries()) {
      const best = heads[next];
      if (head && (!best || sign * compare(head.createdAt, best.createdAt) < 0)) next = index;
    }
    const invoice = heads[next];
    if (!invoice) return;
    yield invoice;
    heads[next] = (await readers[next]?.next())?.value ?? null;
  }
}

async function* readSource(
  database: Database,
  source: InvoiceSource,
  { from, to, statuses, direction }: Selection,
): AsyncGenerator<UnifiedInvoice, undefined> {
  const { dialect } = database;
  const conditions = [source === "txn" ? "gone_at is null" : "1 = 1"];
  const values: Value[] = [];
  const add = (condition: string, ...more: Value[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  if (from !== null) add("created_at >= ?", from);
  if (to !== null) add("created_at < ?", to);
  if (statuses !== null) add(`status in (${statuses.map(() => "?").join()})`, ...statuses);
  // An invoice whose date cannot be read comes last, and is told: it has no place in an order of time.
  const undated = from === null && to === null ? [{ condition: "created_at is null", values: [] as Value[] }] : [];
  let after: Value[] | null = null;
  for (;;) {
    const behind = after
      ? `and (created_at, id) ${direction === "asc" ? ">" : "<"} (?, ?)`
      : "and created_at is not null";
    const sql = `select id, ${dialect.iso("created_at")} as created, ${dialect.text("raw")} as raw
      from ${dialect.name(`${source}_invoices`)} where ${conditions.join(" and ")} ${behind}
      order by created_at ${direction}, id ${direction} limit ${CHUNK}`;
    const rows: Row[] = await database.use((connection) => connection.query(sql, [...values, ...(after ?? [])]));
    yield* await unify(database, source, rows);
    const last = rows.at(-1);
    if (rows.length < CHUNK || !last) break;
    after = [String(last.created), String(last.id)];
  }
  for (const { condition } of undated) {
    const sql = `select ${dialect.text("raw")} as raw from ${dialect.name(`${source}_invoices`)}
      where ${[...conditions, condition].join(" and ")} limit 1`;
    yield* await unify(database, source, await database.use((connection) => connection.query(sql, values)));
  }
}

async function unify(database: Database, source: InvoiceSource, rows: readonly Row[]): Promise<UnifiedInvoice[]> {
  const texts = rows.map(({ raw }) => String(raw));
  if (source === "reflex") return texts.map((raw) => unifyReflex(readReflex(raw)));
  const invoices = texts.map((raw) => JSON.parse(raw) as TxnInvoice);
  await database.use((connection) => putTogether(connection, database.dialect, invoices));
  return invoices.map(unifyTxn);
}

/** Gives invoices the resources back that they were stored apart from. */
export async function putTogether(queries: Queries, dialect: Dialect, invoices: readonly TxnInvoice[]): Promise<void> {
  const known = new Map<string, TxnReference>();
  /** What still holds bare references. */
  let held: object[] = [...invoices];
  while (held.length > 0) {
    const wanted = new Map(held.flatMap(referencesIn).map((reference) => [keyOf(reference), reference]));
    const missing = [...wanted.values()].filter((reference) => !known.has(keyOf(reference)));
    const found = await readResources(queries, dialect, missing);
    for (const resource of [...missing, ...found]) known.set(keyOf(resource), resource);
    for (const item of held) {
      for (const [field, value] of Object.entries(item)) Reflect.set(item, field, resolve(value));
    }
    held = found;
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    return isResource(value) ? (known.get(keyOf(value)) ?? value) : value;
  }
}

function referencesIn(item: object): TxnReference[] {
  return Object.values(item).flat().filter(isResource);
}

async function readResources(
  queries: Queries,
  { name, text }: Dialect,
  references: readonly TxnReference[],
): Promise<TxnReference[]> {
  const found: TxnReference[] = [];
  for (let start = 0; start < references.length; start += CHUNK) {
    const some = references.slice(start, start + CHUNK);
    const sql = `select ${text("raw")} as raw from ${name("txn_resources")}
      where (id, type) in (values ${some.map(() => "(?, ?)").join()})`;
    const rows = await queries.query(
      sql,
      some.flatMap(({ type, id }) => [id, type]),
    );
    for (const { raw } of rows) found.push(JSON.parse(String(raw)));
  }
  return found;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
