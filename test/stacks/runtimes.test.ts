import { expect, test } from "vitest";
import { npx } from "../package/support/shell.ts";
import { expectEverything, prepare } from "./support/stack.ts";

test.each([
  ["node@22.12.0", "node main.mjs"],
  ["bun@1.4.5", "bun run main.mjs"],
  ["deno@2.9.6", "deno run --allow-net main.mjs"],
])("%s", async (runtime, command) => {
  const stack = await prepare("runtimes", []);
  expectEverything(await npx([runtime], command, stack.directory), stack);
});

test.each(["2.7.0", "3.3.2"])("node-fetch %s", async (version) => {
  const stack = await prepare("fetches", [`node-fetch@${version}`]);
  expectEverything(await stack.run("node", "node-fetch.mjs"), stack);
});

test("undici through a proxy", async () => {
  const stack = await prepare("fetches", ["undici@8"]);
  const printed = await npx(["node@24.21.0"], "node proxy.mjs", stack.directory);
  expectEverything(printed, stack);
  expect(printed).toContain("through the proxy: true");
});
