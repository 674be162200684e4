import { spawn } from "node:child_process";
import { once } from "node:events";
import { createMirror } from "unvoice/mirror";
import type { Fault, Sandbox } from "unvoice/sandbox";
import { expect, test } from "vitest";
import { buildPrograms } from "../support/build.ts";
import { describeDatabases, type Place } from "./support/databases.ts";
import { createWorld, mirrored, served } from "./support/worlds.ts";

/** How many syncs each kind of database goes through: `npm run test:mirror` sets 200. */
const SYNCS = Number(process.env.SYNCS ?? 8);
const SEED = Number(process.env.SEED ?? 1);

const FAULTS: Fault["kind"][] = [
  ...(["rate_limit", "html_502", "empty_500", "reset_before", "reset_after", "truncate_body"] as const),
  ...(["insert_before", "insert_before", "insert_before", "unknown_field", "throttled_200"] as const),
];

describeDatabases((newPlace, kind) => {
  test(
    `whatever happens before and during ${SYNCS} syncs, the mirror is what the server has (SEED=${SEED})`,
    async () => {
      const random = randomOf(SEED);
      const { sandbox, client } = createWorld({ seed: SEED, reflex: { invoices: 160 }, txn: { invoices: 160 } });
      const server = await sandbox.listen();
      const place = await newPlace();
      const told = { stopped: 0, failed: 0, killed: 0, endedBefore: 0, equal: 0 };
      try {
        for (let sync = 0; sync < SYNCS; sync++) {
          await live(sandbox, random);
          const drawn = random.pick(["stopped", "failed", "killed", "equal", "equal"] as const);
          const fate = sync === 0 ? "killed" : drawn; // the first has the most to read: there a kill does strike
          sandbox.faults.clear();
          if (fate === "killed") {
            const isStruck = await kill(server, place, sync === 0 ? 0 : random.whole(350));
            told[isStruck ? "killed" : "endedBefore"]++;
          } else {
            if (fate === "failed") for (let left = random.whole(5); left >= 0; left--) disturb(sandbox, random);
            const controller = new AbortController();
            let pages = fate === "stopped" ? 1 + random.whole(6) : Number.POSITIVE_INFINITY;
            await using mirror = createMirror({ client, ...place.options });
            const failure = await mirror
              .sync({ signal: controller.signal, onProgress: () => --pages === 0 && controller.abort() })
              .then(
                () => null,
                (error: Error) => error,
              );
            if (fate === "equal") {
              expect(failure).toBeNull();
              await expectEqual(sandbox, place);
            }
            told[fate]++;
          }
        }
        sandbox.faults.clear();
        await using mirror = createMirror({ client, ...place.options });
        await mirror.sync();
        await expectEqual(sandbox, place);
        expect((await mirror.audit()).differences).toEqual([]);
        expect(told.killed).toBeGreaterThan(0);
      } finally {
        await server.close();
      }
      console.log(`${kind}: ${JSON.stringify(told)}, ${served(sandbox).length} invoices`);
    },
    30 * 60_000,
  );
});

async function expectEqual(sandbox: Sandbox, place: Place): Promise<void> {
  const [rows, truth] = [await mirrored(place), served(sandbox)];
  expect(rows.map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
  for (const [index, row] of rows.entries()) expect(row).toMatchObject(truth[index]!);
}

/** Some hours in the life of both APIs. */
async function live(sandbox: Sandbox, random: Random): Promise<void> {
  if (random.whole(3) > 0) await sandbox.advance(random.whole(random.pick([20, 600, 10_000])) * 60_000);
  sandbox.reflex.insert(random.whole(random.pick([3, 80])));
  sandbox.txn.insert(random.whole(random.pick([3, 80])));
  const open = sandbox.txn.invoices.filter(({ attributes }) => attributes.status === "pending");
  for (let left = Math.min(open.length, random.whole(6)); left > 0; left--) {
    const { id } = random.pick(open);
    const deed = random.pick(["pay", "hold", "reject", "refund"] as const);
    try {
      await sandbox.txn.pay(id);
      if (deed !== "pay") await sandbox.txn[deed](id);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // not every status allows it
    }
  }
}

function disturb(sandbox: Sandbox, random: Random): void {
  const fault = { kind: random.pick(FAULTS), skip: random.whole(9), times: 1 + random.whole(4) };
  sandbox.faults.add({ ...fault, count: 1 + random.whole(60), retryAfter: 0 });
}

/**
 * Lets a process of its own sync, and kills it so many ms after its first page: how long a process takes to start is the
 * machine's affair.
 *
 * @returns whether it was killed; `false` where it had ended by then
 */
async function kill(server: { reflexUrl: string; txnBaseUrl: string }, place: Place, ms: number): Promise<boolean> {
  const [program = ""] = await buildPrograms("unvoice-random", ["test/mirror/support/sync-process"]);
  const { reflexUrl, txnBaseUrl } = server;
  const env = { ...process.env, PLACE: JSON.stringify(place.address), REFLEX_URL: reflexUrl, TXN_BASE_URL: txnBaseUrl };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), ms));
  const [code, signal] = await once(child, "exit");
  await place.unlocked();
  if (signal !== "SIGKILL") expect(code, "the exit code of a sync that nobody killed").toBe(0);
  return signal === "SIGKILL";
}

interface Random {
  /** From 0 up to, not including, the bound. */
  whole(bound: number): number;
  pick<T>(values: readonly T[]): T;
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (bound: number) => Math.floor(next() * bound);
  return { whole, pick: (values) => values[whole(values.length)] as (typeof values)[number] };
}
