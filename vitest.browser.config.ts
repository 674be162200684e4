import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM, launchOptions } from "./test/browser/support/chromium.ts";

if (!existsSync(CHROMIUM)) {
  throw new Error(
    `No Chromium at ${CHROMIUM}. Install it (Debian, Ubuntu: apt-get install -y chromium), ` +
      "or set CHROMIUM to the path of one. Nothing is downloaded by the tests.",
  );
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const alias = [
  { find: /^unvoice$/, replacement: path("src/index.ts") },
  { find: /^unvoice\/(reflex|txn|windows|bolt11|sandbox)$/, replacement: path("src/$1/index.ts") },
];

export default defineConfig({
  resolve: { alias },
  test: {
    // Here and not with the project that needs it, whose `graphql` is another: the sandbox executes a real schema.
    globalSetup: ["test/browser/support/servers.ts"],
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/browser.json" }]] : ["default"],
    projects: [
      {
        // As tsup.config.ts builds it.
        resolve: { alias: [...alias, { find: /^graphql$/, replacement: "@0no-co/graphql.web" }] },
        // Found while a test runs, a dependency would reload the page under it.
        optimizeDeps: {
          include: [
            "ky",
            "graphql-request",
            "@0no-co/graphql.web",
            "zod/v4/core",
            "@noble/secp256k1",
            "@noble/hashes/sha2.js",
          ],
        },
        test: {
          name: "in the browser",
          include: ["test/browser/client/*.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "whole pages",
          include: ["test/browser/pages/*.test.ts", "test/browser/dashboard/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // As for the others: how long a busy machine takes is no test's business.
          expect: { poll: { timeout: 20_000 } },
          // One Chromium at a time: they would fight for two cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
