import { describe, expect, test } from "vitest";
import { hash } from "../../../src/pagination/hash.ts";
import { START } from "../../../src/pagination/mark.ts";
import type { Row } from "../../../src/pagination/rows.ts";
import { Seen } from "../../../src/pagination/rules/seen.ts";

const row = (id: number | string, rank = typeof id === "number" ? id : Number.NaN): Row<null> => {
  return { item: null, id: String(id), rank };
};
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));

/** Shows pages of rows, and answers the ids of those that were new. */
function show(seen: Seen, list: readonly Row<null>[], size = 50): string[] {
  const fresh: string[] = [];
  for (let start = 0; start < list.length; start += size) {
    const page = list.slice(start, start + size);
    seen.watch(page);
    fresh.push(...page.filter((each) => seen.admit(each)).map(({ id }) => id));
  }
  return fresh;
}

/** What a Seen holds, as text that grows with it. */
const ids = (list: readonly Row<null>[]) => list.map(({ id }) => id);

describe("rows are told apart", () => {
  test("by id while they are remembered", () => {
    const seen = new Seen(START);
    expect(show(seen, [row("a"), row("b")])).toEqual(["a", "b"]);
    expect(show(seen, [row("b"), row("c")])).toEqual(["c"]);
    expect(seen.has(row("a"))).toBe(true);
    expect(seen.has(row("d"))).toBe(false);
  });

  test("by id alone where they have no rank: the last 2,500 at least, 5,000 at most", () => {
    const seen = new Seen(START);
    const untimed = Array.from({ length: 20_000 }, (_, index) => row(`id ${index}`));
    for (let start = 0; start < untimed.length; start += 100) {
      expect(show(seen, untimed.slice(start, start + 100))).toHaveLength(100);
      for (const back of [1, 2500]) {
        const known = untimed[start + 100 - back];
        if (known) expect(seen.has(known)).toBe(true);
      }
      const forgotten = untimed[start + 99 - 5000];
      if (forgotten) expect(seen.has(forgotten)).toBe(false);
    }
  });

  test("by rank where they were forgotten", () => {
    const seen = new Seen(START);
    const list = rows(0, 20_000);
    expect(show(seen, list)).toEqual(ids(list));
    expect(list.every((each) => seen.has(each))).toBe(true);
    expect(seen.has(row("inserted", 9999.5))).toBe(true);
    expect(seen.has(row("inserted", -5))).toBe(true);
    expect(seen.has(row("to come", 20_000))).toBe(false);
    expect(show(seen, rows(19_990, 20_010))).toEqual(ids(rows(20_000, 20_010)));
  });

  test("by id among those with the rank of the furthest forgotten", () => {
    const seen = new Seen(START);
    const tied = Array.from({ length: 4000 }, (_, index) => row(`tied ${index}`, 1000));
    show(seen, [...rows(0, 1000), ...tied, ...rows(1001, 6000)]);
    expect(tied.every((each) => seen.has(each))).toBe(true);
    expect(seen.has(row("not given", 999.5))).toBe(true);
    // What was furthest among those forgotten moves on with the list.
    const bound = [1000, 2000, 3000, 4000, 5000].find((rank) => !seen.has(row("not given", rank)));
    expect(bound).toBe(1000);
    show(seen, rows(6000, 12_000));
    expect(seen.has(row("not given", 1000))).toBe(true);
    expect(seen.has(row("not given", 11_999))).toBe(false);
  });

  test("by 5,000 ids of one rank at most, the latest of them", () => {
    const seen = new Seen(START);
    const tied = Array.from({ length: 15_000 }, (_, index) => row(`tied ${index}`, 1000));
    show(seen, [...rows(0, 1000), ...tied]);
    const known = tied.filter((each) => seen.has(each)).length;
    expect(known).toBeGreaterThanOrEqual(7500);
    expect(known).toBeLessThanOrEqual(10_000);
    expect(tied.slice(-7500).every((each) => seen.has(each))).toBe(true);
  });

  test("rows inserted before the first one are not owed", () => {
    const seen = new Seen(START);
    show(seen, rows(100, 150));
    expect(seen.has(row("inserted", 99))).toBe(true);
    expect(seen.has(row("tied with the first", 100))).toBe(false);
    expect(seen.has(row("amidst", 120.5))).toBe(false);
  });
});

