import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reflexTopics } from "../../src/command/doctor/topics/reflex.ts";
import type { Topic } from "../../src/command/doctor/topics/topic.ts";
import { txnTopics } from "../../src/command/doctor/topics/txn.ts";
import { reflexChoices } from "../../src/sandbox/reflex/guesses.ts";
import { txnChoices } from "../../src/sandbox/txn/guesses.ts";

const page = readFileSync(new URL("../../docs/guesses.md", import.meta.url), "utf8");
const [, reflex = "", txn = ""] = page.split(/^## (?:Reflex|Txn)$/m);
const services: [string, string, readonly Topic[], Record<string, unknown>][] = [
  ["Reflex", reflex, reflexTopics, { ...reflexChoices }],
  ["Txn", txn, txnTopics, { ...txnChoices }],
];

const SEEN: Record<Topic["by"], string> = {
  reading: "by reading",
  "--probe-auth": "with `--probe-auth`",
  "--allow-push": "with `--allow-push`",
  nothing: "not",
};

describe.each(services)("docs/guesses.md, %s", (_name, section, topics, choices) => {
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(2, -2).split(" | "));

  test("has a row for each switch of the sandbox, in its order", () => {
    expect(rows.map(([name]) => name?.replaceAll("`", ""))).toEqual(Object.keys(choices));
  });

  test("says what the doctor says", () => {
    expect(rows.map(([name, documented, guessed, , by]) => [name, documented, guessed, by])).toEqual(
      topics.map(({ name, documented, guessed, by }) => [`\`${name}\``, documented, guessed, SEEN[by]]),
    );
  });

  test("has what each switch can stand at, the default first", () => {
    for (const [name = "", , , words] of rows) {
      const choice = choices[name.replaceAll("`", "")] as readonly unknown[] | { least: number };
      const expected = Array.isArray(choice)
        ? choice.map((value) => `\`${value}\``).join(", ")
        : (choice as { least: number }).least === 1
          ? "a number, `none`"
          : "a number";
      expect(words, name).toBe(expected);
    }
  });

  test("the doctor says for each reading what it means", () => {
    for (const { name, means, by } of topics) {
      const choice = choices[name] as readonly (string | number)[] | { least: number };
      const values = Array.isArray(choice) ? choice : [];
      for (const value of values) expect(means[value] ?? means["*"], `${name}: ${value} (${by})`).toBeTruthy();
    }
  });
});
