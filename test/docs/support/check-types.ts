import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Block } from "./pages.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What the pages say stands around its blocks, and a package whose types are not installed. */
const surroundings = `
declare const client: import("unvoice").Client;
declare const payment_request: string;
declare module "secp256k1" {
  export function ecdsaRecover(signature: Uint8Array, id: number, hash: Uint8Array, compressed: boolean): Uint8Array;
}
`;

/** What the compiler has to say against the blocks, each with its page and line. */
export function typeErrors(blocks: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = new Map([[join(root, "surroundings.d.ts"), surroundings]]);
  const places = new Map<string, Block>();
  for (const [index, block] of blocks.entries()) {
    const name = join(root, `block-${index}.ts`);
    places.set(name, block);
    // A block is a module, also one without an import of its own.
    files.set(name, `${block.code}\nexport {};`);
  }
  // This code is for every tsconfig: exactOptionalPropertyTypes is ours.
  const host = ts.createCompilerHost({ ...options, exactOptionalPropertyTypes: false });
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...others) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, ...others)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, exactOptionalPropertyTypes: false, noUnusedLocals: false },
    host,
  );
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    if (!source || dirname(name) !== dirname(join(root, "x"))) throw new Error(`${name} was not compiled.`);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      const block = places.get(name);
      return `${block?.page ?? "surroundings"}:${(block?.line ?? 1) + line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}
