import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { createMirror, Mirror } from "../mirror/index.ts";
import { configuredSources, connect, type Source } from "./connect.ts";
import type { Context } from "./context.ts";
import { CommandError } from "./failure.ts";
import { readSettings } from "./input/settings.ts";
import { readSource } from "./select.ts";

/** The options of sync and audit. */
export interface MirrorCommandOptions {
  database?: string;
  schema?: string;
}

type Database = Parameters<typeof createMirror>[0]["database"];

/** Opens the mirror, has something done with it, and closes it. An interruption stops what is under way. */
export async function withMirror<T>(
  context: Context<MirrorCommandOptions>,
  work: (mirror: Mirror, sources: Source[], signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { shell, options, args } = context;
  const asked = readSource(args[0]);
  const both: Source[] = ["reflex", "txn"];
  const sources = asked === undefined ? configuredSources(shell, options) : asked === "all" ? both : [asked];
  const client = await connect(context, sources);
  const { createMirror } = await import("../mirror/index.ts");
  const { database, end } = await openDatabase(context);
  const mirror = createMirror({ client, database, schema: options.schema });
  const interrupted = new AbortController();
  const stop = () =>
    interrupted.abort(new CommandError(75, "Interrupted: what was stored stays, and the next sync goes on there."));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(mirror, sources, interrupted.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    await mirror.close();
    await end();
  }
}

async function openDatabase({
  shell,
  options,
}: Context<MirrorCommandOptions>): Promise<{ database: Database; end: () => Promise<void> }> {
  const url = readSettings(shell, options).DATABASE_URL?.value;
  if (options.database !== undefined) return { database: resolve(shell.cwd, options.database), end: async () => {} };
  if (url === undefined) {
    throw new CommandError(64, "Name the mirror's file with --database FILE, or set DATABASE_URL for Postgres.");
  }
  const pool = await openPool(shell.cwd, url);
  return { database: { postgres: pool }, end: () => pool.end() };
}

type Pool = Exclude<Database, string>["postgres"] & { end(): Promise<void> };

/** The driver of Postgres is the user's own: few need it. */
async function openPool(cwd: string, connectionString: string): Promise<Pool> {
  try {
    const { Pool } = createRequire(join(cwd, "package.json"))("pg") as { Pool: new (options: object) => Pool };
    return new Pool({ connectionString });
  } catch (cause) {
    throw new CommandError(
      78,
      "DATABASE_URL names a Postgres database: install its driver in this folder (npm i pg), or use --database FILE.",
      { cause },
    );
  }
}
