import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readReport, serveFolder } from "./support/page.ts";
import { EVERYTHING, expectEverything, prepare } from "./support/stack.ts";

test("webpack for Node", async () => {
  const stack = await prepare("bundled", ["webpack@5.112.2", "webpack-cli@7.3.1"]);
  await stack.npx("webpack", "--config", "webpack.config.cjs");
  expectEverything(await stack.run("node", "dist/main.cjs"), stack);
});

test("Rspack for Node", async () => {
  const stack = await prepare("bundled", ["@rspack/core@2.3.3", "@rspack/cli@2.2.8"]);
  await stack.npx("rspack", "build", "--config", "rspack.config.cjs");
  expectEverything(await stack.run("node", "dist/main.cjs"), stack);
});

test("Rollup for Node", async () => {
  const stack = await prepare("bundled", ["rollup@4.67.4", "@rollup/plugin-node-resolve", "@rollup/plugin-json"]);
  await stack.npx(
    "rollup",
    "main.mjs",
    "-p",
    "node-resolve",
    "-p",
    "json",
    "-d",
    "dist",
    "--entryFileNames=[name].mjs",
  );
  expectEverything(await stack.run("node", "dist/main.mjs"), stack);
});

test.each(["esm", "cjs"])("esbuild for a Lambda, as %s", async (format) => {
  const stack = await prepare("bundled", ["esbuild@0.28.2"]);
  const extension = format === "esm" ? "mjs" : "cjs";
  await stack.npx(
    "esbuild",
    "lambda.mjs",
    "--bundle",
    "--platform=node",
    `--format=${format}`,
    "--minify",
    `--outfile=out/lambda.${extension}`,
  );
  const call = `import("./out/lambda.${extension}").then(({ handler }) => handler()).then((r) => console.log(JSON.stringify(r)))`;
  expectEverything(await stack.run("node", "-e", call), stack);
});

test.each(["esm", "cjs"])("esbuild bundles the sandbox for Node, as %s", async (format) => {
  const stack = await prepare("bundled", ["esbuild@0.28.2"]);
  const extension = format === "esm" ? "mjs" : "cjs";
  await stack.run(
    "node",
    "-e",
    `require("fs").writeFileSync("sandbox-page.mjs", 'import { createSandbox } from "unvoice/sandbox"; console.log(createSandbox().reflex.invoices.length);')`,
  );
  await stack.npx(
    "esbuild",
    "sandbox-page.mjs",
    "--bundle",
    "--platform=node",
    `--format=${format}`,
    `--outfile=out/sandbox.${extension}`,
  );
  expect((await stack.run("node", `out/sandbox.${extension}`)).trim()).toBe("200");
});

test("Parcel as it comes, in a page", async () => {
  const stack = await prepare("bundled", ["parcel@2.16.4"]);
  await stack.npx("parcel", "build", "index.html", "--public-url", "./", "--no-cache");
  const { txnEntry, ...report } = JSON.parse(await readReport(await serveFolder(join(stack.directory, "dist"))));
  expect(report).toEqual(EVERYTHING);
  expect(txnEntry).toBe("function");
});

test.each(["react", "vue"])("Vite and %s, in a page", async (framework) => {
  const packages = { react: ["react@19", "react-dom@19"], vue: ["vue@3"] }[framework] ?? [];
  const stack = await prepare(`vite-${framework}`, ["vite@8", `@vitejs/plugin-${framework}@6`, ...packages]);
  await stack.npx("vite", "build");
  const report = await readReport(await serveFolder(join(stack.directory, "dist")));
  const { proxied = 50, ...rest } = JSON.parse(report);
  expect(rest).toEqual(EVERYTHING);
  expect(proxied).toBe(50);
});

test("Metro, as React Native has it", async () => {
  const stack = await prepare("metro", [
    "react-native@0.88.1",
    "react@19",
    "metro@0.87.1",
    "@react-native/metro-config@0.88.1",
    "@react-native/babel-preset@0.88.1",
  ]);
  await stack.npx(
    "metro",
    "build",
    "index.js",
    "--config",
    "metro.config.cjs",
    "--platform",
    "ios",
    "--out",
    "bundle.js",
  );
  const bundle = readFileSync(join(stack.directory, "bundle.js"), "utf8");
  expect(bundle).toContain("createClient");
  expectEverything(await stack.run("node", "bundle.js"), stack);
});
