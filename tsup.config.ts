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

/** Half as large minified: nobody reads it, and everybody downloads it. */
const sandbox: Options = { ...common, platform: "node", minify: true, removeNodeProtocol: false };

/** The command uses the entries beside it in `dist`, as a user's program would: nothing of them is built twice. */
const entriesOutside: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "entries-outside",
  setup(build) {
    build.onResolve({ filter: /^(\.\.\/)+(\w+\/)?index\.ts$/ }, ({ path }) => {
      const name = /(\w+)\/index\.ts$/.exec(path)?.[1] ?? "index";
      return { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * Node's own modules, whose functions are got when they are called. To load one reads all of its exports, and with them
 * what it would load only when it is used: of `util`, `fs`, `process` and `child_process` more than a short command does.
 */
const builtins: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "builtins",
  setup(build) {
    build.onResolve({ filter: /^(node:.*|events|readline)$/ }, ({ path }) => ({ path, namespace: "builtin" }));
    build.onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const load = `process.getBuiltinModule("${path}")`;
      if (path.endsWith("process") && !path.includes("child"))
        return { contents: "export default globalThis.process;" };
      // Its class is extended as soon as it is there.
      if (path.endsWith("events")) return { contents: `module.exports = ${load};` };
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) => /^\w+$/.test(name));
      const functions = names.map((name) => `export const ${name} = (...args) => ${load}.${name}(...args);`);
      const whole = `export default new Proxy({}, { get: (_, name) => ${load}[name] });`;
      return { contents: [...functions.filter((text) => !text.includes(" default ")), whole].join("\n") };
    });
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
      windows: "src/windows/index.ts",
      bolt11: "src/bolt11/index.ts",
      mirror: "src/mirror/index.ts",
      // Not an entry point of the package: it puts the parser into a chunk of its own, so that a bundler can leave the
      // curve's chunk out where only parseInvoice is used.
      "bolt11-parse": "src/bolt11/parse.ts",
    },
    esbuildOptions(options) {
      // The same parser and printer for graphql-request at 3 KB gzip instead of 11; vitest.config.ts has it likewise.
      options.alias = { graphql: "@0no-co/graphql.web" };
      options.mainFields = ["browser", "module", "main"];
    },
  },
  {
    ...sandbox,
    format: "esm",
    entry: { sandbox: "src/sandbox/index.ts", "unvoice-sandbox": "src/sandbox/cli.ts" },
    dts: { entry: { sandbox: "src/sandbox/index.ts" } },
  },
  {
    ...sandbox,
    format: "esm",
    entry: { unvoice: "src/command/main.ts" },
    dts: false,
    target: "node22",
    treeshake: false,
    esbuildPlugins: [entriesOutside, builtins],
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
