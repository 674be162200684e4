import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createMirror } from "unvoice/mirror";
import { afterEach, expect, test } from "vitest";
import { buildPrograms } from "../support/build.ts";
import { describeDatabases, type Place } from "./support/databases.ts";
import { createWorld, mirrored, served } from "./support/worlds.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

describeDatabases((newPlace) => {
  test("aborted after any page, a sync goes on behind it: no page is asked for twice", async () => {
    const { sandbox, client } = createWorld({ txn: { invoices: 0 }, reflex: { invoices: 400 } });
    const place = await newPlace();
    for (let runs = 0; runs < 20; runs++) {
      await using mirror = createMirror({ client, ...place.options });
      const controller = new AbortController();
      const reason = new Error("enough");
      const stopped = await mirror
        .sync({ signal: controller.signal, onProgress: () => controller.abort(reason) })
        .catch((error) => error);
      if (stopped !== reason) break;
    }
    await using mirror = createMirror({ client, ...place.options });
    await mirror.sync();
    expect(await mirrored(place)).toMatchObject(served(sandbox));
    // 8 pages of 50; the rest is planning, looking ahead, and the newest page of each run.
    expect(sandbox.requests.length).toBeLessThan(60);
  });

  test("closing a mirror stops its sync; every later call says that it is closed", async () => {
    const { client } = createWorld();
    const place = await newPlace();
    const mirror = createMirror({ client, ...place.options });
    const sync = mirror.sync();
    sync.catch(() => {});
    await mirror.close();
    await expect(sync).rejects.toMatchObject({ code: "database_closed" });
    await expect(mirror.sync()).rejects.toThrow(/closed/);
    await mirror.close();
  });

  test("killed at any moment, a sync leaves whole pages, and the next one completes them", async () => {
    const { sandbox, client } = createWorld({ txn: { invoices: 300 }, reflex: { invoices: 300 } });
    const server = await sandbox.listen();
    const place = await newPlace();
    try {
      for (const pages of [1, 2, 4, 7]) await killAfter(pages, server, place);
      const kept = await place.query("select count(*) as count from invoices");
      expect(Number(kept[0]?.count)).toBeGreaterThanOrEqual(50);
      await using mirror = createMirror({ client, ...place.options });
      await mirror.sync();
      expect(await mirrored(place)).toMatchObject(served(sandbox));
      expect((await mirror.audit()).differences).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

/** Lets a process of its own sync until it has told so many pages, and kills it with SIGKILL. */
async function killAfter(
  pages: number,
  server: { reflexUrl: string; txnBaseUrl: string },
  place: Place,
): Promise<void> {
  const [program = ""] = await buildPrograms("unvoice-stop", ["test/mirror/support/sync-process"]);
  const { reflexUrl, txnBaseUrl } = server;
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PLACE: JSON.stringify(place.address), REFLEX_URL: reflexUrl, TXN_BASE_URL: txnBaseUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let told = 0;
  for await (const _ of createInterface(child.stdout!)) if (++told === pages) child.kill("SIGKILL");
  await ended;
  await place.unlocked();
  expect(told).toBeGreaterThanOrEqual(pages);
}
