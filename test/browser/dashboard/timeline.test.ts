import { expect, test } from "vitest";
import { timelineOf } from "../../../examples/dashboard/page/overview/timeline.ts";

const bucket = (date: string | null, sat: bigint | null, count: number | null) => ({
  date,
  amount_msat: sat === null ? null : sat * 1000n,
  count,
});

test("buckets in any order are sorted, and empty months put in", () => {
  const list = [bucket("2026-03-01T00:00:00Z", 7n, 2), bucket("2025-12-01T00:00:00Z", 5n, 1)];
  const { starts, sats, counts } = timelineOf({ aggregation_interval: "MONTH", list });
  expect(starts.map((start) => new Date(start * 1000).toISOString().slice(0, 7))).toEqual([
    "2025-12",
    "2026-01",
    "2026-02",
    "2026-03",
  ]);
  expect(sats).toEqual([5, 0, 0, 7]);
  expect(counts).toEqual([1, 0, 0, 2]);
});

test.each([
  ["HOUR", "2026-01-01T03:00:00Z", 4],
  ["DAY", "2026-01-03T00:00:00Z", 3],
  ["WEEK", "2026-01-15T00:00:00Z", 3],
  ["YEAR", "2029-01-01T00:00:00Z", 4],
])("empty buckets of a %s", (aggregation_interval, last, length) => {
  const list = [bucket("2026-01-01T00:00:00Z", 1n, 1), bucket(last, 1n, 1)];
  expect(timelineOf({ aggregation_interval, list }).starts).toHaveLength(length);
});

test("an interval that nobody knows is drawn as it came; what has no date is left out", () => {
  const list = [bucket("2026-01-01T00:00:00Z", null, null), bucket(null, 1n, 1), bucket("2026-06-01T00:00:00Z", 2n, 1)];
  expect(timelineOf({ aggregation_interval: "QUARTER", list })).toMatchObject({ sats: [0, 2], counts: [0, 1] });
  expect(timelineOf({ aggregation_interval: null, list: [] }).starts).toEqual([]);
});
