/**
 * The dashboard: `npm run dashboard`. Runs against the sandbox; with REFLEX_API_KEY or TXN_API_KEY (and TXN_BASE_URL) set,
 * against that API. The keys stay in this process.
 */
import { startDashboard } from "./backend/start.ts";
import { upstreamsFromEnvironment } from "./backend/upstreams.ts";

const upstreams = await upstreamsFromEnvironment(process.env);
const dashboard = await startDashboard(upstreams, Number(process.env.PORT ?? 4020));
console.log(`Reflex: ${upstreams.reflex.mode}. Txn: ${upstreams.txn.mode}.`);
console.log(`Dashboard: ${dashboard.url} (Ctrl+C ends it)`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await dashboard.close();
    await upstreams.close();
  });
}
