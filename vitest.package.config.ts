import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const built = (name: string) => fileURLToPath(new URL(`dist/${name}.js`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^unvoice$/, replacement: built("index") },
      { find: /^unvoice\/(reflex|txn|windows|mirror|bolt11|sandbox)$/, replacement: built("$1") },
    ],
  },
  test: {
    // Packs, which builds, and installs the tarball into every consumer: the tests see what a user's npm would.
    globalSetup: ["test/package/support/setup.ts"],
    include: [
      "test/package/**/*.test.ts",
      // The tests of the source that know the package by its name alone: here they try what ships.
      "test/client.test.ts",
      "test/transport/{connections,fetches}.test.ts",
      "test/reflex/{lists,request}.test.ts",
      "test/reflex/push/*.test.ts",
      "test/txn/{lists,reads,wait,webhook}.test.ts",
      "test/txn/create/create.test.ts",
      "test/stream/stream.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Compilers and runtimes: more at a time would only get in each other's way.
    maxWorkers: 2,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/package.json" }]] : ["default"],
  },
});
