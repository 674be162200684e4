import { expect, test } from "vitest";
import { findCursor } from "../../../src/pagination/rules/moved-cursor.ts";

test.each([
  ["a page that begins with a row that was given is the place", 1, 7, "given", { back: null, step: 0 }],
  ["a page that begins with a new row is too far", 1, 7, "new", { back: 6, step: 2 }],
  ["a page without rows is too far", 4, 7, null, { back: 3, step: 8 }],
  ["no step leads before the first page", 8, 7, "new", { back: 0, step: 16 }],
  ["the first page is the place, whatever it begins with", 8, 0, "new", { back: null, step: 0 }],
  ["once the place is found, nothing is looked for", 0, 7, "new", { back: null, step: 0 }],
] as const)("%s", (_, step, position, head, expected) => {
  expect(findCursor(step, position, head)).toEqual(expected);
});
