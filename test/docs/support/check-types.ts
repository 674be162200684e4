import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Block } from "./readme.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What the README says stands around its blocks, and a package whose types are not installed. */
const surroundings = `
declare const client: import("unvoice").Client;
declare const payment_request: string;
declare module "secp256k1" {
  export function ecdsaRecover(signature: Uint8Array, id: number, hash: Uint8Array, compressed: boolean): Uint8Array;
}
`;

/** What the compiler has to say against the blocks, each with its line in the README. */
export function typeErrors(blocks: readonly Block[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = new Map([[join(root, "surroundings.d.ts"), surroundings]]);
  // A block is a module, also one without an import of its own.
  for (const { code, line } of blocks) files.set(join(root, `README-${line}.ts`), `${code}\nexport {};`);
  // README code is for every tsconfig: exactOptionalPropertyTypes is ours.
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
      const inReadme = Number(/README-(\d+)/.exec(name)?.[1]) + line;
      return `README.md:${inReadme}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}
