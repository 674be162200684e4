import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ConfigError } from "../../errors/errors.ts";
import { closed, databaseError, MirrorBusyError, MirrorError } from "../errors.ts";
import type { Connection, Database, Dialect, Queries, Row, Value } from "./database.ts";

/** Statements kept prepared: a page's inserts have a text for each number of rows. */
const MOST_STATEMENTS = 100;
/** Rows of an insert: the rest of a page go one by one, so that there are two statements to prepare for each table. */
const ROWS_AT_ONCE = 8;
/**
 * Others may read while it writes, and a page costs no waiting for the disk: rows and place are lost together, if so. Ids
 * are random, so a page of invoices touches hundreds of places in the indexes: 32 MB of them stay in memory, and go from
 * the log into the file once for many pages.
 */
const TUNING = ["journal_mode = wal", "synchronous = normal", "cache_size = -32768", "wal_autocheckpoint = 8192"];
/** How long a write waits for another process's. */
const BUSY_MS = 10_000;

/**
 * What is under way with each file. One's transaction must not take in another's statements, and a connection that waits
 * for another's of this process would wait for ever: SQLite's waiting stops the whole thread.
 */
const turns = new Map<string | symbol, Promise<unknown>>();

/**
 * A mirror in a file of SQLite.
 *
 * @param path the file, or `:memory:`
 * @param prefix of each table's name; none where it is empty
 * @throws ConfigError where the runtime has no `node:sqlite`, MirrorError where the file cannot be opened.
 */
export function openSqlite(path: string, prefix: string): Database {
  const sqlite = loadSqlite();
  const database = open();
  const isMemory = path === ":memory:" || path === "";
  let isLocked = false;
  let isOpen = true;
  // Its own name for the file, however the path is spelled; Node before 22.16 does not tell.
  const file = isMemory ? Symbol(path) : (database.location?.() ?? path);

  function open(): DatabaseSync {
    try {
      const opened = new sqlite.DatabaseSync(path);
      opened.exec(`pragma busy_timeout = ${BUSY_MS}`);
      // The first statement that reads the file.
      opened.prepare("select count(*) from sqlite_schema").get();
      return opened;
    } catch (error) {
      throw openingError(path, error);
    }
  }

  const statements = new Map<string, StatementSync>();
  const run = (sql: string, values: readonly Value[] = []): Row[] => {
    if (!isOpen) throw closed();
    try {
      let statement = statements.get(sql);
      if (!statement) {
        if (statements.size >= MOST_STATEMENTS) statements.clear();
        statement = database.prepare(sql);
        statements.set(sql, statement);
      }
      return statement.all(...values.map((value) => (typeof value === "boolean" ? Number(value) : value))) as Row[];
    } catch (error) {
      throw databaseError(error);
    }
  };
  const queries: Queries = { rowsAtOnce: ROWS_AT_ONCE, query: async (sql, values) => run(sql, values) };

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = (turns.get(file) ?? Promise.resolve()).then(work);
    const settled = result.catch(() => {});
    turns.set(file, settled);
    settled.then(() => turns.get(file) === settled && turns.delete(file));
    return result;
  }

  const connection: Connection = {
    rowsAtOnce: ROWS_AT_ONCE,
    query: (sql, values) => inTurn(async () => run(sql, values)),
    transaction: (work) =>
      inTurn(async () => {
        run("begin immediate");
        try {
          const result = await work(queries);
          run("commit");
          return result;
        } catch (error) {
          if (isOpen && database.isTransaction !== false) run("rollback");
          throw error;
        }
      }),
  };

  return {
    dialect: dialect(prefix),
    use: async (work) => {
      if (!isOpen) throw closed();
      return work(connection);
    },
    async useLocked(work) {
      if (!isOpen) throw closed();
      if (isLocked) throw new MirrorBusyError();
      isLocked = true;
      // SQLite's own lock, of a file beside the mirror's: the system ends it with the process, however that ends.
      let lock: DatabaseSync | null = null;
      try {
        if (!isMemory) lock = lockFile(`${path}-sync${prefix && `-${prefix}`}`);
        return await work(connection);
      } finally {
        isLocked = false;
        lock?.close();
      }
    },
    lockSetup: async () => {}, // a transaction that begins "immediate" is alone
    tune: () => inTurn(async () => void TUNING.map((one) => run(`pragma ${one}`))),
    close: () =>
      inTurn(async () => {
        if (isOpen) database.close();
        isOpen = false;
      }),
  };

  function lockFile(name: string): DatabaseSync {
    let lock: DatabaseSync | undefined;
    try {
      lock = new sqlite.DatabaseSync(name);
      lock.exec("pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive");
      return lock;
    } catch (error) {
      lock?.close();
      throw isBusy(error) ? new MirrorBusyError() : openingError(name, error);
    }
  }
}

