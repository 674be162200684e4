import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DashboardUnderTest, openDashboard } from "../support/dashboard.ts";

let dashboard: DashboardUnderTest;
beforeAll(async () => {
  dashboard = await openDashboard({ reflex: 300, txn: 150 });
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  dashboard.sandbox.faults.clear();
  // A page of the test before must not run into this one's faults.
  await dashboard.page.goto("about:blank");
});

const grid = () => dashboard.page.getByRole("grid", { name: "Invoices" });
const dialog = () => dashboard.page.getByRole("dialog");
const progress = () => dashboard.page.locator("#progress");
const rowAt = (index: number) => grid().locator(`[data-index="${index}"]`);

/** Scrolls until the list says that it ended. */
async function scrollToEnd(): Promise<number> {
  await expect
    .poll(async () => {
      await grid().evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return progress().innerText();
    })
    .toContain("end of the list");
  return Number(await grid().getAttribute("aria-rowcount")) - 1;
}

describe("the list", () => {
  beforeEach(async () => {
    await dashboard.page.goto(dashboard.url);
  });

  test("holds every invoice of both APIs once, newest first", async () => {
    await rowAt(0).waitFor();
    expect(await scrollToEnd()).toBe(450);
    await grid().evaluate((element) => element.scrollTo(0, 0));
    await rowAt(0).waitFor();
    const seen = new Map<number, string>();
    // Less than what is in view, the header left out. With both ends there, so is all between: rows are drawn in a run.
    const step = (await grid().evaluate((element) => element.clientHeight)) - 100;
    for (let top = 0; seen.size < 450 && top < 450 * 34; top += step) {
      await grid().evaluate((element, to) => element.scrollTo(0, to), top);
      await rowAt(Math.floor(top / 34)).waitFor();
      await rowAt(Math.min(449, Math.floor((top + step) / 34))).waitFor();
      const shown = await grid().evaluate((element) =>
        [...element.querySelectorAll<HTMLElement>("[data-index]:not([hidden])")].map((row): [number, string] => [
          Number(row.dataset.index),
          row.firstElementChild?.textContent ?? "",
        ]),
      );
      for (const [index, date] of shown) seen.set(index, date);
    }
    const dates = Array.from({ length: 450 }, (_, index) => seen.get(index));
    const { reflex, txn } = dashboard.sandbox;
    const made = [
      ...reflex.invoices.map((row) => row.created_at),
      ...txn.invoices.map((row) => String(row.attributes.createdAt)),
    ];
    const expected = made
      .map((date) => new Date(date).toISOString())
      .sort()
      .reverse();
    expect(dates).toEqual(expected.map((date) => date.slice(0, 16).replace("T", " ")));
  });

  test("is filtered by day and by tag, the sums with it", async () => {
    const { invoices } = dashboard.sandbox.reflex;
    const within = invoices.filter(({ created_at }) => created_at >= "2025-06-01" && created_at < "2025-07-01");
    const withdrawals = within.filter(({ tags }) =>
      tags.some(({ key, boolean_value }) => key === "is-withdrawal" && boolean_value),
    );
    expect(withdrawals.length).toBeGreaterThan(0);
    await dashboard.page.getByLabel("From", { exact: true }).fill("2025-06-01");
    await dashboard.page.getByLabel("To, inclusive").fill("2025-06-30");
    await dashboard.page.getByLabel("Tag", { exact: true }).fill("is-withdrawal=true");
    await dashboard.page.getByText("Txn's invoices carry no tags").waitFor();
    await expect.poll(() => grid().getAttribute("aria-rowcount")).toBe(String(withdrawals.length + 1));
    const counted = dashboard.page.locator(".totals div", { hasText: "Invoices" }).locator("dd");
    await expect.poll(() => counted.innerText()).toBe(String(withdrawals.length));
    await dashboard.page.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => counted.innerText()).toBe("300");
  });

  test("shows one API alone", async () => {
    await dashboard.page.getByRole("combobox", { name: "Source" }).selectOption("txn");
    await expect.poll(() => progress().innerText()).toMatch(/^Txn/);
    expect(await scrollToEnd()).toBe(150);
    expect(await dashboard.page.locator("#overview").isVisible()).toBe(false);
  });

  test("says what is wrong with a tag", async () => {
    await dashboard.page.getByLabel("Tag", { exact: true }).fill("User Id");
    await dashboard.page.getByText("A tag is written key=value").waitFor();
  });

  test("says that a filter matches nothing", async () => {
    await dashboard.page.getByLabel("From", { exact: true }).fill("2031-01-01");
    await dashboard.page.getByText("No invoice matches this filter.").waitFor();
    await dashboard.page.getByText("No data for this filter.").first().waitFor();
  });

  test("is walked by keyboard: arrows move, Enter opens, Escape closes and gives the focus back", async () => {
    await rowAt(0).waitFor();
    await grid().focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) await dashboard.page.keyboard.press(key);
    expect(await grid().getAttribute("aria-activedescendant")).toBe("row-2");
    const amount = await rowAt(2).locator("div").nth(2).innerText();
    await dashboard.page.keyboard.press("Enter");
    await dialog().waitFor();
    expect(await dialog().innerText()).toContain(amount);
    await dashboard.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "hidden" });
    expect(await grid().evaluate((element) => element === document.activeElement)).toBe(true);
    await dashboard.page.keyboard.press("PageDown");
    await dashboard.page.keyboard.press("Home");
    expect(await grid().getAttribute("aria-activedescendant")).toBe("row-0");
  });

  test("a Reflex row leads to its check and to the invoices with its tag", async () => {
    const { invoices } = dashboard.sandbox.reflex;
    await dashboard.page.getByRole("combobox", { name: "Source" }).selectOption("reflex");
    const index = [...invoices].reverse().findIndex(({ tags }) => tags.some(({ key }) => key === "user-id"));
    const invoice = invoices.at(-1 - index);
    const user = invoice?.tags.find(({ key }) => key === "user-id")?.string_value;
    // Until the filter applies, the list of both stands there: its rows are others.
    await expect.poll(() => progress().innerText()).toMatch(/^Reflex \d+ of 300 (?!.*Txn)/);
    await rowAt(index).click();
    await dialog().getByRole("button", { name: "Check this invoice" }).click();
    await expect
      .poll(() => dashboard.page.getByRole("textbox", { name: "Check an invoice" }).inputValue())
      .toBe(invoice?.payment_request);
    await rowAt(index).click();
    await dialog()
      .getByRole("button", { name: `user-id=${user}` })
      .click();
    const ofUser = invoices.filter(({ tags }) => tags.some(({ string_value }) => string_value === user));
    await expect.poll(() => grid().getAttribute("aria-rowcount")).toBe(String(ofUser.length + 1));
  });

  test("a Txn row opens with what was charged, paid and booked", async () => {
    await dashboard.page.getByRole("combobox", { name: "Source" }).selectOption("txn");
    await expect.poll(() => progress().innerText()).toMatch(/^Txn/);
    await rowAt(0).click();
    for (const heading of ["Payments", "Fees"]) await dialog().getByRole("heading", { name: heading }).waitFor();
    expect(await dialog().innerText()).toContain("Charged");
    await dialog().getByRole("button", { name: "Close" }).click();
    await dialog().waitFor({ state: "hidden" });
  });
});

