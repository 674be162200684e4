import { builtinModules } from "node:module";
import { describe, expect, test } from "vitest";
import { findCircle, type Import, importsOf, parse, sourceFiles } from "./sources.ts";

/** The floors of the house: what each may import beside itself. Arrows point down. */
const below: Record<string, string[]> = {
  index: ["client", "stream", "windows", "reflex", "txn", "pagination", "transport", "stringify", "bolt11", "errors"],
  client: ["stream", "reflex", "txn", "pagination", "transport", "input", "errors"],
  mirror: ["stream", "windows", "reflex", "txn", "pagination", "transport", "stringify", "input", "errors"],
  stream: ["reflex", "txn", "pagination", "transport", "bolt11", "input", "errors"],
  windows: ["reflex", "pagination", "answers", "transport", "input", "errors"],
  reflex: ["pagination", "answers", "transport", "input", "bolt11", "errors"],
  txn: ["pagination", "answers", "transport", "input", "stringify", "errors"],
  pagination: ["errors"],
  answers: ["transport", "errors"],
  transport: ["input", "errors"],
  input: ["errors"],
  errors: [],
  stringify: [],
  bolt11: [],
  sandbox: [],
  command: ["index", "txn", "bolt11", "sandbox", "mirror"],
};

/** The older entry keeps the windows' exports for one minor version. */
const exempt = new Set(["src/reflex/index.ts -> src/windows/windows.ts"]);

/** The packages that are compiled in, each behind one floor. */
const packages: Record<string, string[]> = {
  // What the package calls itself: the build puts the version in.
  transport: ["ky", "package.json"],
  input: ["leven"],
  reflex: ["graphql-request", "@0no-co/graphql.web", "zod/mini"],
  answers: ["zod/mini"],
  txn: ["zod/mini"],
  bolt11: ["@noble/secp256k1", "@noble/hashes/sha2.js"],
  sandbox: ["graphql", "@noble/hashes/hmac.js", "@noble/hashes/sha2.js", "@noble/secp256k1", "@scure/base"],
  command: ["commander", "cli-progress", "csv-stringify/sync"],
};

const files = sourceFiles("src");
const imports = files.flatMap(importsOf);

test("every file of src stands on a floor that has rules", () => {
  expect(new Set(files.map(({ path }) => floorOf(path)))).toEqual(new Set(Object.keys(below)));
});

describe("arrows point down", () => {
  test("between floors", () => {
    expect(wrongArrows(imports)).toEqual([]);
  });

  test("from the command, to public entries alone", () => {
    expect(wrongEntries(imports)).toEqual([]);
  });

  test("to packages: each behind one floor, Node's own in the sandbox and the command, SQLite's types in the mirror", () => {
    expect(wrongPackages(imports)).toEqual([]);
  });

  test("never in a circle, types included", () => {
    expect(findCircle(imports)).toBeNull();
  });

  test("relative imports name their file", () => {
    expect(imports.filter(({ to }) => to.startsWith("src/") && !files.some(({ path }) => path === to))).toEqual([]);
  });
});

describe("a broken rule would be seen", () => {
  const one = (path: string, text: string) => importsOf(parse(path, text));

  test.each([
    ["src/txn/pages.ts", 'import { tags } from "../reflex/tags.ts";'],
    ["src/sandbox/core.ts", 'import type { Invoice } from "../reflex/types.ts";'],
    ["src/bolt11/decode.ts", 'export { UnvoiceError } from "../errors/errors.ts";'],
    ["src/pagination/pager.ts", 'const later = () => import("../transport/send.ts");'],
    ["src/errors/errors.ts", 'type Page = import("../pagination/types.ts").Page<string>;'],
  ])("%s: %s", (path, text) => {
    expect(wrongArrows(one(path, text))).toHaveLength(1);
  });

  test.each([
    ["src/txn/pages.ts", 'import { readFileSync } from "node:fs";'],
    ["src/bolt11/decode.ts", 'import { decode } from "bolt11";'],
    ["src/reflex/client.ts", 'import ky from "ky";'],
  ])("%s: %s", (path, text) => {
    expect(wrongPackages(one(path, text))).toHaveLength(1);
  });

  test("the command behind an entry", () => {
    expect(wrongEntries(one("src/command/list.ts", 'import { tags } from "../reflex/tags.ts";'))).toHaveLength(1);
    expect(wrongEntries(one("src/command/list.ts", 'import { tags } from "../index.ts";'))).toEqual([]);
  });

  test("a circle", () => {
    const circle = [
      ...one("a.ts", 'import "./b.ts";'),
      ...one("b.ts", 'import { type C } from "./c.ts";'),
      ...one("c.ts", 'export * from "./a.ts";'),
    ];
    expect(findCircle(circle)).toEqual(["a.ts", "b.ts", "c.ts", "a.ts"]);
    expect(findCircle(circle.slice(1))).toBeNull();
  });
});

function floorOf(path: string): string {
  return /^src\/([\w-]+)/.exec(path)?.[1] ?? path;
}

function wrongArrows(all: readonly Import[]): string[] {
  return all
    .filter(({ to }) => to.startsWith("src/"))
    .filter(({ from, to }) => floorOf(from) !== floorOf(to) && !below[floorOf(from)]?.includes(floorOf(to)))
    .map(({ from, to }) => `${from} -> ${to}`)
    .filter((arrow) => !exempt.has(arrow));
}

function wrongEntries(all: readonly Import[]): string[] {
  return all
    .filter(({ from, to }) => floorOf(from) === "command" && to.startsWith("src/") && floorOf(to) !== "command")
    .filter(({ to }) => !/^src\/(\w+\/)?index\.ts$/.test(to))
    .map(({ from, to }) => `${from} -> ${to}`);
}

function wrongPackages(all: readonly Import[]): string[] {
  return all
    .filter(({ to }) => !to.startsWith("src/"))
    .filter(({ from, to }) => {
      const isNode = to.startsWith("node:") || builtinModules.includes(to);
      return isNode ? !isAllowed(from, to) : !packages[floorOf(from)]?.includes(to);
    })
    .map(({ from, to }) => `${from} -> ${to}`);
}

/** The mirror asks for SQLite when it opens a file: what it imports of it are types. */
function isAllowed(from: string, to: string): boolean {
  return ["sandbox", "command"].includes(floorOf(from)) || (floorOf(from) === "mirror" && to === "node:sqlite");
}
