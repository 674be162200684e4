/**
 * Writes THIRD_PARTY_NOTICES: the licence of every package of which some code is compiled into `dist`.
 *
 *   node scripts/notices.mjs           writes the file
 *   node scripts/notices.mjs --check   fails if the file is not what it would write
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsup";
import builds from "../tsup.config.ts";

const root = new URL("..", import.meta.url);
const target = new URL("THIRD_PARTY_NOTICES", root);

const text = notices(await compiledIn());
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error("THIRD_PARTY_NOTICES does not list what is compiled in. Run: npm run notices");
  process.exitCode = 1;
}

/** The folders of the packages in the bundles, by what esbuild says it took code from. */
async function compiledIn() {
  const folders = new Set();
  for (const options of builds) {
    const outDir = mkdtempSync(join(tmpdir(), "unvoice-notices-"));
    try {
      await build({ ...options, config: false, dts: false, metafile: true, silent: true, outDir });
      for (const file of readdirSync(outDir).filter((name) => name.startsWith("metafile-"))) {
        const { outputs } = JSON.parse(readFileSync(join(outDir, file), "utf8"));
        for (const { inputs } of Object.values(outputs)) {
          for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
            const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
            if (folder && bytesInOutput > 0) folders.add(folder);
          }
        }
      }
    } finally {
      rmSync(outDir, { recursive: true, force: true });
    }
  }
  return [...folders];
}

function notices(folders) {
  // Of one version there may be several copies in node_modules.
  const byTitle = new Map(folders.map(describe).map((one) => [one.title, one]));
  const packages = [...byTitle.values()].sort((one, other) => (one.title < other.title ? -1 : 1));
  const head = `What is compiled into this package, and under which licences.

${packages.map(({ title, license }) => `- ${title}: ${license}`).join("\n")}
`;
  return [head, ...packages.map(({ title, words }) => `${title}\n\n${words}\n`)].join(`\n${"-".repeat(80)}\n\n`);
}

function describe(folder) {
  const at = new URL(`${folder}/`, root);
  const { name, version, license, author } = JSON.parse(readFileSync(new URL("package.json", at), "utf8"));
  const entries = readdirSync(at);
  const read = (pattern) => {
    const file = entries.find((entry) => pattern.test(entry));
    return file ? readFileSync(new URL(file, at), "utf8").replaceAll("\r\n", "\n") : "";
  };
  // Some print their licence at the end of the README alone, and one only names it.
  const inReadme = /^#+ licen[cs]e\s*\n([\s\S]*?)(?=\n#|\n\[\d+\]:|$(?![\s\S]))/im.exec(read(/^readme/i))?.[1];
  const holder = typeof author === "string" ? author : author?.name;
  const words = (read(/^(licen[cs]e|copying)/i) || inReadme || `${license} licence. Author: ${holder}.`).trim();
  return { title: `${name} ${version}`, license, words };
}
