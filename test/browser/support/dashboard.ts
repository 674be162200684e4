import type { BrowserContextOptions } from "playwright";
import { createSandbox, type Sandbox } from "unvoice/sandbox";
import { startDashboard } from "../../../examples/dashboard/backend/start.ts";
import { sandboxUpstreams } from "../../../examples/dashboard/backend/upstreams.ts";
import { openPage, type WatchedPage } from "./page.ts";

/** A dashboard with a sandbox behind it and a browser before it. */
export interface DashboardUnderTest extends WatchedPage {
  url: string;
  sandbox: Sandbox;
}

/** Invoices behind each API. */
export interface Volume {
  reflex: number;
  txn: number;
}

/** Starts a dashboard and opens a page, which has yet to go there. */
export async function openDashboard(
  volume: Volume,
  options: BrowserContextOptions = { viewport: { width: 1280, height: 900 } },
): Promise<DashboardUnderTest> {
  const sandbox = createSandbox({ reflex: { invoices: volume.reflex }, txn: { invoices: volume.txn } });
  const upstreams = await sandboxUpstreams(sandbox);
  const dashboard = await startDashboard(upstreams, 0);
  const watched = await openPage(options);
  return {
    ...watched,
    url: dashboard.url,
    sandbox,
    async close() {
      await watched.close();
      await dashboard.close();
      await upstreams.close();
    },
  };
}
