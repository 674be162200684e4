import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { run } from "./support/shell.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const alone = inject("alone");
const installed = join(alone, "node_modules/unvoice");
const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) =>
  statSync(join(installed, name)).isFile(),
);
const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

/** What issue 8 allows, unpacked, sandbox included. */
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
  const paths = new Set(
    [
      ...JSON.stringify([
        manifest.exports,
        manifest.bin,
        manifest.main,
        manifest.types,
        manifest.typesVersions,
      ]).matchAll(/"\.\/([^"]+)"/g),
    ].map(([, path]) => path),
  );
  expect(paths.size).toBeGreaterThan(20);
  expect([...paths].filter((path) => !files.includes(path!))).toEqual([]);
});

test("every import inside is one of its own files or one of Node's", () => {
  const strangers = files
    .filter((name) => /\.(js|cjs|d\.ts|d\.cts)$/.test(name))
    .flatMap((name) =>
      specifiers(readFileSync(join(installed, name), "utf8"))
        .filter((from) => !(from.startsWith(".") ? files.includes(resolved(name, from)) : isNode(name, from)))
        .map((from) => `${name}: ${from}`),
    );
  expect(strangers).toEqual([]);
});

test("the licences are those of what is compiled in", async () => {
  await run("node", ["scripts/notices.mjs", "--check"], root);
  const notices = readFileSync(join(installed, "THIRD_PARTY_NOTICES"), "utf8");
  for (const name of ["ky", "graphql-request", "zod", "@noble/secp256k1", "graphql", "bolt11"]) {
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

/** The bare and relative names that static imports, re-exports and `require` calls ask for. */
function specifiers(code: string): string[] {
  // The minified sandbox has CommonJS packages inside, whose own `require` of a name in a variable is not looked for.
  return [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*["']([^"'\n]+)["']/g)].map(([, name]) => name!);
}

function resolved(name: string, from: string): string {
  const path = join(dirname(name), from);
  return /\.d\.c?ts$/.test(name) ? path.replace(/\.(c?)js$/, ".d.$1ts") : path;
}

function isNode(name: string, from: string): boolean {
  const isSandbox = /sandbox|chunk/.test(name);
  return isSandbox && /^(node:[\w/]+|buffer|crypto|events|stream|string_decoder|util|fs|path|os)$/.test(from);
}
