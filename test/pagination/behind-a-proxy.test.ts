import { describe, expect, test } from "vitest";
import { pagerOf } from "./pager-of.ts";
import { Server } from "./server.ts";

type Wrap = <Value extends object>(value: Value) => Value;

const plain: Wrap = (value) => new Proxy(value, {});

/** As Vue's `reactive`: objects, lists and collections that are read through it are wrapped as well, functions are not. */
const deep: Wrap = (value) =>
  new Proxy(value, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver);
      const kind = Object.prototype.toString.call(found);
      const isWrapped = /^\[object (Object|Array|Map|Set|WeakMap|WeakSet)\]$/.test(kind);
      return isWrapped && Object.isExtensible(found) ? deep(found as object) : found;
    },
  });

/** As a membrane: functions are called through it, on whatever they are read from. */
const membrane: Wrap = (value) =>
  new Proxy(value, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver);
      if (typeof found !== "function") return found;
      return (...given: unknown[]) => Reflect.apply(found, receiver, given);
    },
  });

describe.each([
  ["a plain Proxy", plain],
  ["a Proxy that wraps what is read through it, as Vue's ref", deep],
  ["a Proxy that wraps functions", membrane],
])("behind %s", (_, wrap) => {
  test("a page has its next page, goes on in a loop and is written as JSON", async () => {
    const server = new Server(120, { knowsPageSize: true });
    const page = wrap(await pagerOf(server.source()));
    expect(page.hasNextPage()).toBe(true);
    const next = await page.nextPage();
    expect(next.items[0]?.id).toBe(server.ids()[50]);
    const ids: string[] = [];
    for await (const { id } of page) ids.push(id);
    expect(ids).toEqual(server.ids());
    expect(JSON.parse(JSON.stringify(page))).toEqual({ items: page.items, cursor: page.cursor });
  });

  test("a pager does all that it does without one", async () => {
    const server = new Server(120);
    const pager = wrap(pagerOf(server.source()));
    expect((await pager).items).toHaveLength(50);
    expect(await pager.catch(() => null)).toMatchObject({ total: 120 });
    expect(await pager.finally(() => {})).toMatchObject({ total: 120 });
    expect(await pager.toArray({ maxItems: 70 })).toHaveLength(70);
    expect(pager.stats.items).toBe(70);
    expect(pager.cursor()).toMatch(/^1\./);
    let pages = 0;
    for await (const _page of pager.pages()) pages++;
    expect(pages).toBe(3);
    const loop = wrap(pager[Symbol.asyncIterator]());
    expect((await loop.next()).value).toMatchObject({ id: "item-120" });
    await loop.return();
  });
});
