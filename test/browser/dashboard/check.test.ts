import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DashboardUnderTest, openDashboard } from "../support/dashboard.ts";

/** The invoice of Reflex's documentation: testnet, long expired, its nodes unknown to the sandbox. */
const DOCUMENTED =
  "lntb1u1pwz5w78pp5e8w8cr5c30xzws92v36sk45znhjn098rtc4pea6ertnmvu25ng3sdpywd6hyetyvf5hgueqv3jk6meqd9h8vmmfvdjsxqrrssy29mzkzjfq27u67evzu893heqex737dhcapvcuantkztg6pnk77nrm72y7z0rs47wzc09vcnugk2ve6sr2ewvcrtqnh3yttv847qqvqpvv398x";

let dashboard: DashboardUnderTest;
beforeAll(async () => {
  dashboard = await openDashboard({ reflex: 400, txn: 20 });
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  await dashboard.page.goto(dashboard.url);
});

const field = () => dashboard.page.getByRole("textbox", { name: "Check an invoice" });
const decoded = () => dashboard.page.getByLabel("What the invoice says");
const answer = () => dashboard.page.getByLabel("What Reflex knows of its nodes");

/** A stored invoice of which Reflex's answer has, or has not, a flag. */
async function invoiceWith(flagged: boolean) {
  const { sandbox } = dashboard;
  const authorization = `Bearer ${sandbox.clientOptions().reflex.apiKey}`;
  const query = `mutation ($invoice: CreateInvoice!) { pushInvoice(invoice: $invoice, options: { invoice: { do_not_save: true } }) {
    checks { destinations { checks { channels { list { addresses { flags } } } ips { list { flags } } } } } } }`;
  for (const { payment_request, destination } of sandbox.reflex.invoices) {
    const body = JSON.stringify({ query, variables: { invoice: { payment_request } } });
    const init = { method: "POST", headers: { authorization, "content-type": "application/json" }, body };
    const text = await (await sandbox.fetch("http://sandbox/graphql", init)).text();
    const flags = [...text.matchAll(/"flags":\["(\w+)"/g)].map(([, flag]) => flag ?? "");
    const known = text.includes('"flags":');
    if (known && flags.length > 0 === flagged) return { payment_request, destination, flags };
  }
  throw new Error("the sandbox has no such invoice");
}

describe("checking an invoice", () => {
  test("what is typed is decoded at once, with what is wrong with it", async () => {
    await field().fill(DOCUMENTED);
    await expect.poll(() => decoded().innerText()).toContain("100 sat");
    const text = await decoded().innerText();
    expect(text).toContain("testnet");
    expect(text).toContain("suredbits demo invoice");
    expect(text).toContain("0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1");
    expect(text).toContain("expired");
    expect(text).toContain("no payment secret");
  });

  test("a changed character is shown in its place", async () => {
    await field().fill(DOCUMENTED.replace("w78", "b78"));
    await expect.poll(() => decoded().innerText()).toContain("Not a readable invoice");
    expect(await decoded().locator("mark").innerText()).toBe("b");
  });

  test("nodes that nothing is known of are not called clean", async () => {
    await field().fill(DOCUMENTED);
    await answer().getByText("No data.").waitFor();
    expect(await answer().innerText()).toContain("does not make them clean");
  });

  test("flags come first and are named", async () => {
    const { payment_request, flags } = await invoiceWith(true);
    await field().fill(payment_request);
    const first = answer().locator(".notice").first();
    await expect.poll(() => first.innerText()).toContain(flags[0]);
    expect(await first.getAttribute("class")).toContain("loud");
    expect(await answer().locator(".hits li").count()).toBe(flags.length);
  });

  test("each node has its countries and its shares of VPN, Tor and hosting", async () => {
    const { payment_request, destination } = await invoiceWith(false);
    await field().fill(payment_request);
    const node = answer().locator("article").first();
    await node.waitFor();
    expect(await node.locator("h3 code").getAttribute("title")).toBe(destination);
    for (const name of ["VPN", "Tor", "Hosting"]) expect(await node.innerText()).toContain(name);
  });

  test("nothing is saved", async () => {
    const before = dashboard.sandbox.reflex.invoices.length;
    await field().fill(DOCUMENTED);
    await answer().getByText("No data.").waitFor();
    expect(dashboard.sandbox.reflex.invoices).toHaveLength(before);
  });

  test("a failed check can be tried again", async () => {
    dashboard.sandbox.faults.add({ kind: "html_502", operation: "pushInvoice", times: 3 });
    await field().fill(DOCUMENTED);
    await answer().getByText("The check failed.").waitFor();
    await answer().getByRole("button", { name: "Try again" }).click();
    await answer().getByText("No data.").waitFor();
  });

  test("the first decode is shown soon after the script's load", async () => {
    await dashboard.page.addInitScript((text) => {
      // Module scripts have run by then.
      document.addEventListener("DOMContentLoaded", () => {
        const input = document.querySelector("textarea");
        const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith(".js"));
        if (input === null || script === undefined) return;
        input.value = text;
        input.dispatchEvent(new Event("input"));
        const { responseEnd } = script as PerformanceResourceTiming;
        Object.assign(window, { firstDecodeMs: performance.now() - responseEnd });
      });
    }, DOCUMENTED);
    await dashboard.page.goto(dashboard.url);
    const milliseconds = await dashboard.page.evaluate(
      () => (window as unknown as { firstDecodeMs: number }).firstDecodeMs,
    );
    expect(await decoded().innerText()).toContain("100 sat");
    console.log(`First decode shown ${milliseconds.toFixed(0)} ms after the script's load (to reach: 100 ms).`);
    // Ten times the aim: this machine is shared.
    expect(milliseconds).toBeLessThan(1000);
  });
});
