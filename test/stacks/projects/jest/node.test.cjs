/** @jest-environment node */
const fs = require("node:fs");

test("works", async () => {
  const unvoice = require("unvoice");
  const { work } = require("./work.cjs");
  console.info(JSON.stringify(await work(unvoice, require("./options.json"))));
});

test("takes dates of this realm and of another", async () => {
  const { createClient } = require("unvoice");
  const { createSandbox } = require("unvoice/sandbox");
  const client = createClient(createSandbox().clientOptions());
  const { mtime } = fs.statSync(__filename);
  expect((await client.txn.listInvoices({ created_at_to: mtime })).items.length).toBe(50);
  expect((await client.txn.listInvoices({ created_at_to: new Date() })).items.length).toBe(50);
});

test("knows that nobody listens", async () => {
  const { createClient, ConnectionError } = require("unvoice");
  const client = createClient({
    reflex: { apiKey: "key-of-a-test", url: "http://127.0.0.1:9/graphql" },
    maxRetries: 0,
  });
  const error = await client.reflex.ping().catch((reason) => reason);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error.code).toBe("connection_failed");
});

test("lists under fake timers that were there before the import", async () => {
  jest.useFakeTimers();
  jest.resetModules();
  const { createClient } = require("unvoice");
  const { createSandbox } = require("unvoice/sandbox");
  const client = createClient(createSandbox({ txn: { invoices: 120 } }).clientOptions());
  expect(await client.txn.listInvoices().toArray({ maxItems: 1000 })).toHaveLength(120);
  jest.useRealTimers();
});

test("starts the sandbox's first page soon", async () => {
  const { createClient } = require("unvoice");
  const { createSandbox } = require("unvoice/sandbox");
  const started = performance.now();
  await createClient(createSandbox().clientOptions()).reflex.getInvoices();
  console.info(`first page of the sandbox: ${Math.round(performance.now() - started)} ms`);
});
