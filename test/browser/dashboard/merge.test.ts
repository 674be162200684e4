import { expect, test } from "vitest";
import { merge } from "../../../examples/dashboard/page/list/merge.ts";
import { type Row, reflexRow } from "../../../examples/dashboard/page/list/row.ts";

/** A source with rows at these times, which are their ids too. */
function source(times: number[], holdsBack: boolean) {
  const rows = times.map((time) => ({ ...(reflexRow({} as never) as Row), id: String(time) }));
  return { rows, times, reach: times.at(-1) ?? Number.POSITIVE_INFINITY, holdsBack };
}
const ids = (rows: Row[]) => rows.map(({ id }) => Number(id));

test("whole lists are merged, newest first", () => {
  expect(ids(merge([source([9, 5, 1], false), source([8, 5, 2], false)]))).toEqual([9, 8, 5, 5, 2, 1]);
});

test("nothing older is shown than what a source may still bring", () => {
  expect(ids(merge([source([9, 5], true), source([8, 4, 3], false)]))).toEqual([9, 8, 5]);
  expect(ids(merge([source([], true), source([8, 4, 3], false)]))).toEqual([]);
});

test("the more is loaded, the more is shown behind what was shown before", () => {
  const before = ids(merge([source([9, 5], true), source([8, 4], true)]));
  const after = ids(merge([source([9, 5, 4, 2], true), source([8, 4], true)]));
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after).toEqual([9, 8, 5, 4, 4]);
});