describe("failures", () => {
  test("one API's failure is said, the other's rows stand, and a retry fills the gap in", async () => {
    dashboard.sandbox.faults.add({ kind: "empty_500", api: "txn", times: 1000 });
    await dashboard.page.goto(dashboard.url);
    const alert = dashboard.page.getByRole("alert");
    await alert.getByText("Txn has a problem of its own: HTTP 500").waitFor();
    await rowAt(0).waitFor();
    expect(await grid().locator("[data-api=txn]").count()).toBe(0);
    dashboard.sandbox.faults.clear();
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.getByText("HTTP 500").waitFor({ state: "detached" });
    expect(await scrollToEnd()).toBe(450);
  });

  test("a failure midway leaves no silent gap behind once it is mended", async () => {
    dashboard.sandbox.faults.add({ kind: "empty_500", api: "txn", skip: 1, times: 1000 });
    await dashboard.page.goto(dashboard.url);
    expect(await scrollToEnd()).toBe(300 + 100);
    const alert = dashboard.page.getByRole("alert");
    expect(await alert.innerText()).toMatch(/Txn invoices before 2025-\d\d-\d\d \d\d:\d\d are missing here/);
    dashboard.sandbox.faults.clear();
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => grid().getAttribute("aria-rowcount")).toBe("451");
  });

  test("both failing leaves no blank page", async () => {
    dashboard.sandbox.faults.add({ kind: "empty_500", times: 1000 });
    await dashboard.page.goto(dashboard.url);
    await expect.poll(() => dashboard.page.getByRole("alert").getByRole("button").count()).toBe(2);
    expect(await dashboard.page.getByRole("alert").innerText()).toContain("Reflex invoices are missing here");
  });
});
