import { defineConfig, type Options } from "tsup";

const common: Options = {
  format: ["esm", "cjs"],
  target: "es2022",
  dts: true,
  // Without shared chunks each CommonJS entry would carry its own copy of the error classes.
  splitting: true,
  treeshake: true,
  sourcemap: false,
};

export default defineConfig([
  {
    ...common,
    platform: "neutral",
    entry: {
      index: "src/index.ts",
      reflex: "src/reflex/index.ts",
      txn: "src/txn/index.ts",
      bolt11: "src/bolt11/index.ts",
    },
    esbuildOptions(options) {
      // graphql-request needs graphql's `parse` and `print` alone: the small twin saves 8 KB gzip
      // and frees the user's own version of graphql.
      options.alias = { graphql: "@0no-co/graphql.web" };
      options.mainFields = ["browser", "module", "main"];
    },
  },
  {
    ...common,
    platform: "node",
    entry: { sandbox: "src/sandbox/index.ts", "unvoice-sandbox": "src/sandbox/cli.ts" },
    // The CommonJS packages inside `require` Node's own modules. Minified, tsup's CommonJS chunks would not run.
    banner: ({ format }) =>
      format === "esm"
        ? {
            js: 'import { createRequire as createSandboxRequire } from "node:module"; const require = createSandboxRequire(import.meta.url);',
          }
        : {},
  },
]);
