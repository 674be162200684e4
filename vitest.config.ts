import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** graphql-request gets the parser that the build gives it (tsup.config.ts); the sandbox keeps `graphql` itself. */
const graphqlWeb: Plugin = {
  name: "graphql-web",
  enforce: "pre",
  resolveId(name, importer) {
    const isClients = name === "graphql" && importer?.includes("/node_modules/graphql-request/");
    return isClients ? this.resolve("@0no-co/graphql.web", importer) : null;
  },
};

export default defineConfig({
  plugins: [graphqlWeb],
  resolve: {
    alias: [
      { find: /^unvoice$/, replacement: source("index.ts") },
      { find: /^unvoice\/(reflex|txn|windows|bolt11|sandbox|mirror)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "examples/*.test.ts"],
    exclude: ["test/browser/**", "test/package/**", "test/stacks/**"],
    server: { deps: { inline: ["graphql-request"] } },
    // What hangs, fails; how long the rest takes on a busy machine is no test's business.
    testTimeout: 60_000,
    // Much of the time is spent waiting: for servers, databases, other processes.
    maxWorkers: 2,
    reporters: process.env.CI ? ["default", ["json", { outputFile: "reports/unit.json" }]] : ["default"],
    coverage: {
      provider: "v8",
      reporter: ["text", "html"],
      reportOnFailure: true,
      include: ["src/**"],
      // The commands run in processes of their own: test/sandbox, test/command.
      exclude: ["src/sandbox/cli.ts", "src/command/main.ts"],
      thresholds: {
        lines: 95,
        branches: 95,
        "src/{bolt11,pagination,transport}/**": { lines: 100, branches: 100 },
      },
    },
  },
});
