import { expect, test } from "vitest";
import { expectEverything, prepare } from "./support/stack.ts";

test("Jest on Node", async () => {
  const stack = await prepare("jest", ["jest@30.5.2"]);
  const printed = await stack.run("sh", "-c", "npx --no jest --testRegex 'node.test.cjs' 2>&1");
  expectEverything(printed, stack);
  const milliseconds = Number(/first page of the sandbox: (\d+) ms/.exec(printed)?.[1]);
  console.info(`the sandbox's first page in Jest: ${milliseconds} ms`);
  expect(milliseconds).toBeGreaterThan(0);
});

test("Jest with jsdom", async () => {
  const stack = await prepare("jest", ["jest@30.5.2", "jest-environment-jsdom@30.5.2"]);
  expectEverything(await stack.run("sh", "-c", "npx --no jest --testRegex 'jsdom.test.cjs' 2>&1"), stack);
});

test("Vitest with jsdom", async () => {
  const stack = await prepare("vitest-jsdom", ["vitest@5.1.1", "jsdom@31.0.1"]);
  expectEverything(await stack.run("sh", "-c", "npx --no vitest run 2>&1"), stack);
});
