import { describe, expect, test } from "vitest";
import { detectCycle, isSame, NO_CYCLE } from "../../../src/pagination/rules/cycle.ts";

/** Shows pages one after the other, and says with which each is to be compared. A capital letter is a page of news. */
function suspects(pages: string): (number | null)[] {
  let state = NO_CYCLE;
  return [...pages].map((page, position) => {
    const isNew = page !== page.toLowerCase();
    const shown = detectCycle(state, { position, ids: [page.toLowerCase(), "x"] }, isNew);
    state = shown.state;
    return shown.recheckPosition;
  });
}

describe("which page is suspected to be another one's repeat", () => {
  test.each([
    ["none while there is news", "ABCDEF", [null, null, null, null, null, null]],
    ["none with one page that is not new", "ABBb", [null, null, null, null]],
    ["the page before, from the second of them on", "ABbbb", [null, null, null, 2, 3]],
    ["none again once there was news", "ABbCcD", [null, null, null, null, null, null]],
    ["a page as far back as the first one came again", "ABCabc", [null, null, null, null, 1, 2]],
    ["none where known rows move on: the list has shifted", "ABCDEFbcdef", Array(11).fill(null)],
    ["one of a circle that does not begin with the first", "ABCDbcdbcdbcd", [...Array(10).fill(null), 7, 8, 9]],
    ["a page that began a walk is known, and no repeat", "aab", [null, null, null]],
  ])("%s", (_, pages, expected) => {
    expect(suspects(pages)).toEqual(expected);
  });
});

test("pages are the same with the same rows in the same order", () => {
  expect(isSame(["a", "b"], ["a", "b"])).toBe(true);
  expect(isSame([], [])).toBe(true);
  expect(isSame(["a", "b"], ["b", "a"])).toBe(false);
  expect(isSame(["a", "b"], ["a", "c"])).toBe(false);
  expect(isSame(["a", "b"], ["c", "b"])).toBe(false);
  expect(isSame(["a"], ["a", "b"])).toBe(false);
  expect(isSame(["a", "b"], ["a"])).toBe(false);
});
