/** What a column can be given. */
export type Value = string | number | bigint | boolean | null;

/** A row of an answer, by column. */
export type Row = Record<string, unknown>;

/** Runs SQL with `?` for each value. */
export interface Queries {
  /** How many rows an insert should have: a statement in the process costs less than one of a length not met before. */
  readonly rowsAtOnce: number;
  query(sql: string, values?: readonly Value[]): Promise<Row[]>;
}

/** One connection: what it does is done in turn. */
export interface Connection extends Queries {
  /** Commits what `work` does, or none of it. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
}

/** A database that a mirror lives in. Whatever a driver throws comes out as an UnvoiceError. */
export interface Database {
  readonly dialect: Dialect;
  /** Runs `work` on a connection. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** The same under the mirror's lock, which ends with the process if not before. Rejects with MirrorBusyError. */
  useLocked<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Keeps others from setting the mirror up at the same time, until the transaction ends. */
  lockSetup(queries: Queries): Promise<void>;
  /** Makes ready for work what was found to be a mirror. */
  tune(): Promise<void>;
  close(): Promise<void>;
}

/** In what the two kinds of database differ, as far as the mirror's SQL goes. */
export interface Dialect {
  /** A table or view of the mirror's, as it stands in SQL. */
  name(table: string): string;
  /** Of the names given, those that the database has already. */
  existing(queries: Queries, tables: readonly string[]): Promise<string[]>;
  /** Makes the place that the tables go to, where there is none. */
  prepare(queries: Queries): Promise<void>;
  /** The database's own clock, in ms since 1970: it is the same for all machines that write to it. */
  now(queries: Queries): Promise<number>;
  readonly types: Types;
  /** A moment's column as ISO 8601 text. */
  iso(column: string): string;
  /** A column as text. */
  text(column: string): string;
  /** Amounts in msat as BTC, decimal text without idle zeros. */
  btc(column: string): string;
  /** Of a group, the sum of an amount that is decimal text, or numeric: exact. */
  sum(column: string): string;
  /** The day of a moment, in UTC. */
  day(column: string): string;
}

/** Column types. */
export interface Types {
  /** Whole numbers of any size. */
  integer: string;
  /** Exact decimals. */
  decimal: string;
  /** Any number that a tag may have. */
  float: string;
  boolean: string;
  moment: string;
  json: string;
  /** A key that the database gives. */
  serial: string;
}
