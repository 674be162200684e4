import ts from "typescript";
import { expect, test } from "vitest";
import { parse, type SourceFile, sourceFiles } from "./sources.ts";

const MOST_LINES = 250;

const src = sourceFiles("src");
const written = [...src, ...sourceFiles("examples"), ...sourceFiles("bench")];

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const long = written.filter(({ text }) => text.trimEnd().split("\n").length > MOST_LINES);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test("no `any`", () => {
  expect(written.flatMap((file) => placesOf(file, ({ kind }) => kind === ts.SyntaxKind.AnyKeyword))).toEqual([]);
});

test("no default export", () => {
  expect(written.flatMap((file) => placesOf(file, isDefaultExport))).toEqual([]);
});

test("no non-null `!` without a reason beside it", () => {
  const bare = src.flatMap((file) => {
    const lines = file.text.split("\n");
    return placesOf(file, ts.isNonNullExpression).filter(
      (place) => !lines[Number(place.split(":")[1]) - 1]?.includes("//"),
    );
  });
  expect(bare).toEqual([]);
});

test("re-exports stand in entry points alone", () => {
  const barrels = src.filter(({ path }) => !/^src\/(\w+\/)?index\.ts$/.test(path));
  const isReexport = (node: ts.Node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined;
  expect(barrels.flatMap((file) => placesOf(file, isReexport))).toEqual([]);
});

test("every export says what it is", () => {
  const isSilent = (node: ts.Node) => isExported(node) && ts.getJSDocCommentsAndTags(node).length === 0;
  expect(src.flatMap((file) => placesOf(file, isSilent))).toEqual([]);
});

test("each of these rules would be seen broken", () => {
  const broken = parse("x.ts", "export default 1;\nlet a: any = b!;\nexport const c = 1;\n");
  expect(placesOf(broken, ({ kind }) => kind === ts.SyntaxKind.AnyKeyword)).toEqual(["x.ts:2"]);
  expect(placesOf(broken, isDefaultExport)).toEqual(["x.ts:1"]);
  expect(placesOf(broken, ts.isNonNullExpression)).toEqual(["x.ts:2"]);
  expect(placesOf(broken, isExported)).toEqual(["x.ts:3"]);
});

/** Where in a file such nodes begin. */
function placesOf({ path, tree }: SourceFile, isOne: (node: ts.Node) => boolean): string[] {
  const places: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isOne(node)) places.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return places;
}

function isDefaultExport(node: ts.Node): boolean {
  return ts.isExportAssignment(node) || hasModifier(node, ts.SyntaxKind.DefaultKeyword);
}

function isExported(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true;
}
