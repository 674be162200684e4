import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { run } from "./support/shell.ts";

const surface = fileURLToPath(new URL("../types/surface.ts", import.meta.url));
const beside = inject("beside");
const newest = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const compilers = [
  { version: "5.4.5", path: beside["5.4.5"], compiler: "node_modules/typescript/bin/tsc" },
  { version: "5.9.3", path: beside["5.9.3"], compiler: "node_modules/typescript/bin/tsc" },
  { version: "6.0.3", path: beside["5.9.3"], compiler: newest },
];

const resolutions = {
  node16: { module: "node16", moduleResolution: "node16" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
const surroundings = {
  "a page, without Node's types": { lib: ["es2022", "dom", "dom.iterable"], types: [] },
  "Node, without the DOM's types": { lib: ["es2022"], types: ["node"] },
};

beforeAll(() => {
  for (const path of Object.values(beside)) {
    copyFileSync(surface, join(path, "surface.mts"));
    copyFileSync(surface, join(path, "surface.cts"));
  }
});

describe.each(compilers)("TypeScript $version, strict, declarations checked too", ({ version, path, compiler }) => {
  test("is that version", async () => {
    expect(await run("node", [compiler, "--version"], path)).toContain(version);
  });

  test.each([
    ["node16", "a page, without Node's types"],
    ["node16", "Node, without the DOM's types"],
    ["bundler", "a page, without Node's types"],
  ] as const)("%s, for %s", async (resolution, surrounding) => {
    // A bundler's CommonJS files are none: there only the module is compiled.
    const files = resolution === "node16" ? ["surface.mts", "surface.cts"] : ["surface.mts"];
    const strict = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      target: "es2022",
    };
    const compilerOptions = { ...strict, ...resolutions[resolution], ...surroundings[surrounding] };
    // The newest compiler reads the same project as the one before it.
    const project = `${version}-${resolution}-${compilerOptions.types.length}.json`;
    writeFileSync(join(path, project), JSON.stringify({ compilerOptions, files }));
    await run("node", [compiler, "--project", project], path);
  });
});

test("beside graphql 16 and 17, zod 3 and 4, it installs without a word", async () => {
  for (const path of Object.values(beside)) await run("npm", ["ls", "--all"], path);
});
