import { readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, inject, test } from "vitest";
import { run } from "./support/shell.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const alone = inject("alone");
const installed = join(alone, "node_modules/unvoice");
const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) =>
  statSync(join(installed, name)).isFile(),
);
const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

/** The most that a user should have to download, unpacked, sandbox included. */
const MOST_BYTES = 3_000_000;

test("installing it adds one package", () => {
  expect(inject("installed")).toMatch(/added 1 package\b/);
  expect(readdirSync(join(alone, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["unvoice"]);
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"]) {
    expect(manifest[kind], kind).toBeUndefined();
  }
});

test("it stays under 3 MB, unpacked", () => {
  const bytes = files.reduce((sum, name) => sum + statSync(join(installed, name)).size, 0);
  console.log(
    `unpacked: ${bytes.toLocaleString("en")} of ${MOST_BYTES.toLocaleString("en")} bytes, ${files.length} files`,
  );
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test("it holds what is built and what goes with it, and no sources, tests or maps", () => {
  const others = files.filter((name) => !/^dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts)$/.test(name)).sort();
  expect(others).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "THIRD_PARTY_NOTICES", "llms.txt", "package.json"]);
});

test("every path of the manifest is in it", () => {
  const { exports, bin, main, types, typesVersions } = manifest;
  const paths = leaves([exports, bin, main, types, typesVersions]).map((path) => path.replace(/^\.\//, ""));
  // Seven entry points, each built twice and typed twice, two commands, the manifest.
  expect(new Set(paths).size).toBe(7 * 4 + 3);
  expect(paths.filter((path) => !files.includes(path))).toEqual([]);
});

test.each(["index", "reflex", "txn", "windows", "bolt11", "mirror", "sandbox"])(
  "%s imports its own files alone, the sandbox Node's",
  async (entry) => {
    for (const extension of ["js", "cjs"]) {
      // A bundler for browsers stops at everything that it cannot find, Node's own modules included.
      const { metafile } = await build({
        entryPoints: [join(installed, `dist/${entry}.${extension}`)],
        platform: entry === "sandbox" ? "node" : "browser",
        bundle: true,
        write: false,
        metafile: true,
        logLevel: "silent",
      });
      const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
      const outside = imports.filter(({ external }) => external).map(({ path }) => path);
      expect(outside.filter((name) => !isBuiltin(name))).toEqual([]);
    }
  },
);

test("the licences are those of what is compiled in", async () => {
  await run("node", ["scripts/notices.mjs", "--check"], root);
  const notices = readFileSync(join(installed, "THIRD_PARTY_NOTICES"), "utf8");
  for (const name of ["ky", "graphql-request", "zod", "@noble/secp256k1", "@noble/hashes", "graphql", "commander"]) {
    expect(notices).toMatch(new RegExp(`^- ${name} \\d`, "m"));
  }
});

describe("the linters of packages find nothing", () => {
  test("publint --strict", async () => {
    expect(await run("npx", ["--no-install", "publint", "run", inject("tarball"), "--strict"], root)).toContain(
      "All good",
    );
  });

  test("are the types wrong?", async () => {
    expect(await run("npx", ["--no-install", "attw", inject("tarball")], root)).toContain("No problems found");
  });
});

function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}
