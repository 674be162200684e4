import { describe, expect, test } from "vitest";
import { FilterError, formatTag, parseTag, readFilter } from "../../../examples/dashboard/page/list/filter.ts";

describe("a tag as one types it", () => {
  test.each([
    ["user-id=7d05", { key: "user-id", string_value: "7d05" }],
    [" product-id = 5 ", { key: "product-id", number_value: 5 }],
    ['product-id="5"', { key: "product-id", string_value: "5" }],
    ["is-withdrawal=false", { key: "is-withdrawal", boolean_value: false }],
    ["order=007", { key: "order", string_value: "007" }],
    ["order=9007199254740993", { key: "order", string_value: "9007199254740993" }],
    ["order=Infinity", { key: "order", string_value: "Infinity" }],
    ["note=a=b", { key: "note", string_value: "a=b" }],
  ])("%s", (text, tag) => {
    expect(parseTag(text)).toEqual(tag);
  });

  test.each(["user-id", "User-Id=1", "user--id=1", "=1", "user-id="])("%s is none", (text) => {
    expect(() => parseTag(text)).toThrow(FilterError);
  });

  test.each([
    { key: "a", string_value: "5", number_value: null, boolean_value: null },
    { key: "a", string_value: "true", number_value: null, boolean_value: null },
    { key: "a", string_value: "plain text", number_value: null, boolean_value: null },
    { key: "a", string_value: " spaced ", number_value: null, boolean_value: null },
    { key: "a", string_value: null, number_value: 0, boolean_value: null },
    { key: "a", string_value: null, number_value: null, boolean_value: false },
  ])("%o is read again as it is written", (tag) => {
    const { key, ...values } = tag;
    const [given] = Object.entries(values).filter(([, value]) => value !== null);
    expect(parseTag(formatTag(tag))).toEqual({ key, [given?.[0] ?? ""]: given?.[1] });
  });
});

describe("the days", () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  };

  test("the last one is included, in UTC", () => {
    expect(readFilter(form({ from: "2026-01-01", to: "2026-01-31" }))).toEqual({
      from: new Date("2026-01-01T00:00:00Z"),
      before: new Date("2026-02-01T00:00:00Z"),
      tag: null,
      source: "both",
    });
  });

  test("in the wrong order they are refused", () => {
    expect(() => readFilter(form({ from: "2026-02-01", to: "2026-01-31" }))).toThrow(FilterError);
    expect(readFilter(form({ from: "2026-01-31", to: "2026-01-31" })).from).not.toBeNull();
  });
});
