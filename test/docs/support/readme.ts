import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

/** A fenced block of the README. */
export interface Block {
  language: string;
  code: string;
  /** The heading it stands under. */
  heading: string;
  /** Where its code begins in the README, from 1. */
  line: number;
}

/** Every fenced block, in order. */
export const blocks: Block[] = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => {
  const before = text.slice(0, match.index);
  const heading = [...before.matchAll(/^## (.+)$/gm)].at(-1)?.[1] ?? "";
  return { language: match[1] ?? "", code: match[2] ?? "", heading, line: before.split("\n").length + 1 };
});

/** The example in llms.txt, which is indented. */
export const example: Block = {
  language: "ts",
  heading: "llms.txt",
  line: 1,
  code: readFileSync(new URL("../../../llms.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("    "))
    .map((line) => line.slice(4))
    .join("\n"),
};

/** The rows of the table whose head begins with this cell, without the head; backticks are left out. */
export function table(firstCell: string): string[][] {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.startsWith(`| ${firstCell} |`));
  if (head < 0) throw new Error(`The README has no table that begins with ${firstCell}.`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith("|"));
  return lines.slice(head + 2, end).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** Links inside the repository. */
export const links: string[] = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target ?? "");

/** Headings, as GitHub names them in links. */
export const anchors: string[] = [...text.matchAll(/^##+ (.+)$/gm)].map(
  ([, heading = ""]) =>
    `#${heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-")}`,
);
