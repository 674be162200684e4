import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const built = (name: string) => fileURLToPath(new URL(`dist/${name}.js`, import.meta.url));

/** The packed package in other people's tools. Each downloads its own: not a part of `.ci/run`. */
export default defineConfig({
  resolve: { alias: [{ find: /^unvoice\/sandbox$/, replacement: built("sandbox") }] },
  test: {
    globalSetup: ["test/stacks/support/setup.ts"],
    include: ["test/stacks/**/*.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
