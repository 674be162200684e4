import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The tests of what is mutated (stryker.config.json), and no others: each mutant runs them again.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/{pagination,transport}/**/*.test.ts", "test/reflex/{graphql-errors,lists}.test.ts"],
  },
});
