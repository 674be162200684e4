import { ConfigError, InputError, type Issue } from "../errors/errors.ts";
import { count, dateOrIsoString, fieldIssues, periodIssues, type Rule, toIsoString } from "../input/rules.ts";
import type { InvoiceSource } from "../stream/types.ts";
import type { Database } from "./database/database.ts";
import { openPostgres, type PostgresPool } from "./database/postgres.ts";
import { openSqlite } from "./database/sqlite.ts";
import type { MirrorQuery, Selection } from "./read.ts";
import { moment } from "./store/columns.ts";
import type { MirrorClient } from "./types.ts";

/** What {@link createMirror} takes. */
export interface MirrorOptions {
  /** The client whose invoices are mirrored: `createClient`'s. */
  client: MirrorClient;
  /** The path of a SQLite file, made where there is none; or a pool of `pg`, which stays yours to end. */
  database: string | { postgres: PostgresPool };
  /**
   * Keeps the mirror's tables apart from others. In Postgres a schema, made where there is none (default `public`); in a
   * SQLite file what each name begins with (default nothing).
   */
  schema?: string | undefined;
}

const SOURCES: readonly InvoiceSource[] = ["reflex", "txn"];

/** Throws ConfigError where an option of `createMirror` is wrong. */
export function checkOptions({ client, database, schema, ...others }: MirrorOptions): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new ConfigError(`createMirror has no option "${unknown}": it has client, database, schema.`);
  const { reflex, txn } = (client as Partial<MirrorClient> | null | undefined) ?? {};
  if (typeof reflex?.getInvoices !== "function" || typeof txn?.listInvoices !== "function") {
    throw new ConfigError("createMirror needs a client of both APIs: client: createClient().");
  }
  const isPath = typeof database === "string" && database !== "";
  const pool = (database as { postgres?: Partial<PostgresPool> } | null | undefined)?.postgres;
  if (!isPath && typeof pool?.connect !== "function") {
    throw new ConfigError("createMirror needs a database: a file's path, or { postgres: new pg.Pool(...) }.");
  }
  if (schema !== undefined && schema !== null && !/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) {
    throw new ConfigError("The schema of a mirror must be lower-case letters, digits and _, at most 40.");
  }
}

/** Opens the database of a mirror. */
export function open({ database, schema }: MirrorOptions): Database {
  return typeof database === "string"
    ? openSqlite(database, schema ?? "")
    : openPostgres(database.postgres, schema ?? "public");
}

const sourcesRule: Rule = [
  (value) => Array.isArray(value) && value.length > 0 && value.every((source) => SOURCES.includes(source)),
  'must be a list of "reflex" and "txn"',
];

/** The sources named, each once; both where none are. */
export function sourcesOf(
  sources: readonly InvoiceSource[] | null | undefined,
  operation: string,
): readonly InvoiceSource[] {
  throwIfAny(fieldIssues({ sources }, { sources: sourcesRule }), operation);
  return SOURCES.filter((source) => sources?.includes(source) ?? true);
}

/** A query as the database is asked it. Throws InputError. */
export function selectionOf(query: MirrorQuery): Selection {
  const isStatus = (value: unknown) => typeof value === "string" && value !== "";
  const issues = [
    ...fieldIssues(query, {
      sources: sourcesRule,
      from: dateOrIsoString,
      to: dateOrIsoString,
      status: [
        (value) => isStatus(value) || (Array.isArray(value) && value.every(isStatus)),
        "must be text, or a list of it",
      ],
      direction: [(value) => value === "asc" || value === "desc", "must be asc or desc"],
      limit: count(0),
    }),
    ...periodIssues(query.from, query.to, "from", "to"),
  ];
  throwIfAny(issues, "invoices");
  const { sources, from, to, status, direction, limit } = query;
  return {
    sources: sourcesOf(sources, "invoices"),
    from: moment(toIsoString(from)),
    to: moment(toIsoString(to)),
    statuses: status === undefined || status === null ? null : [status].flat(),
    direction: direction ?? "desc",
    limit: limit ?? Number.POSITIVE_INFINITY,
  };
}

/** Throws one InputError with everything that is wrong. */
export function throwIfAny(issues: readonly Issue[], operation: string): void {
  if (issues.length > 0) throw new InputError(issues, { operation });
}
