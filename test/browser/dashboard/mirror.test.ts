import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "unvoice";
import { createMirror, type Mirror } from "unvoice/mirror";
import { createSandbox } from "unvoice/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MirrorRoutes } from "../../../examples/dashboard/backend/mirror.ts";
import { type RunningDashboard, startDashboard } from "../../../examples/dashboard/backend/start.ts";
import { openPage, type WatchedPage } from "../support/page.ts";

const directory = mkdtempSync(join(tmpdir(), "unvoice-dashboard-"));
const database = join(directory, "invoices.db");
let mirror: Mirror;
let dashboard: RunningDashboard;
let watched: WatchedPage;

// Filled from the sandbox, then read without it.
beforeAll(async () => {
  const sandbox = createSandbox({ reflex: { invoices: 450 }, txn: { invoices: 30 } });
  const client = createClient(sandbox.clientOptions());
  const [invoice] = (await client.txn.listInvoices({ per_page: 1 })).items;
  const payment_request = sandbox.reflex.invoices[0]?.payment_request ?? "";
  const tags = [{ key: "order-id", string_value: invoice?.reference ?? "order-7" }];
  await client.reflex.pushInvoice({ invoice: { payment_request, description: "paid out for an order", tags } });
  await using filling = createMirror({ client, database });
  await filling.sync();

  mirror = createMirror({ client: createClient(), database });
  dashboard = await startDashboard(new MirrorRoutes(mirror, "order-id"), 0);
  watched = await openPage({ viewport: { width: 1280, height: 900 } });
  await watched.page.goto(dashboard.url);
});

afterAll(async () => {
  await watched.close();
  await dashboard.close();
  await mirror.close();
  rmSync(directory, { recursive: true, force: true });
});

test("a mirror's invoices of both APIs are listed offline, to the end", async () => {
  const { page } = watched;
  await page.locator(".grid").focus();
  const progress = async () => {
    await page.keyboard.press("End");
    return page.textContent("#progress");
  };
  await expect.poll(progress, { timeout: 20_000 }).toMatch(/Reflex 45\d, all · Txn 30, all/);
  expect(watched.complaints).toEqual([]);
});

test("what belongs together is told, in sum and by invoice", async () => {
  const { page } = watched;
  await page.locator("#matches", { hasText: "Matched" }).waitFor();
  expect(await page.textContent("#matches")).toMatch(/^Matched \d+ · only Reflex \d+ · only Txn \d+ · ambiguous \d+$/);
});

test("nothing is asked of the APIs: a pasted invoice is decoded and not checked", async () => {
  const { page } = watched;
  await page.fill(
    "#payment-request",
    createSandbox({ reflex: { invoices: 1 } }).reflex.invoices[0]?.payment_request ?? "",
  );
  await page.locator("#checks", { hasText: "asks nobody" }).waitFor();
  expect((await fetch(`${dashboard.url}/api/reflex`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${dashboard.url}/api/txn/api/public/v1/invoices`)).status).toBe(404);
  expect((await fetch(`${dashboard.url}/api/mirror/invoices?source=other`)).status).toBe(400);
});
