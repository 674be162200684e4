import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the repository, parsed. */
export interface SourceFile {
  /** From the root, for example `src/reflex/tags.ts`. */
  path: string;
  text: string;
  tree: ts.SourceFile;
}

/** One import or re-export. */
export interface Import {
  from: string;
  /** A path from the root, or the name of a package. */
  to: string;
  /** Erased by the compiler: it is there for the types alone. */
  isType: boolean;
}

/** Every TypeScript file under a folder. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|\/)\w[\w.-]*\.ts$/.test(name))
    .map((name) =>
      parse(posix.join(folder, name.replaceAll("\\", "/")), readFileSync(join(root, folder, name), "utf8")),
    );
}

/** A file from its text. */
export function parse(path: string, text: string): SourceFile {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

/** What a file imports and re-exports, `import(...)` and `import("...").Type` too. */
export function importsOf({ path, tree }: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (name: string, isType: boolean) => {
    const to = name.startsWith(".") ? posix.join(posix.dirname(path), name) : name;
    found.push({ from: path, to, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(textOf(node.moduleSpecifier), isErased(node));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(textOf(node.moduleSpecifier), node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(textOf(node.argument.literal), true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(textOf(node.arguments[0]), false);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** A way from a file back to itself along imports, `null` where there is none. */
export function findCircle(imports: readonly Import[]): string[] | null {
  const next = new Map<string, Import[]>();
  for (const one of imports) next.set(one.from, [...(next.get(one.from) ?? []), one]);
  const done = new Set<string>();
  const walk = (path: string, way: string[]): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const { to } of next.get(path) ?? []) {
      const circle = walk(to, [...way, path]);
      if (circle) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of next.keys()) {
    const circle = walk(path, []);
    if (circle) return circle;
  }
  return null;
}

function isErased({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause || clause.name) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return names !== undefined && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function textOf(node: ts.Node | undefined): string {
  return node && ts.isStringLiteral(node) ? node.text : "";
}
