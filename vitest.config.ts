import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^unvoice$/, replacement: source("index.ts") },
      { find: /^unvoice\/(reflex|txn|bolt11|sandbox)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/package/**"],
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/unit.json" }]] : ["default"],
    coverage: { provider: "v8", include: ["src/**"], exclude: ["src/sandbox/cli.ts"] },
  },
});
