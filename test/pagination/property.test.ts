import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceList } from "./reference.ts";
import { read, type Schedule, schedules } from "./schedules.ts";

/** None of the rows that were there at the start is missing, none is out of order, and none at all comes twice. */
async function check(schedule: Schedule): Promise<void> {
  const { initial, given, server } = await read(schedule);
  expect(given.length - new Set(given).size, "given twice").toBe(0);
  const owed = new Set(initial);
  expect(given.filter((id) => owed.has(id))).toEqual(initial);
  const reference = await referenceList(schedule);
  expect(given.filter((id) => owed.has(id))).toEqual(reference.filter((id) => owed.has(id)));
  if (schedule.inserts.length === 0) expect(given).toEqual(reference);
  // Nor is there a gap among those added at the end: who goes on later would never see what is in it. Where the server
  // answers with its last page, though, it does not show that the page asked for came to be meanwhile.
  if (schedule.pages === "repeatLast") return;
  const list = server.ids();
  const taken = new Set(given);
  const readFrom = list.indexOf(initial[0] ?? given[0] ?? "");
  const readTo = list.findLastIndex((id) => taken.has(id));
  expect(
    list.slice(readFrom, readTo + 1).filter((id) => !taken.has(id)),
    "gaps",
  ).toEqual([]);
}

/** `npm run test:schedules` asks for more of the long ones than there is time for in every run. */
const LONG = Number(process.env.SCHEDULES ?? 25);

describe("whatever others insert, however the server pages, and whichever requests fail", () => {
  test.each([
    ["of a few items, a few a page", [0, 12], [1, 6], 1000],
    ["of some pages", [0, 90], [1, 25], 300],
    ["of many pages", [500, 5000], [20, 200], LONG],
  ] as const)(
    "a list %s comes complete, in order and once",
    async (_, [least, most], [min, max], numRuns) => {
      await fc.assert(fc.asyncProperty(schedules([least, most], [min, max]), check), { numRuns });
    },
    60_000 + LONG * 1000,
  );
});
