import { afterAll, beforeAll, expect, test } from "vitest";
import { type DashboardUnderTest, openDashboard } from "../support/dashboard.ts";

const ROWS = 10_000;
const FRAMES = 300;

let dashboard: DashboardUnderTest;
beforeAll(async () => {
  // Mostly Txn's, which need no signing: 10,000 rows sooner.
  dashboard = await openDashboard({ reflex: 1000, txn: ROWS - 1000 });
});
afterAll(() => dashboard.close());

test("10,000 invoices load while one scrolls, and scroll smoothly", { timeout: 180_000 }, async () => {
  const { page, url, complaints } = dashboard;
  await page.goto(url);
  const grid = page.getByRole("grid", { name: "Invoices" });
  await grid.locator("[data-index='0']").waitFor();
  await expect
    .poll(
      async () => {
        await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        return page.locator("#progress").innerText();
      },
      { timeout: 150_000 },
    )
    .toContain("end of the list");
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(ROWS + 1));
  expect(await page.locator("[role=row]").count()).toBeLessThan(100);

  await grid.scrollIntoViewIfNeeded();
  const devtools = await page.context().newCDPSession(page);
  // The thread's own time: other work on this machine does not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const parts = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
    return metrics.filter(({ name }) => parts.includes(name)).reduce((sum, { value }) => sum + value * 1000, 0);
  };
  const before = await spent();
  const { frames, blank } = await grid.evaluate(scroll, FRAMES);
  const perFrame = (await spent()) - before;
  const late = frames.filter((duration) => duration > 34).length;
  console.log(
    `Scrolling ${ROWS} rows: ${(perFrame / FRAMES).toFixed(1)} ms of the page's thread a frame; ` +
      `${late} of ${FRAMES} frames late, the longest ${Math.max(...frames).toFixed(0)} ms.`,
  );
  expect(blank).toBe(0);
  // A frame has 16.7 ms. Drawing all 10,000 rows would take hundreds.
  expect(perFrame / FRAMES).toBeLessThan(16);
  expect(complaints).toEqual([]);
});

/** Scrolls at 9,000 pixels a second, up and back, and looks whether rows are there. Runs in the page. */
async function scroll(grid: Element, count: number): Promise<{ frames: number[]; blank: number }> {
  const frame = () => new Promise<number>(requestAnimationFrame);
  const frames: number[] = [];
  let blank = 0;
  let before = await frame();
  for (let step = 0; step < count; step++) {
    grid.scrollTop += step < count / 2 ? -150 : 150;
    const now = await frame();
    frames.push(now - before);
    before = now;
    const { top, left, height } = grid.getBoundingClientRect();
    const row = document.elementFromPoint(left + 40, top + height / 2)?.closest(".rows .row");
    if (!row?.textContent) blank += 1;
  }
  return { frames, blank };
}
