import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

const ENTRIES = ["index", "reflex", "txn", "windows", "bolt11", "mirror", "sandbox"];

/**
 * The declarations of a built package as one text that changes only when the types do: without comments, without the
 * names of chunks, in the order of the names.
 */
export function publicTypes(directory: string): string {
  const paths = readdirSync(directory)
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(directory, name));
  const program = ts.createProgram(paths, { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022 });
  const checker = program.getTypeChecker();
  const sources = paths.flatMap((path) => program.getSourceFile(path) ?? []);
  const entries = ENTRIES.flatMap((entry) => {
    const source = sources.find(({ fileName }) => basename(fileName) === `${entry}.d.ts`);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`No declarations of ${entry}.`);
    const names = checker.getExportsOfModule(module).map((symbol) => described(symbol, checker));
    return [`// ${entry === "index" ? "unvoice" : `unvoice/${entry}`}`, ...names.sort(), ""];
  });
  return [...entries, "// declarations", "", ...declarations(sources)].join("\n");
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return `${target.flags & ts.SymbolFlags.Value ? "value" : "type"} ${symbol.name}`;
}

/** Each declaration once: imports and exports only say where it stands. */
function declarations(sources: readonly ts.SourceFile[]): string[] {
  const printer = ts.createPrinter({ removeComments: true });
  const texts = sources.flatMap((source) =>
    source.statements
      .filter((statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement))
      .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, source)),
  );
  const name = (text: string) => /(?:class|interface|type|function|const) (\w+)/.exec(text)?.[1] ?? "";
  return [...new Set(texts)]
    .sort((one, other) => (name(one) + one < name(other) + other ? -1 : 1))
    .map((text) => `${text}\n`);
}
