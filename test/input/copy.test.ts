import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { copyInput, copyOptions } from "../../src/input/copy.ts";

describe("parameters are copied as they are at the call", () => {
  test("lists and objects in them too", () => {
    const tag = { key: "user-id", string_value: "one" };
    const given = { filter: { tags: [tag] }, page: { limit: 5 } };
    const copy = copyInput(given);
    tag.string_value = "two";
    given.filter.tags.push(tag);
    given.page.limit = 6;
    expect(copy).toEqual({ filter: { tags: [{ key: "user-id", string_value: "one" }] }, page: { limit: 5 } });
  });

  test("a Date is copied, and one of another realm is one of this", () => {
    const from = new Date("2026-01-01T00:00:00Z");
    const copy = copyInput({ from, to: runInNewContext("new Date(86400000)") as Date });
    from.setFullYear(1999);
    expect(copy.from.toISOString()).toBe("2026-01-01T00:00:00.000Z");
    expect(copy.to).toBeInstanceOf(Date);
    expect(copy.to.getTime()).toBe(86_400_000);
    expect(copyInput(runInNewContext("({ tags: [{ key: 'a' }] })"))).toEqual({ tags: [{ key: "a" }] });
  });

  test("an invalid Date stays one", () => {
    expect(copyInput({ from: new Date(Number.NaN) }).from.getTime()).toBeNaN();
  });

  test("each getter is read once, those of a class too", () => {
    let reads = 0;
    class Params {
      get page() {
        reads++;
        return { limit: reads };
      }
    }
    const copy = copyInput(new Params());
    expect([copy.page.limit, copy.page.limit, reads]).toEqual([1, 1, 1]);
  });

  test("what an object has from another object is a field of it", () => {
    const inherited = Object.create({ page: { limit: 7 } }, { sort: { value: "x", enumerable: true } });
    expect(copyInput(inherited)).toEqual({ page: { limit: 7 }, sort: "x" });
    expect(copyInput(Object.assign(Object.create(null), { limit: 1 }))).toEqual({ limit: 1 });
  });

  test("a field named __proto__ is a field, and nobody's prototype", () => {
    const copy = copyInput(JSON.parse('{ "__proto__": { "polluted": true } }'));
    expect(Object.keys(copy)).toEqual(["__proto__"]);
    expect(copy.polluted).toBeUndefined();
  });

  test("circles end, and other values stay as they are", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => copyInput(circle)).not.toThrow();
    const map = new Map();
    const hook = () => {};
    expect(copyInput({ map, hook, text: "a", none: null })).toEqual({ map, hook, text: "a", none: null });
    expect(copyInput("text")).toBe("text");
    expect(copyInput(null)).toBeNull();
  });
});

describe("options are copied as they are at the call", () => {
  test("without those that are null or undefined", () => {
    const given = { cursor: null, signal: undefined, timeoutMs: 5, maxItems: 0 };
    expect(copyOptions(given)).toEqual({ timeoutMs: 5, maxItems: 0 });
  });

  test("a signal stays the caller's own, headers are copied", () => {
    const { signal } = new AbortController();
    const headers: Record<string, string> = { "x-trace": "one" };
    const copy = copyOptions({ signal, headers });
    headers["x-trace"] = "two";
    expect(copy.signal).toBe(signal);
    expect(copy.headers).toEqual({ "x-trace": "one" });
  });

  test("what is no object is left to those who refuse it", () => {
    expect(copyOptions("key" as never)).toBe("key");
  });
});
