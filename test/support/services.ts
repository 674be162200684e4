import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";

/** A server that a test started for itself. */
export interface Service {
  url: string;
  port: number;
  stop(): Promise<void>;
}

const POSTGRES = "/usr/lib/postgresql";

/** Where Debian keeps Postgres' programs; `null` where there are none: `apt-get install -y postgresql`. */
export const postgresPrograms: string | null = existsSync(POSTGRES)
  ? (readdirSync(POSTGRES)
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(POSTGRES, version, "bin"))
      .find((path) => existsSync(join(path, "initdb"))) ?? null)
  : null;

/** Whether Debian's Redis is there: `apt-get install -y redis-server`. */
export const hasRedis = existsSync("/usr/bin/redis-server");

/** Starts a Postgres of its own, on a free port and in a folder that goes with it. */
export async function startPostgres(): Promise<Service> {
  const programs = postgresPrograms ?? "";
  const folder = mkdtempSync(join(tmpdir(), "unvoice-postgres-"));
  // Postgres refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const user = isRoot ? { uid: id("-u"), gid: id("-g") } : {};
  if (isRoot) chownSync(folder, id("-u"), id("-g"));
  const data = join(folder, "data");
  const init = ["-D", data, "-A", "trust", "-U", "unvoice", "--no-sync", "-E", "UTF8", "--locale", "C"];
  execFileSync(join(programs, "initdb"), init, { ...user, cwd: folder, stdio: "ignore" });
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=50"].flatMap((one) => ["-c", one]);
  const server = spawn(join(programs, "postgres"), ["-D", data, "-k", folder, "-p", String(port), ...settings], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const url = `postgres://unvoice@127.0.0.1:${port}/postgres`;
  await until(server, async () => {
    const client = new pg.Client(url);
    await client.connect();
    await client.end();
  });
  return { url, port, stop: () => stop(server, folder, "SIGINT") };
}

/** Starts a Redis of its own, on a free port, that keeps nothing. */
export async function startRedis(): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "unvoice-redis-"));
  const port = await freePort();
  const server = spawn("/usr/bin/redis-server", ["--port", String(port), "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
  await until(server, async () => {
    const redis = new Redis(port, "127.0.0.1", { lazyConnect: true, retryStrategy: null });
    redis.on("error", () => {}); // what connect() rejects with
    await redis.connect().finally(() => redis.disconnect());
  });
  return { url: `redis://127.0.0.1:${port}`, port, stop: () => stop(server, folder, "SIGTERM") };
}

async function until(server: ChildProcess, works: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await works();
    } catch (error) {
      if (server.exitCode !== null || attempt > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stop(server: ChildProcess, folder: string, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  if (server.exitCode === null && server.kill(signal)) await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
