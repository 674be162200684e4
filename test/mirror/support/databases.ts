import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import type { MirrorOptions } from "unvoice/mirror";
import { afterAll, beforeAll, describe } from "vitest";
import { postgresPrograms, type Service, startPostgres } from "../../support/services.ts";

/** A server takes its time to start on a busy machine. */
const HOOK_MS = 120_000;

/** A new, empty place for a mirror. */
export interface Place {
  /** For `createMirror`: the mirror's tables are where `query` finds them without a prefix. */
  options: Omit<MirrorOptions, "client">;
  /** What another process needs to reach it. */
  address: { file: string } | { url: string; schema: string };
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Waits until no process has the mirror's lock: Postgres notices a moment later that a client was killed. */
  unlocked(): Promise<void>;
}

/** Runs tests over both kinds of database; over Postgres where Debian's is installed. */
export function describeDatabases(tests: (newPlace: () => Promise<Place>, kind: "SQLite" | "Postgres") => void): void {
  describe("SQLite", () => {
    const folder = mkdtempSync(join(tmpdir(), "unvoice-mirror-"));
    let made = 0;
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    tests(async () => sqlitePlace(join(folder, `${++made}.db`)), "SQLite");
  });

  describe.skipIf(!postgresPrograms)("Postgres (skipped without Debian's postgresql)", () => {
    let service: Service;
    let pool: pg.Pool;
    let made = 0;
    beforeAll(async () => {
      service = await startPostgres();
      pool = new pg.Pool({ connectionString: service.url, max: 20 });
      pool.on("error", () => {}); // the server goes before the last of its connections
    }, HOOK_MS);
    afterAll(async () => {
      await pool?.end();
      await service?.stop();
    }, HOOK_MS);
    tests(async () => postgresPlace(pool, service.url, `mirror_${++made}`), "Postgres");
  });
}

function sqlitePlace(file: string): Place {
  return {
    options: { database: file },
    address: { file },
    async query(sql) {
      const database = new DatabaseSync(file);
      try {
        return database.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        database.close();
      }
    },
    unlocked: async () => {},
  };
}

async function postgresPlace(pool: pg.Pool, url: string, schema: string): Promise<Place> {
  await pool.query(`create schema ${schema}`);
  return {
    options: { database: { postgres: pool }, schema },
    address: { url, schema },
    async query(sql) {
      const client = await pool.connect();
      try {
        await client.query(`set search_path to ${schema}`);
        return (await client.query(sql)).rows;
      } finally {
        await client.query("reset search_path");
        client.release();
      }
    },
    async unlocked() {
      const sql = "select 1 from pg_locks where locktype = 'advisory'";
      while ((await pool.query(sql)).rows.length > 0) await setTimeout(20);
    },
  };
}
