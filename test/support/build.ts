import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Builds programs for processes of their own, as Node would find them were the package installed: its entry points are
 * the sources here. They go into the repository, where other packages are found.
 *
 * @param paths from the repository's root, without `.ts`
 * @returns the files, in that order
 */
export async function buildPrograms(folder: string, paths: readonly string[]): Promise<string[]> {
  const outdir = join(root, "node_modules/.cache", folder);
  await build({
    entryPoints: paths.map((path) => ({ in: join(root, `${path}.ts`), out: path.replaceAll("/", "-") })),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    tsconfig: join(root, "tsconfig.json"),
    external: ["bullmq", "ioredis", "pg"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return paths.map((path) => join(outdir, `${path.replaceAll("/", "-")}.mjs`));
}