describe("the order of ranks counts", () => {
  test("only once twenty steps forward running have shown it", () => {
    const seen = new Seen(START);
    show(seen, rows(100, 120));
    expect(seen.has(row("inserted", 99)), "nineteen").toBe(false);
    show(seen, rows(120, 121));
    expect(seen.has(row("inserted", 99)), "twenty").toBe(true);
  });

  test("over pages of a single row too, and a page that begins further back starts the count again", () => {
    const seen = new Seen(START);
    show(seen, rows(100, 115), 1);
    show(seen, rows(110, 125), 1);
    expect(seen.has(row("inserted", 99))).toBe(false);
    show(seen, rows(125, 131), 1);
    expect(seen.has(row("inserted", 99))).toBe(true);
    show(seen, rows(110, 112), 1);
    expect(seen.has(row("inserted", 99)), "what is shown stays shown").toBe(true);
  });

  test("and rows of one rank are no step, nor a denial", () => {
    const seen = new Seen(START);
    show(
      seen,
      Array.from({ length: 60 }, (_, index) => row(`tied ${index}`, 100)),
    );
    expect(seen.has(row("inserted", 99))).toBe(false);
    expect(seen.ordered).toBe(true);
  });

  test("no more once a page is not in order, for good", () => {
    const seen = new Seen(START);
    show(seen, rows(100, 6000));
    expect(seen.has(row("inserted", 99))).toBe(true);
    expect(seen.ordered).toBe(true);
    show(seen, [row(6001), row(6000)]);
    expect(seen.ordered).toBe(false);
    expect(seen.has(row("inserted", 99))).toBe(false);
    expect(seen.has(row(5999))).toBe(true);
    show(seen, rows(6002, 7000));
    show(seen, rows(10, 20));
    show(seen, rows(7000, 7100));
    expect(seen.ordered).toBe(false);
    expect(seen.has(row("inserted", 99))).toBe(false);
  });

  test("not where the list is in the opposite order, a row a page: none is lost", () => {
    const list = rows(0, 12_000).reverse();
    expect(show(new Seen(START), list, 1)).toEqual(ids(list));
  });

  test("not where it has no order: none is lost", () => {
    const list = rows(0, 12_000).map((each, index, all) => all[(index * 7919) % 12_000] ?? each);
    for (const size of [1, 2, 50]) expect(show(new Seen(START), list, size)).toEqual(ids(list));
  });

  test("also where the first rows have none", () => {
    const seen = new Seen(START);
    show(seen, [row("a"), row("b"), ...rows(0, 12_000)]);
    expect(rows(0, 12_000).every((each) => seen.has(each))).toBe(true);
  });

  test("whatever rows without a rank stand among them", () => {
    const seen = new Seen(START);
    expect(show(seen, [row(1), row("a"), row(2), row("b"), row("b"), row(1)])).toEqual(["1", "a", "2", "b"]);
    expect(seen.ordered).toBe(true);
  });
});

describe("behind a cursor", () => {
  const mark = { position: 3, rank: 500, hashes: [hash("a"), hash("b")] };

  test("rows before its rank are known, those of its rank by their hashes", () => {
    const seen = new Seen(mark);
    expect(seen.has(row("any", 499))).toBe(true);
    expect(seen.has(row("a", 500))).toBe(true);
    expect(seen.has(row("b", 500))).toBe(true);
    expect(seen.has(row("c", 500))).toBe(false);
    expect(seen.has(row("any", 501))).toBe(false);
    expect(show(seen, rows(480, 520))).toEqual(ids(rows(500, 520)));
  });

  test("that stays so however much comes after", () => {
    const seen = new Seen(mark);
    show(seen, rows(501, 12_000));
    expect(seen.has(row("any", 499))).toBe(true);
    expect(seen.has(row("a", 500))).toBe(true);
  });

  test("without a rank only the hashes count", () => {
    const seen = new Seen({ ...mark, rank: Number.NEGATIVE_INFINITY });
    expect(seen.has(row("a", 7))).toBe(true);
    expect(seen.has(row("c", 7))).toBe(false);
  });
});

describe("a page that begins before the end of the one before", () => {
  test("shows, whether its rows are known or not", () => {
    const seen = new Seen(START);
    expect(seen.watch(rows(10, 20))).toBe(false);
    expect(seen.watch(rows(20, 30))).toBe(false);
    expect(seen.watch(rows(28, 38))).toBe(true);
    expect(seen.watch([row("tied", 37), row(38)])).toBe(false);
    expect(seen.watch([row("untimed"), row(1)])).toBe(false);
    expect(seen.watch([])).toBe(false);
    expect(new Seen({ position: 3, rank: 500, hashes: [] }).watch(rows(1, 3))).toBe(false);
  });
});

describe("a snapshot", () => {
  test("knows what was known when it was taken, and nothing later", () => {
    const seen = new Seen(START);
    show(seen, rows(0, 1000));
    const snapshot = seen.snapshot();
    show(seen, rows(1000, 20_000));
    for (let time = 0; time < 2; time++) {
      const copy = snapshot();
      expect(rows(0, 1000).every((each) => copy.has(each))).toBe(true);
      expect(show(copy, rows(900, 1200))).toEqual(ids(rows(1000, 1200)));
    }
    expect(show(seen, rows(19_000, 20_010))).toEqual(ids(rows(20_000, 20_010)));
  });

  test("the same across what is forgotten", () => {
    const seen = new Seen(START);
    show(seen, rows(0, 7000));
    const snapshot = seen.snapshot();
    show(seen, rows(7000, 7400));
    const copy = snapshot();
    expect(show(copy, rows(3000, 7200))).toEqual(ids(rows(7000, 7200)));
    expect(show(copy, rows(7200, 14_000))).toEqual(ids(rows(7200, 14_000)));
    expect(show(copy, rows(0, 14_001))).toEqual(["14000"]);
  });

  test("leaves the original alone", () => {
    const seen = new Seen(START);
    show(seen, rows(0, 100));
    show(seen.snapshot()(), rows(100, 6000));
    expect(show(seen, rows(90, 200))).toEqual(ids(rows(100, 200)));
  });
});
