import { fileURLToPath } from "node:url";
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

/**
 * Leaves out of ky what the client switches off or does itself: reading Retry-After, progress events, and telling network
 * errors by their words. 1.5 KB gzip less in a browser; test/package runs the built result.
 */
const leanKy: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "lean-ky",
  setup(build) {
    const parts: Record<string, string> = {
      "retry-timing":
        "export const getRetryTimingHeader = () => {}; export const calculateRetryTimingDelay = () => {};",
      body: "export const getBodySize = () => 0; export const streamRequest = String; export const streamResponse = String;",
      "is-network-error": "export default () => false;",
    };
    build.onLoad(
      { filter: /ky\/distribution\/(core|utils)\/(retry-timing|body|is-network-error)\.js$/ },
      ({ path }) => ({
        contents: parts[path.replace(/^.*\/|\.js$/g, "")] ?? "",
      }),
    );
  },
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
    esbuildPlugins: [leanKy],
    esbuildOptions(options) {
      // graphql-request would bring a GraphQL parser that our documents do not need.
      options.alias = { graphql: fileURLToPath(new URL("src/reflex/graphql-stand-in.ts", import.meta.url)) };
      options.mainFields = ["browser", "module", "main"];
    },
  },
  {
    ...common,
    platform: "node",
    entry: { sandbox: "src/sandbox/index.ts", "unvoice-sandbox": "src/sandbox/cli.ts" },
    dts: { entry: { sandbox: "src/sandbox/index.ts" } },
    // The CommonJS packages inside `require` Node's own modules. Minified, tsup's CommonJS chunks would not run.
    banner: ({ format }) =>
      format === "esm"
        ? {
            js: 'import { createRequire as createSandboxRequire } from "node:module"; const require = createSandboxRequire(import.meta.url);',
          }
        : {},
  },
]);
