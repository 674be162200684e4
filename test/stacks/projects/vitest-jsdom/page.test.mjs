// @vitest-environment jsdom
import * as unvoice from "unvoice";
import { expect, test } from "vitest";
import options from "./options.json";
import { work } from "./work.mjs";

test("works", async () => {
  const report = await work(unvoice, { ...options, dangerouslyAllowBrowser: true });
  console.info(JSON.stringify(report));
  expect(report.isUnvoiceError).toBe(true);
});
