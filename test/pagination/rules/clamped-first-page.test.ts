import { describe, expect, test } from "vitest";
import { checkFirstPage } from "../../../src/pagination/rules/clamped-first-page.ts";

/** The rule's answer, and which pages it asked for again; the first page has `now` rows by then. */
async function check(
  known: { first: number | null; longest: number },
  page: { position: number; count: number },
  sizeAsked: number | undefined,
  now: number,
) {
  const looked: number[] = [];
  const ruling = await checkFirstPage(known, page, sizeAsked, async (position) => {
    looked.push(position);
    return now;
  });
  return { ...ruling, looked };
}

describe("a first page with fewer rows than asked for, behind which another page has some", () => {
  test("that is as it was is a clamped one: the list goes on", async () => {
    const ruling = await check({ first: 0, longest: 20 }, { position: 1, count: 20 }, 50, 20);
    expect(ruling).toEqual({ first: null, back: null, looked: [0] });
  });

  test("that has more rows now has grown: the walk goes back to it", async () => {
    const ruling = await check({ first: 4, longest: 20 }, { position: 5, count: 9 }, 50, 21);
    expect(ruling).toEqual({ first: null, back: 4, looked: [4] });
  });
});

test.each([
  ["the first page itself", { first: 0, longest: 0 }, { position: 0, count: 20 }, 50, 0],
  ["an empty page, which is the end", { first: 0, longest: 20 }, { position: 1, count: 0 }, 50, 0],
  ["a list whose first page was as long as asked for", { first: 0, longest: 50 }, { position: 1, count: 50 }, 50, 0],
  ["a server that is known to give full pages", { first: 0, longest: 20 }, { position: 1, count: 20 }, undefined, 0],
  ["a first page that was looked at already", { first: null, longest: 20 }, { position: 2, count: 20 }, 50, null],
])("nothing is asked for again behind %s", async (_, known, page, sizeAsked, first) => {
  expect(await check(known, page, sizeAsked, 99)).toEqual({ first, back: null, looked: [] });
});
