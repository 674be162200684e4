/**
 * What the stream and the mirror cost.
 *
 *   npm run bench:mirror                     builds and measures; INVOICES=100000 unless set
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { createClient } from "unvoice";
import { createMirror } from "unvoice/mirror";
import { createSandbox } from "unvoice/sandbox";

const INVOICES = Number(process.env.INVOICES ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), "unvoice-bench-"));
const path = (name: string) => fileURLToPath(new URL(`${name}${import.meta.filename.slice(-3)}`, import.meta.url));

async function serve(reflex: number, txn: number) {
  const child = spawn(process.execPath, [path("serve"), String(reflex), String(txn)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const { reflexUrl, txnBaseUrl } = JSON.parse(String(line)) as { reflexUrl: string; txnBaseUrl: string };
  return { reflexUrl, txnBaseUrl, stop: () => child.kill() };
}

/** Heap of merging both lists, half of the invoices each. */
async function measureMerge(): Promise<void> {
  const half = INVOICES / 2;
  const server = await serve(half, half);
  const output = execFileSync(process.execPath, ["--expose-gc", path("merge"), server.reflexUrl, server.txnBaseUrl], {
    encoding: "utf8",
  });
  server.stop();
  console.log(`merging 2 x ${half}: ${output.trim()} (at most 60 MB)`);
}

/** A first fill, beside listing the same and inserting it by hand in batches. */
async function measureFirstFill(): Promise<void> {
  const server = await serve(1, INVOICES);
  const client = createClient({
    reflex: { url: server.reflexUrl, apiKey: "sandbox-reflex-key" },
    txn: { baseUrl: server.txnBaseUrl, apiKey: "sandbox-txn-key" },
  });
  const byHand = async () => {
    const database = new DatabaseSync(join(folder, `hand-${Math.random()}.db`));
    database.exec("pragma journal_mode = wal; pragma synchronous = normal");
    database.exec(`create table invoices (id text primary key, created_at text, status text, amount text, currency text,
      reference text, raw text)`);
    const sql = "insert into invoices values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
    const insert = database.prepare(sql);
    for await (const { items } of client.txn.listInvoices({ order_type: "asc" }).pages()) {
      database.exec("begin");
      for (const invoice of items) {
        const { id, createdAt = null, status, amountBilled = null, billedCurrency = null, reference = null } = invoice;
        insert.run(id, createdAt, status, amountBilled, billedCurrency, reference, JSON.stringify(invoice));
      }
      database.exec("commit");
    }
    database.close();
  };
  const mirrored = async () => {
    const mirror = createMirror({ client, database: join(folder, `mirror-${Math.random()}.db`) });
    await mirror.sync({ sources: ["txn"] });
    await mirror.close();
  };
  await client.txn.listInvoices({ order_type: "asc" }).toArray({ maxItems: INVOICES }); // the server's pages are made
  const times = { hand: [] as number[], mirror: [] as number[] };
  for (let round = 0; round < 3; round++) {
    times.hand.push(await timeOf(byHand));
    times.mirror.push(await timeOf(mirrored));
  }
  server.stop();
  const [hand, mirror] = [Math.min(...times.hand), Math.min(...times.mirror)];
  console.log(
    `first fill of ${INVOICES}: ${(mirror / hand).toFixed(2)} x by hand (at most 1.5): ${mirror.toFixed(0)} and ${hand.toFixed(0)} ms`,
  );
}

/** Requests of a second sync, with 300 open invoices and 50 new ones. */
async function measureSecondSync(): Promise<void> {
  const sandbox = createSandbox({ reflex: { invoices: 1 }, txn: { invoices: INVOICES } });
  const mirror = createMirror({ client: createClient(sandbox.clientOptions()), database: join(folder, "second.db") });
  await sandbox.advance(9 * 86_400_000); // what was open is final
  sandbox.txn.insert(300);
  await mirror.sync();
  sandbox.txn.insert(50);
  const before = sandbox.requests.length;
  const report = await mirror.sync();
  const list = sandbox.requests;
  console.log(`second sync: ${list.length - before} requests (at most 15)\n${report}`);
  await mirror.close();
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await measureSecondSync();
await measureFirstFill();
await measureMerge();
rmSync(folder, { recursive: true, force: true });
