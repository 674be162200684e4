import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^unvoice$/, replacement: source("index.ts") },
      { find: /^unvoice\/(reflex|txn|windows|bolt11|sandbox|mirror)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "examples/*.test.ts"],
    exclude: ["test/browser/**", "test/package/**", "test/stacks/**"],
    // What hangs, fails; how long the rest takes on a busy machine is no test's business.
    testTimeout: 60_000,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/unit.json" }]] : ["default"],
    coverage: {
      provider: "v8",
      reporter: ["text", "html"],
      reportOnFailure: true,
      include: ["src/**"],
      // The command runs in processes of its own, and the stand-in only in the built package: test/sandbox, test/package.
      exclude: ["src/sandbox/cli.ts", "src/command/main.ts", "src/reflex/graphql-stand-in.ts"],
      thresholds: {
        lines: 95,
        branches: 95,
        "src/{bolt11,pagination,transport}/**": { lines: 100, branches: 100 },
      },
    },
  },
});
