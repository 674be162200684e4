import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/package/**/*.test.ts"],
    // Packs once and installs the tarball into every consumer: the tests see what a user's npm would.
    globalSetup: ["test/package/support/setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Compilers and runtimes: more at a time would only get in each other's way on two cores.
    maxWorkers: 2,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/package.json" }]] : ["default"],
  },
});
