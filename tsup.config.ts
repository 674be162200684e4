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
 * Leaves out of ky what the client switches off or does itself: retries and their timing, progress events, telling
 * network errors by their words, merging the options of instances, and asking the platform what it can do. 3.4 KB gzip
 * less in a browser, 20 µs less a call, 50 ms less at a start of Node; test/package holds the built result to the same requests as the source.
 */
const leanKy: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "lean-ky",
  setup(build) {
    const parts: Record<string, string> = {
      "retry-timing":
        "export const getRetryTimingHeader = () => {}; export const calculateRetryTimingDelay = () => {};",
      normalize:
        "export const normalizeRequestMethod = String; export const normalizeRetryOptions = () => ({ limit: 0 });",
      body: "export const getBodySize = () => 0; export const streamRequest = String; export const streamResponse = String;",
      "is-network-error": "export default () => false;",
      options: "export const findUnknownOptions = () => ({}); export const hasSearchParameters = () => false;",
      // What ky asks of the platform when it is loaded makes Node load its whole fetch: two thirds of our import's time.
      constants: `
        export const supportsRequestStreams = false, supportsResponseStreams = false, supportsFormData = false;
        export const supportsAbortController = false, supportsAbortSignal = false;
        export const requestMethods = [], responseTypes = {};
        export const maxSafeTimeout = 2 ** 31 - 1;
        export const stop = Symbol(), retry = () => {};
        export class RetryMarker {}`,
      merge: `
        const none = [];
        export const mergeHooks = () => ({ init: none, beforeRequest: none, beforeRetry: none, beforeError: none, afterResponse: none });
        export const mergeHeaders = (_shared, own) => own;
        export const validateAndMerge = (...options) => Object.assign({}, ...options);
        export const deepMerge = validateAndMerge, cloneShallow = validateAndMerge, replaceOption = validateAndMerge;
        export const deletedParametersSymbol = Symbol();`,
    };
    const missing = new Set(Object.keys(parts));
    build.onLoad({ filter: /ky\/distribution\/(core|utils)\/[a-z-]+\.js$/ }, ({ path }) => {
      const name = path.replace(/^.*\/|\.js$/g, "");
      const contents = parts[name];
      missing.delete(name);
      return contents === undefined ? null : { contents };
    });
    // A renewed ky may be laid out otherwise: then this list is to be looked at, and not to be without effect in silence.
    build.onEnd(() => {
      if (missing.size > 0) throw new Error(`ky has no part of this name any more: ${[...missing].join(", ")}`);
    });
  },
};

/** 1.3 MB for each format as it is written, 0.6 MB minified: nobody reads it, and everybody downloads it. */
const sandbox: Options = { ...common, platform: "node", minify: true };

export default defineConfig([
  {
    ...common,
    platform: "neutral",
    entry: {
      index: "src/index.ts",
      reflex: "src/reflex/index.ts",
      txn: "src/txn/index.ts",
      bolt11: "src/bolt11/index.ts",
      // Not an entry point of the package: it puts the parser into a chunk of its own, so that a bundler can leave the
      // curve's chunk out where only parseInvoice is used.
      "bolt11-parse": "src/bolt11/parse.ts",
    },
    esbuildPlugins: [leanKy],
    esbuildOptions(options) {
      // graphql-request would bring a GraphQL parser that our documents do not need.
      options.alias = { graphql: fileURLToPath(new URL("src/reflex/graphql-stand-in.ts", import.meta.url)) };
      options.mainFields = ["browser", "module", "main"];
    },
  },
  {
    ...sandbox,
    format: "esm",
    entry: { sandbox: "src/sandbox/index.ts", "unvoice-sandbox": "src/sandbox/cli.ts" },
    dts: { entry: { sandbox: "src/sandbox/index.ts" } },
    // The CommonJS packages inside `require` Node's own modules.
    banner: {
      js: 'import { createRequire as createSandboxRequire } from "node:module"; const require = createSandboxRequire(import.meta.url);',
    },
  },
  {
    ...sandbox,
    format: "cjs",
    entry: { sandbox: "src/sandbox/index.ts" },
    dts: { entry: { sandbox: "src/sandbox/index.ts" } },
    // tsup's CommonJS step breaks minified chunks ("return_nullishCoalesce"); one entry needs none.
    splitting: false,
  },
]);
