/**
 * The dashboard: `npm run dashboard`. Runs against the sandbox; with REFLEX_API_KEY or TXN_API_KEY (and TXN_BASE_URL) set,
 * against that API. The keys stay in this process. Offline, it reads a mirror (docs/mirror.md):
 *
 *   npm run dashboard -- --mirror invoices.db                            both APIs' invoices, matched by payment hash
 *   npm run dashboard -- --mirror invoices.db --match-tag order-id       and by the tag that carries Txn's reference
 */
import { parseArgs } from "node:util";
import { createClient } from "unvoice";
import { createMirror } from "unvoice/mirror";
import { MirrorRoutes } from "./backend/mirror.ts";
import { startDashboard } from "./backend/start.ts";
import { upstreamsFromEnvironment } from "./backend/upstreams.ts";

const { values } = parseArgs({ options: { mirror: { type: "string" }, "match-tag": { type: "string" } } });
const port = Number(process.env.PORT ?? 4020);
const { source, close, name } = values.mirror === undefined ? await openApis() : openMirror(values.mirror);
const dashboard = await startDashboard(source, port);
console.log(name);
console.log(`Dashboard: ${dashboard.url} (Ctrl+C ends it)`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await dashboard.close();
    await close();
  });
}

async function openApis() {
  const upstreams = await upstreamsFromEnvironment(process.env);
  const { reflex, txn, close } = upstreams;
  return { source: upstreams, close, name: `Reflex: ${reflex.mode}. Txn: ${txn.mode}.` };
}

function openMirror(database: string) {
  // Its client is never asked: the page only reads what the mirror holds.
  const mirror = createMirror({ client: createClient(), database });
  const routes = new MirrorRoutes(mirror, values["match-tag"] ?? null);
  return { source: routes, close: () => mirror.close(), name: `Mirror: ${database}.` };
}
