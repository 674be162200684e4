import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url);

/** A page that users read. */
export interface Page {
  /** From the repository's root, for example `docs/webhooks.md`. */
  path: string;
  text: string;
}

/** A fenced block of a page. */
export interface Block {
  /** The page's path. */
  page: string;
  language: string;
  code: string;
  /** Whether it only has to compile, since it needs a server that no test starts: "```ts compile-only". */
  compileOnly: boolean;
  /** The heading it stands under. */
  heading: string;
  /** Where its code begins in the page, from 1. */
  line: number;
}

/** The README and every page of docs. */
export const pages: Page[] = ["README.md", ...findPages("docs/")].map((path) => ({
  path,
  text: readFileSync(new URL(path, root), "utf8"),
}));

/** Every fenced block, in order, the README's first. */
export const blocks: Block[] = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^```(\w*)( compile-only)?\n([\s\S]*?)^```$/gm)].map((match) => {
    const before = text.slice(0, match.index);
    const heading = [...before.matchAll(/^##? (.+)$/gm)].at(-1)?.[1] ?? "";
    const [, language = "", compileOnly, code = ""] = match;
    return {
      page: path,
      language,
      code,
      compileOnly: compileOnly !== undefined,
      heading,
      line: before.split("\n").length + 1,
    };
  }),
);

/** The example in llms.txt, which is indented. */
export const example: Block = {
  page: "llms.txt",
  language: "ts",
  compileOnly: false,
  heading: "",
  line: 1,
  code: readFileSync(new URL("llms.txt", root), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("    "))
    .map((line) => line.slice(4))
    .join("\n"),
};

/** The rows of the table whose head begins with this cell, on whichever page, without the head; backticks are left out. */
export function table(firstCell: string): string[][] {
  const lines = pages.flatMap(({ text }) => text.split("\n"));
  const head = lines.findIndex((line) => line.startsWith(`| ${firstCell} |`));
  if (head < 0) throw new Error(`No page has a table that begins with ${firstCell}.`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
  return lines.slice(head + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** Links inside the repository, as they stand on a page. */
export function linksOf({ text }: Page): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target ?? "");
}

/** Headings of a page, as GitHub names them in links. */
export function anchorsOf({ text }: Page): string[] {
  return [...text.matchAll(/^##+ (.+)$/gm)].map(
    ([, heading = ""]) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replace(/\s/g, "-")}`,
  );
}

function findPages(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("api/"))
    .map((name) => `${folder}${name}`)
    .sort();
}
