import { expect, test } from "vitest";
import { isLastPage } from "../../../src/pagination/rules/last-page.ts";

test.each([
  ["an empty page is the last, whatever the server promises", 0, null, 0, true],
  ["an empty page is the last, also where pages are full", 0, 50, 50, true],
  ["a page shorter than a full one is the last where pages are full", 49, 50, 0, true],
  ["a full page is not the last", 50, 50, 50, false],
  ["a first page of any length is not the last where the server may clamp", 3, null, 0, false],
  ["a page shorter than an earlier one is the last where the server may clamp", 19, null, 20, true],
  ["a page as long as the earlier ones is not the last", 20, null, 20, false],
  ["a page longer than the earlier ones is not the last", 21, null, 20, false],
])("%s", (_, count, pageSize, longest, expected) => {
  expect(isLastPage(count, pageSize, longest)).toBe(expected);
});
