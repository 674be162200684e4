import { databaseError, MirrorBusyError } from "../errors.ts";
import type { Connection, Database, Dialect, Queries, Row, Value } from "./database.ts";

/** A client of a {@link PostgresPool}. */
export interface PostgresClient {
  /** Runs SQL with `$1` for the first value, and so on. */
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Gives the client back; with `true` for good. */
  release(destroy?: boolean): void;
  /** As a Node emitter's. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** As a Node emitter's. */
  off(event: "error", listener: (error: Error) => void): unknown;
}

/** What the mirror needs of a pool: a `pg.Pool` has it. */
export interface PostgresPool {
  /** Lends a client. */
  connect(): Promise<PostgresClient>;
}

/** Says which advisory locks are a mirror's: the letters "unvo". */
const LOCK = 0x756e766f;

/**
 * A mirror in a schema of Postgres. The pool stays its owner's: closing the mirror leaves it open.
 *
 * @param pool a `pg.Pool`
 * @param schema made if it is not there
 */
export function openPostgres(pool: PostgresPool, schema: string): Database {
  /** Runs `work` with a client of its own. */
  async function use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw databaseError(error);
    });
    let isBroken = false;
    // Emitted where the connection breaks while nothing is asked of it; without a listener it would end the process.
    const onError = () => {
      isBroken = true;
    };
    client.on("error", onError);
    const queries: Queries = {
      rowsAtOnce: Number.POSITIVE_INFINITY,
      async query(sql, values = []) {
        try {
          let index = 0;
          const numbered = sql.replace(/\?/g, () => `$${++index}`);
          return (await client.query(numbered, values.map(toParameter))).rows as Row[];
        } catch (error) {
          throw databaseError(error);
        }
      },
    };
    try {
      return await work({ ...queries, transaction: (inner) => transaction(queries, inner) });
    } finally {
      client.off("error", onError);
      client.release(isBroken);
    }

    async function transaction<R>(queries: Queries, inner: (queries: Queries) => Promise<R>): Promise<R> {
      await queries.query("begin");
      try {
        const result = await inner(queries);
        await queries.query("commit");
        return result;
      } catch (error) {
        // A client that cannot roll back is not to be given to anybody else.
        await queries.query("rollback").catch(onError);
        throw error;
      }
    }
  }

  return {
    dialect: dialect(schema),
    use,
    useLocked: (work) =>
      use(async (connection) => {
        const key = [LOCK, schema];
        const [row] = await connection.query("select pg_try_advisory_lock(?::int, hashtext(?)) as locked", key);
        if (row?.locked !== true) throw new MirrorBusyError();
        try {
          return await work(connection);
        } finally {
          // Where the connection is gone, so is the lock.
          await connection.query("select pg_advisory_unlock(?::int, hashtext(?))", key).catch(() => {});
        }
      }),
    async lockSetup(queries) {
      await queries.query("select pg_advisory_xact_lock(?::int, hashtext(?))", [LOCK + 1, schema]);
    },
    tune: async () => {},
    close: async () => {},
  };
}

/** Postgres has no text with a NUL in it. */
function toParameter(value: Value): unknown {
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}

function dialect(schema: string): Dialect {
  const at = `at time zone 'UTC'`;
  return {
    name: (table) => `"${schema}"."${table}"`,
    async existing(queries, tables) {
      const marks = tables.map(() => "?").join();
      const sql = `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ? and c.relname in (${marks})`;
      return (await queries.query(sql, [schema, ...tables])).map(({ name }) => String(name));
    },
    async prepare(queries) {
      // Asked first: even where it is there, "if not exists" demands the right to make one.
      const found = await queries.query("select 1 from pg_namespace where nspname = ?", [schema]);
      if (found.length === 0) await queries.query(`create schema "${schema}"`);
    },
    types: {
      integer: "numeric",
      decimal: "numeric",
      float: "double precision",
      boolean: "boolean",
      moment: "timestamptz",
      // Not jsonb, which reorders, and refuses what JSON may hold (\u0000).
      json: "json",
      serial: "bigint generated always as identity primary key",
    },
    async now(queries) {
      const [row] = await queries.query("select (extract(epoch from clock_timestamp()) * 1000)::text as ms");
      return Number(row?.ms);
    },
    iso: (column) => `to_char(${column} ${at}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    text: (column) => `${column}::text`,
    btc: (column) => `trim_scale(${column} * 0.00000000001)`,
    sum: (column) => `trim_scale(sum(${column}))`,
    day: (column) => `to_char(${column} ${at}, 'YYYY-MM-DD')`,
  };
}
