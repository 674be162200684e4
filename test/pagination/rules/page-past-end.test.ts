import { expect, test } from "vitest";
import { NotFoundError, ServerError } from "../../../src/errors/errors.ts";
import { emptyPastEnd } from "../../../src/pagination/rules/page-past-end.ts";

const notFound = new NotFoundError("Not Found", { status: 404, headers: new Headers(), bodyText: "", data: null });
const down = new ServerError("Bad Gateway", { status: 502, headers: new Headers(), bodyText: "", data: null });

test("a page that came stays as it is", async () => {
  expect(await emptyPastEnd(3, Promise.resolve("rows"), () => "none")).toBe("rows");
});

test("a 404 behind the first page is a page without rows, made of that answer", async () => {
  const asked: unknown[] = [];
  const page = await emptyPastEnd(1, Promise.reject(notFound), (error) => {
    asked.push(error);
    return "none";
  });
  expect(page).toBe("none");
  expect(asked).toEqual([notFound]);
});

test("a 404 for the first page is an error", async () => {
  await expect(emptyPastEnd(0, Promise.reject(notFound), () => "none")).rejects.toBe(notFound);
});

test("no other failure is an end", async () => {
  await expect(emptyPastEnd(7, Promise.reject(down), () => "none")).rejects.toBe(down);
  await expect(emptyPastEnd(7, Promise.reject(new Error("404")), () => "none")).rejects.toThrow("404");
});
