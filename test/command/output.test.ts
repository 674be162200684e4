import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "../../src/command/output/csv.ts";
import { createLines } from "../../src/command/output/lines.ts";
import { plain, plainJson } from "../../src/command/output/plain.ts";
import { Table } from "../../src/command/output/table.ts";

const ESCAPES = "a\u001b]52;c;ZXZpbA==\u0007b\u202ec\u0085d\u2066e";

describe("CSV", () => {
  test("is quoted as RFC 4180 has it", () => {
    expect(csvLine(["a", 'b "c"', "d,e", "f\ng", ""])).toBe('a,"b ""c""","d,e","f\ng",\n');
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1+1", "'-1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["\r=1", "'\r'=1"],
    ["\n=1", "\n'=1"],
    [" =1", " '=1"],
    ["＝1", "'＝1"],
    ["a;=1", "a;'=1"],
    ["\u200b=1", "\u200b'=1"],
  ])("%j cannot be run as a formula", (text, shown) => {
    expect(csvLine([text]).replace(/^"|"?\n$/g, "")).toBe(shown);
  });

  test("a negative amount stays a number", () => {
    expect(csvLine(["-12.50"])).toBe("-12.50\n");
  });

  test("whatever stands in a cell, no cell of either separator begins as a formula", () => {
    const sign = fc.constantFrom(..."=+-@＝＋－＠;|,\t\r\n a1\u200b\u00a0".split(""));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 12 }), (text) => {
        for (const cell of csvLine([text])
          .replaceAll('"', "")
          .split(/[;|\t\n\r]/)) {
          expect(/^[\s\u200b]*[=+@＝＋－＠]/.test(cell) || /^[\s\u200b]*-(?!\d+(\.\d+)?$)/.test(cell)).toBe(false);
        }
      }),
    );
  });
});

describe("what a stranger wrote cannot steer a terminal", () => {
  const steering = /[\p{Cc}\p{Bidi_Control}]/u;

  test("as a text", () => {
    expect(plain(ESCAPES)).toBe("a\ufffd]52;c;ZXZpbA==\ufffdb\ufffdc\ufffdd\ufffde");
  });

  test.each(["csv", "jsonl", "json", "markdown"] as const)("as %s", (format) => {
    const set = { all: ["text"], shown: ["text"] };
    const lines = createLines(format, set, null, (value) => JSON.stringify(value));
    const text = lines.head + lines.row({ text: ESCAPES }, 0) + lines.foot(1);
    expect(text.replaceAll("\n", "")).not.toMatch(steering);
  });

  test("as a table", () => {
    expect(new Table(["text"], [[ESCAPES]], 80).line([ESCAPES]).trimEnd()).not.toMatch(steering);
  });

  test("JSON keeps the value", () => {
    expect(JSON.parse(plainJson(JSON.stringify(ESCAPES)))).toBe(ESCAPES);
  });
});

test("Markdown cells hold no markup", () => {
  const lines = createLines("markdown", { all: ["text"], shown: [] }, null, (value) => JSON.stringify(value));
  expect(lines.row({ text: "a|b <img> [c](d) `e`" }, 0)).toBe("| a\\|b \\<img\\> \\[c\\](d) \\`e\\` |\n");
});

describe("a table", () => {
  test("aligns East Asian signs, and cuts what is longer than its first rows", () => {
    const table = new Table(["name", "n"], [["ナンセンス", "1"]], 80);
    expect(table.head() + table.line(["ナンセンス", "1"]) + table.line(["a much longer name", "2"])).toBe(
      "name        n\n----------  -\nナンセンス  1\na much lo…  2\n",
    );
  });

  test("ends where the terminal does", () => {
    expect(new Table(["a"], [["x".repeat(50)]], 20).line(["x".repeat(50)])).toBe(`${"x".repeat(19)}…\n`);
  });
});