/** Asked for, not imported: whoever mirrors into Postgres may run where there is none. */
function loadSqlite(): typeof import("node:sqlite") {
  const load: typeof process.getBuiltinModule | undefined = globalThis.process?.getBuiltinModule;
  const sqlite = load?.("node:sqlite");
  if (sqlite) return sqlite;
  throw new ConfigError(
    "A mirror in a file needs node:sqlite, which this runtime does not have: use Node 22.13 or later, " +
      "or Postgres: createMirror({ client, database: { postgres: pool } }).",
  );
}

function isBusy(error: unknown): boolean {
  return (error as { errcode?: unknown }).errcode === 5; // SQLITE_BUSY
}

function openingError(file: string, error: unknown): MirrorError {
  const { errcode, message } = error as { errcode?: number; message: string };
  const cause = new Error(message);
  if (errcode === 26) {
    const words = `"${file}" is no SQLite database. Nothing was changed: name another file, or move this one away.`;
    return new MirrorError(words, "not_a_database", { cause });
  }
  return new MirrorError(`"${file}" cannot be opened as a database: ${message}.`, "database_failed", { cause });
}

function dialect(prefix: string): Dialect {
  const plain = (table: string) => (prefix ? `${prefix}_${table}` : table);
  return {
    name: (table) => `"${plain(table)}"`,
    async existing(queries, tables) {
      const marks = tables.map(() => "?").join();
      const rows = await queries.query(`select name from sqlite_schema where name in (${marks})`, tables.map(plain));
      const found = new Set(rows.map(({ name }) => name));
      return tables.filter((table) => found.has(plain(table)));
    },
    prepare: async () => {},
    now: async () => Date.now(),
    types: {
      integer: "integer",
      decimal: "text",
      float: "real",
      boolean: "integer",
      moment: "text",
      json: "text",
      serial: "integer primary key",
    },
    iso: (column) => column,
    text: (column) => `cast(${column} as text)`,
    btc: (column) => {
      const text = trimmed(`printf('%d.%011d', ${column} / 100000000000, ${column} % 100000000000)`);
      return `case when ${column} is not null then ${text} end`;
    },
    sum,
    day: (column) => `substr(${column}, 1, 10)`,
  };
}

/**
 * Adds decimal text as whole numbers, in three parts: before the point, and twice nine digits behind it. SQLite's own sum
 * of decimals is a float's.
 */
function sum(column: string): string {
  const point = `instr(${column} || '.', '.')`;
  const behind = `substr(substr(${column} || '.', ${point} + 1) || '000000000000000000', 1, 18)`;
  const digits = `replace(${behind}, '.', '0')`;
  const whole = `sum(cast(substr(${column}, 1, ${point} - 1) as integer))`;
  const high = `sum(cast(substr(${digits}, 1, 9) as integer))`;
  const low = `sum(cast(substr(${digits}, 10, 9) as integer))`;
  const carried = `(${high} + ${low} / 1000000000)`;
  const parts = `${whole} + ${carried} / 1000000000, ${carried} % 1000000000, ${low} % 1000000000`;
  return `case when count(${column}) > 0 then ${trimmed(`printf('%d.%09d%09d', ${parts})`)} end`;
}

/** Without the zeros at a decimal's end, nor a point that nothing follows. */
function trimmed(text: string): string {
  return `rtrim(rtrim(${text}, '0'), '.')`;
}
