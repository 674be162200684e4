import { expect, test } from "vitest";
import { csvLine } from "../../examples/support/csv.ts";
import { table } from "../../examples/support/format.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  [" =1+1", "' =1+1"],
  ["\n=1+1", "' =1+1"],
  ["\u00a0\t=1+1", "'\u00a0\ufffd=1+1"],
  ["＝1+1", "'＝1+1"],
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ["a;=1+1", '"a;=1+1"'],
  ["order-7", "order-7"],
  ["1-2", "1-2"],
  ['say "hi", twice', '"say ""hi"", twice"'],
  ["\x1b]52;c;aGk=\x07", '"\ufffd]52;c;aGk=\ufffd"'],
  ["\u202egpj.exe", "\ufffdgpj.exe"],
])("a spreadsheet gets %j as the text %j", (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
});

test("a cell that is absent or null is empty", () => {
  expect(csvLine(["a", null, undefined, ""])).toBe("a,,,\r\n");
});

test("a table steers no terminal", () => {
  const [, , row = ""] = table(["reference"], [["\x1b[31mred\u2066\nnext"]]).split("\n");
  expect(row).toBe("\ufffd[31mred\ufffd next");
});
