import { afterAll, beforeAll, expect, test } from "vitest";
import { type DashboardUnderTest, openDashboard } from "../support/dashboard.ts";

const ROWS = 10_000;
/** Pixels a frame: half of the table. */
const STEP = 300;

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
  await grid.scrollIntoViewIfNeeded();
  const devtools = await page.context().newCDPSession(page);
  // The thread's own time: other work on this machine does not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const parts = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
    return metrics.filter(({ name }) => parts.includes(name)).reduce((sum, { value }) => sum + value * 1000, 0);
  };
  const measured = async (what: string, pixels: number) => {
    const before = await spent();
    const { frames, blank, longest } = await grid.evaluate(scroll, pixels);
    const perFrame = ((await spent()) - before) / frames.length;
    const late = frames.filter((duration) => duration > 34).length;
    console.log(
      `${what}: ${perFrame.toFixed(1)} ms of the page's thread a frame, its longest task ${longest} ms; ` +
        `${late} of ${frames.length} frames late, the longest ${Math.max(...frames).toFixed(0)} ms.`,
    );
    return { blank, perFrame };
  };

  const loading = await measured(`Scrolling while ${ROWS} rows load`, STEP);
  expect(await page.locator("#progress").innerText()).toContain("end of the list");
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(ROWS + 1));
  expect(await page.locator("[role=row]").count()).toBeLessThan(100);
  const reading = await measured("Scrolling back", -STEP);
  for (const { blank, perFrame } of [loading, reading]) {
    expect(blank).toBe(0);
    // A frame has 16.7 ms. Drawing all 10,000 rows would take hundreds.
    expect(perFrame).toBeLessThan(16);
  }
  expect(complaints).toEqual([]);
});

/** Scrolls by so many pixels a frame to the list's end or start, and looks whether rows are there. Runs in the page. */
async function scroll(grid: Element, pixels: number): Promise<{ frames: number[]; blank: number; longest: number }> {
  const frame = () => new Promise<number>(requestAnimationFrame);
  const isThere = () =>
    pixels > 0
      ? /end of the list/.test(document.querySelector("#progress")?.textContent ?? "") &&
        grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1
      : grid.scrollTop === 0;
  let longest = 0;
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, Math.round(duration));
  });
  tasks.observe({ type: "longtask" });
  const frames: number[] = [];
  let blank = 0;
  let before = await frame();
  while (!isThere()) {
    grid.scrollTop += pixels;
    const now = await frame();
    frames.push(now - before);
    before = now;
    const { top, left, height } = grid.getBoundingClientRect();
    const row = document.elementFromPoint(left + 40, top + height / 2)?.closest(".rows .row");
    if (!row?.textContent) blank += 1;
  }
  tasks.disconnect();
  return { frames, blank, longest };
}
