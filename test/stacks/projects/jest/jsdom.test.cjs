/** @jest-environment ./environment.cjs */
test("importing never throws", () => {
  expect(typeof require("unvoice").createClient).toBe("function");
  expect(typeof require("unvoice/txn").createTxnClient).toBe("function");
  expect(typeof require("unvoice/bolt11").decodeInvoice).toBe("function");
});

test("works with a fetch of the user's own", async () => {
  const unvoice = require("unvoice");
  const { work } = require("./work.cjs");
  const options = require("./options.json");
  // jsdom has no fetch: as in a real page test, the environment lends Node's.
  console.info(JSON.stringify(await work(unvoice, { ...options, fetch: nodeFetch, dangerouslyAllowBrowser: true })));
});
