import { type ChildProcess, spawn } from "node:child_process";
import pg from "pg";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildPrograms } from "../support/build.ts";
import { hasRedis, postgresPrograms, type Service, startPostgres, startRedis } from "../support/services.ts";

/** Backfills with a worker killed: `npm run test:backfill` sets 30. */
const RUNS = Number(process.env.BACKFILLS ?? 2);
const WORKERS = 3;
/** Servers take their time to start on a busy machine. */
const HOOK_MS = 120_000;

let planner: string | undefined;
let worker: string | undefined;

describe.skipIf(!hasRedis || !postgresPrograms)("examples/backfill (skipped without Redis and Postgres)", () => {
  let redis: Service;
  let postgres: Service;
  let sandbox: Sandbox;
  let server: Awaited<ReturnType<Sandbox["listen"]>>;
  let pool: pg.Pool;
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    [planner, worker] = await buildPrograms("unvoice-backfill", ["examples/backfill/plan", "examples/backfill/worker"]);
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    pool = new pg.Pool({ connectionString: postgres.url });
    pool.on("error", () => {}); // the server goes before the last of its connections
    sandbox = createSandbox({ reflex: { invoices: 400 }, txn: { invoices: 400 } });
    server = await sandbox.listen();
  }, HOOK_MS);
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
  });
  afterAll(async () => {
    await pool?.end();
    await server?.close();
    await Promise.all([redis?.stop(), postgres?.stop()]);
  }, HOOK_MS);

  for (let run = 1; run <= RUNS; run++) {
    test(`run ${run}: a worker killed at a random moment loses nothing and doubles nothing`, async () => {
      await pool.query("drop schema public cascade; create schema public");
      const workers = Array.from({ length: WORKERS }, () => start(worker));
      const plan = start(planner);
      const victim = workers[run % WORKERS]!;
      // Killed once the work has begun, and replaced.
      const timer = setTimeout(
        () => {
          victim.child.kill("SIGKILL");
          start(worker);
        },
        500 + Math.random() * 3000,
      );
      const code = await plan.ended;
      clearTimeout(timer);
      expect(code, plan.text()).toBe(0);
      expect(plan.text()).toMatch(/\d+ parts to read\.[\s\S]*reflex: .*\ntxn: /);

      const truth = [...sandbox.reflex.invoices, ...sandbox.txn.invoices].map(({ id }) => id);
      const { rows } = await pool.query("select id from invoices");
      expect(rows.map(({ id }) => id).toSorted()).toEqual(truth.toSorted());
      for (const { child } of workers) child.kill("SIGTERM");
    });
  }

  function start(program = "") {
    const child = spawn(process.execPath, [program], {
      env: {
        ...process.env,
        ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url, STALLED_MS: "1000", PART_SIZE: "50" },
        ...{ REFLEX_URL: server.reflexUrl, TXN_BASE_URL: server.txnBaseUrl, REQUESTS_PER_MINUTE: "6000" },
        ...{ REFLEX_API_KEY: "sandbox-reflex-key", TXN_API_KEY: "sandbox-txn-key" },
      },
    });
    children.add(child);
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve)).finally(() =>
      children.delete(child),
    );
    return { child, ended, text: () => text };
  }
});
