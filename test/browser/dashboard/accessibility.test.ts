import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Result } from "axe-core";
import type { BrowserContextOptions, Page } from "playwright";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DashboardUnderTest, openDashboard } from "../support/dashboard.ts";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const UNKNOWN_NODES =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

async function open(options: BrowserContextOptions): Promise<DashboardUnderTest> {
  const dashboard = await openDashboard({ reflex: 200, txn: 60 }, options);
  onTestFinished(() => dashboard.close());
  await dashboard.page.goto(dashboard.url);
  await dashboard.page.locator("[data-index='0']").waitFor();
  return dashboard;
}

/** What axe-core finds to be serious or critical. */
async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Result[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.each([
  ["light", { colorScheme: "light", viewport: desktop }],
  ["dark", { colorScheme: "dark", viewport: desktop }],
  ["light, on a phone", { colorScheme: "light", viewport: phone, isMobile: true, hasTouch: true }],
] as const)("in %s", (_, options) => {
  test("nothing serious is found, nothing is complained of, no key comes to the page", async () => {
    const { page, complaints, sandbox, url } = await open(options);
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => bodies.push(response.text().catch(() => "")));
    await page.goto(url);
    await page.locator("[data-index='0']").waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    const flagged = await flaggedInvoice(sandbox);
    for (const invoice of [UNKNOWN_NODES, "lnbc1broken", flagged]) {
      await page.getByRole("textbox", { name: "Check an invoice" }).fill(invoice);
      await page.waitForFunction(() => document.querySelector("#checks .waiting") === null);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.locator(".notice.loud").waitFor();

    for (const api of ["reflex", "txn"]) {
      await page.locator(`[data-api=${api}]`).first().click();
      await page.getByRole("dialog").waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    expect(complaints).toEqual([]);
    const { reflex, txn } = sandbox.clientOptions();
    const everything = (await Promise.all(bodies)).join("\n");
    expect(everything).toContain("getInvoices");
    for (const { apiKey } of [reflex, txn]) expect(everything).not.toContain(apiKey);
  });

  test("nothing sticks out at the side", async () => {
    const { page } = await open(options);
    const { content, window } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(content).toBeLessThanOrEqual(window);
  });
});

test("what is focused can be seen, and the list is reached by tabbing", async () => {
  const { page } = await open({ viewport: desktop });
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return {
        role: element?.getAttribute("role"),
        tag: element?.outerHTML.slice(0, 80),
        outline: element ? getComputedStyle(element).outlineStyle : "none",
      };
    });
    expect(focused).not.toMatchObject({ outline: "none" });
    if (focused.role === "grid") return;
  }
  throw new Error("the list cannot be reached by tabbing");
});

/** A stored invoice to whose payee a list's flag sticks. */
async function flaggedInvoice({ fetch, clientOptions, reflex }: DashboardUnderTest["sandbox"]): Promise<string> {
  const headers = { authorization: `Bearer ${clientOptions().reflex.apiKey}`, "content-type": "application/json" };
  const query = `mutation ($invoice: CreateInvoice!) { pushInvoice(invoice: $invoice, options: { invoice: { do_not_save: true } }) {
    checks { destinations { checks { ips { list { flags } } } } } } }`;
  for (const { payment_request } of reflex.invoices) {
    const body = JSON.stringify({ query, variables: { invoice: { payment_request } } });
    const answer = await fetch("http://sandbox/graphql", { method: "POST", headers, body });
    if (/"flags":\["/.test(await answer.text())) return payment_request;
  }
  throw new Error("the sandbox has no such invoice");
}
