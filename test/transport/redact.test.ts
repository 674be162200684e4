import { describe, expect, test } from "vitest";
import { createRedact, redactCause, redactValue } from "../../src/transport/redact.ts";
import { SEED_INVOICE } from "../support/fixtures.ts";

const KEY = "key-of-the-test";
const redact = createRedact([KEY]);
const clean = (cause: unknown) => redactCause(cause, redact);

test("secrets and payment requests are taken out of a text, words as short as a version are not", () => {
  expect(redact(`${KEY}, ${SEED_INVOICE.toUpperCase()} and ${KEY}`)).toBe(
    "[redacted], [payment request] and [redacted]",
  );
  expect(createRedact(["short"])("a short word")).toBe("a short word");
  expect(createRedact(["sixsix"])("sixsix")).toBe("[redacted]");
});

test("of JSON everything stays that is no secret, and its form", () => {
  const value = { list: [1, null, true, KEY, { [KEY]: "x" }], empty: {}, none: [] };
  expect(redactValue(value, redact)).toEqual({
    list: [1, null, true, "[redacted]", { "[redacted]": "x" }],
    empty: {},
    none: [],
  });
});

describe("a cause without secrets is itself", () => {
  test.each([
    ["an error", new TypeError("fetch failed")],
    ["with a code and numbers beside it", Object.assign(new Error("x"), { code: "ECONNRESET", errno: -104 })],
    ["with a cause", new Error("x", { cause: new Error("y") })],
    ["of several errors", new AggregateError([new Error("x"), new Error("y")], "z")],
    ["of no errors", new AggregateError([])],
    ["with a mark under a symbol", Object.assign(new Error("x"), { [Symbol("undici")]: true })],
  ])("%s", (_what, error) => {
    expect(clean(error)).toBe(error);
  });

  test("a text too, and what is neither is left out", () => {
    expect(clean("reset")).toBe("reset");
    expect(clean(`reset by ${KEY}`)).toBe("reset by [redacted]");
    expect(clean({ code: "x" })).toBeUndefined();
  });
});

describe("a cause with secrets is a copy without them", () => {
  const named = (error: Error, more: object) => Object.assign(error, more);
  test.each([
    ["in its message", new TypeError(`to ${KEY}`), { message: "to [redacted]" }],
    ["in its name", named(new Error("x"), { name: KEY }), { name: "[redacted]" }],
    ["in its code", named(new Error("x"), { code: `E_${KEY}` }), { code: "E_[redacted]" }],
    ["beside its code", named(new Error("x"), { code: "E_X", url: KEY }), { code: "E_X" }],
    ["beside a code that is a number", named(new Error("x"), { code: 5, url: KEY }), {}],
    ["in an object that hangs on it", named(new Error("x"), { request: {} }), { message: "x" }],
    ["in an object under a symbol", named(new Error("x"), { [Symbol("request")]: {} }), { message: "x" }],
    ["in one of several errors", new AggregateError([new Error("x"), new Error(KEY)], "y"), { message: "y" }],
    ["in a list that is no error's", named(new Error("x"), { list: [new Error("y")] }), { message: "x" }],
  ])("%s", (_where, error, expected) => {
    const copy = clean(error) as Error & { code?: unknown };
    expect(copy).not.toBe(error);
    expect(copy).toBeInstanceOf(Error);
    expect(copy).toMatchObject({ name: error.name.replace(KEY, "[redacted]"), ...expected });
    const kept = ["stack", "message", "name", "code"];
    expect(Reflect.ownKeys(copy).filter((name) => !kept.includes(String(name)))).toEqual([]);
    expect(copy.stack).toBe(error.stack?.replaceAll(KEY, "[redacted]"));
    if (typeof (error as { code?: unknown }).code !== "string") expect(copy).not.toHaveProperty("code");
  });

  test("what its class gives it counts as its own", () => {
    class Telling extends Error {
      override get message() {
        return `as ${KEY}`;
      }
    }
    expect(clean(new Telling())).toMatchObject({ message: "as [redacted]" });
    class Named extends Error {
      override get name() {
        return KEY;
      }
    }
    expect(clean(new Named("x"))).toMatchObject({ name: "[redacted]", message: "x" });
  });

  test("and so are the causes below it, each once", () => {
    const inner = new Error(KEY);
    const outer = new Error("x", { cause: new Error("y", { cause: inner }) });
    expect(clean(outer)).toMatchObject({ message: "x", cause: { message: "y", cause: { message: "[redacted]" } } });
    inner.cause = outer;
    expect(clean(outer)).toMatchObject({ cause: { cause: { message: "[redacted]" } } });
    expect((clean(new Error("x", { cause: 5 })) as Error).cause).toBeUndefined();
  });

  test("one without a stack has none to show", () => {
    const error = new Error(KEY);
    delete error.stack;
    expect((clean(error) as Error).stack).toBe("");
  });
});
