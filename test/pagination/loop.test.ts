import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RawPage } from "../../src/pagination/source.ts";
import type { PagerOptions } from "../../src/pagination/types.ts";
import { ManualServer, quiet } from "./manual.ts";
import { pagerOf } from "./pager-of.ts";
import { Server } from "./server.ts";

const DONE = { done: true, value: undefined };

function start(options: PagerOptions & { signal?: AbortSignal } = {}) {
  const server = new ManualServer();
  const pager = pagerOf(server.source(), options);
  return { server, pager, loop: pager[Symbol.asyncIterator]() };
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  process.on("unhandledRejection", note);
});
afterEach(async () => {
  await quiet();
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
});

describe("next()", () => {
  test("called several times at once shares one request and keeps the order", async () => {
    const { server, loop } = start();
    const order: number[] = [];
    const five = [0, 1, 2, 3, 4].map((index) => loop.next().finally(() => order.push(index)));
    await quiet();
    expect(server.positions).toEqual([0]);
    await server.answer(0);
    expect(server.positions).toEqual([0, 1]);
    await server.answer(1);
    expect((await Promise.all(five)).map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    await loop.return?.();
  });

  test("does not overtake those before it, though its item is there already", async () => {
    const { server, loop } = start();
    const got: Record<string, unknown> = {};
    // Page 0 is at hand once the first call is answered, and the second still waits for its turn.
    const third = loop.next().then(async ({ value }) => {
      got.first = value;
      got.third = (await loop.next()).value;
    });
    const second = loop.next().then(({ value }) => {
      got.second = value;
    });
    await quiet();
    await server.answer(0);
    await Promise.all([second, third]);
    expect(got).toEqual({ first: 0, second: 1, third: 2 });
    await loop.return?.();
  });

  test("of several, those behind a failure are done", async () => {
    const { server, loop, pager } = start({ prefetch: 0 });
    const three = [loop.next(), loop.next(), loop.next()];
    const settled = Promise.allSettled(three);
    await quiet();
    await server.at(0).fail(new Error("broken"));
    const [failed, ...others] = await settled;
    expect(failed).toMatchObject({ status: "rejected", reason: { message: "broken" } });
    expect(others).toEqual([
      { status: "fulfilled", value: DONE },
      { status: "fulfilled", value: DONE },
    ]);
    expect(pager.stats).toMatchObject({ requests: 1, stoppedBecause: "error" });
  });

  test("behind the end is done, however often", async () => {
    const { server, loop, pager } = start();
    const first = loop.next();
    await quiet();
    await server.at(0).answer([]);
    expect(await first).toEqual(DONE);
    expect(await loop.next()).toEqual(DONE);
    expect(await loop.return?.()).toEqual(DONE);
    expect(pager.stats.stoppedBecause).toBe("end");
    expect(server.positions).toEqual([0]);
  });

  test("rejects with what validation says; earlier items came first", async () => {
    const server = new ManualServer();
    const strategy = server.source({
      parse: (rows) => {
        if (rows.includes(4)) throw new TypeError("row 4");
        return { items: [...rows] };
      },
    });
    const loop = pagerOf(strategy)[Symbol.asyncIterator]();
    const three = [loop.next(), loop.next(), loop.next()];
    await quiet();
    await server.answer(0);
    expect((await Promise.all(three)).map(({ value }) => value)).toEqual([0, 1, 2]);
    const fourth = loop.next();
    await server.answer(1);
    await expect(fourth).rejects.toThrow(new TypeError("row 4"));
    expect(server.open, "page 2 was under way").toEqual([]);
    expect(await loop.next()).toEqual(DONE);
  });

  test("a strategy whose fetch throws rejects as well", async () => {
    const strategy = new ManualServer().source({
      fetch: () => {
        throw new TypeError("not a promise");
      },
    });
    await expect(pagerOf(strategy)[Symbol.asyncIterator]().next()).rejects.toThrow("not a promise");
  });
});

describe("return()", () => {
  test("while next() is pending aborts the request at once and ends both", async () => {
    const { server, loop, pager } = start();
    const pending = [loop.next(), loop.next()];
    await quiet();
    const left = loop.return?.();
    expect(server.at(0).signal.aborted).toBe(true);
    expect(await left).toEqual(DONE);
    expect(await Promise.all(pending)).toEqual([DONE, DONE]);
    expect(await loop.next()).toEqual(DONE);
    expect(pager.stats).toMatchObject({ items: 0, requests: 1, stoppedBecause: "stopped" });
  });

  test("ends a pending next() also where the request goes on regardless", async () => {
    const server = new ManualServer();
    let answer: (page: RawPage<number>) => void = () => {};
    const strategy = server.source({
      fetch: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const pager = pagerOf(strategy);
    const loop = pager[Symbol.asyncIterator]();
    const pending = loop.next();
    await quiet();
    await loop.return?.();
    answer({ count: 3, parse: () => ({ items: [1, 2, 3] }) });
    expect(await pending).toEqual(DONE);
    expect(await loop.next()).toEqual(DONE);
    expect(pager.stats).toMatchObject({ requests: 1, items: 0, stoppedBecause: "stopped" });
  });

  test("before the first next() requests nothing", async () => {
    const { server, loop, pager } = start();
    expect(await loop.return?.()).toEqual(DONE);
    expect(await loop.next()).toEqual(DONE);
    expect(server.positions).toEqual([]);
    expect(pager.stats.stoppedBecause).toBe("stopped");
  });

  test.each(["break", "throw"])("is what %s in a loop's body comes to", async (how) => {
    const server = new ManualServer();
    const pager = pagerOf(server.source(), { prefetch: 1 });
    const run = (async () => {
      for await (const row of pager) {
        if (row < 1) continue;
        if (how === "break") break;
        throw new Error("from the body");
      }
    })();
    const outcome = run.then(
      () => "done",
      (error: Error) => error.message,
    );
    await quiet();
    await server.answer(0);
    expect(await outcome).toBe(how === "break" ? "done" : "from the body");
    expect(server.positions).toEqual([0, 1]);
    expect(server.at(1).signal.aborted).toBe(true);
    expect(server.open).toEqual([]);
    expect(pager.stats).toMatchObject({ items: 2, stoppedBecause: "stopped" });
  });

  test("drops a page that failed while nobody looked", async () => {
    const { server, loop } = start();
    const first = loop.next();
    await quiet();
    await server.answer(0);
    await first;
    await server.at(1).fail(new Error("broken"));
    expect(await loop.return?.()).toEqual(DONE);
  });
});

describe("a loop's iterator", () => {
  test("is itself iterable: a loop goes on where next() stopped", async () => {
    const loop = pagerOf(new Server(120).source())[Symbol.asyncIterator]();
    const first = await loop.next();
    const rest: string[] = [];
    for await (const { id } of loop) rest.push(id);
    expect([first.value?.id, ...rest]).toEqual(new Server(120).ids());
    const pages = pagerOf(new Server(120).source()).pages()[Symbol.asyncIterator]() as AsyncGenerator;
    await pages.next();
    let count = 0;
    for await (const _ of pages) count++;
    expect(count).toBe(2);
  });

  test("is disposed of by `await using`, which aborts what is under way", async () => {
    const { server, loop, pager } = start();
    const pending = loop.next();
    await quiet();
    await (loop as unknown as AsyncDisposable)[Symbol.asyncDispose]();
    expect(server.at(0).signal.aborted).toBe(true);
    expect(await pending).toEqual(DONE);
    expect(pager.stats.stoppedBecause).toBe("stopped");
  });

  test("can do without disposal where the platform has no symbol for it", async () => {
    const older = Object.assign((name?: string) => Symbol(name), { asyncIterator: Symbol.asyncIterator });
    vi.stubGlobal("Symbol", older);
    const loop = pagerOf(new Server(1).source())[Symbol.asyncIterator]();
    vi.unstubAllGlobals();
    expect(Object.keys(loop)).not.toContain("undefined");
    expect(Symbol.asyncDispose in loop).toBe(false);
    expect((await loop.next()).done).toBe(false);
  });

  test("thrown into ends and rejects with that, as a generator does", async () => {
    const { server, loop, pager } = start();
    const pending = loop.next();
    await quiet();
    await expect(loop.throw("enough")).rejects.toBe("enough");
    expect(await pending).toEqual(DONE);
    expect(server.open).toEqual([]);
    expect(pager.stats.stoppedBecause).toBe("stopped");
  });

  test("has methods that need no object to be called on", async () => {
    const { next, return: leave } = pagerOf(new Server(9).source())[Symbol.asyncIterator]();
    expect((await next()).value?.id).toBe("item-9");
    expect(await leave()).toEqual(DONE);
  });
});

describe("the caller's signal", () => {
  /** A signal that counts its listeners. */
  function counted() {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, given);
    };
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, given);
    };
    return { controller, signal, count: () => listeners };
  }

  test("aborted before the loop: no request, and its reason", async () => {
    const reason = new Error("never mind");
    const { server, loop, pager } = start({ signal: AbortSignal.abort(reason) });
    await expect(loop.next()).rejects.toBe(reason);
    expect(await loop.next()).toEqual(DONE);
    await expect(pager.toArray({ maxItems: 5 })).rejects.toBe(reason);
    await expect(pager).rejects.toBe(reason);
    expect(server.positions).toEqual([]);
    expect(pager.stats.stoppedBecause).toBe("error");
  });

  test("aborted while items are at hand: none of them is handed out any more", async () => {
    const { controller, signal } = counted();
    const { server, loop, pager } = start({ signal });
    const first = loop.next();
    await quiet();
    await server.answer(0);
    expect((await first).value).toBe(0);
    const reason = { why: "any value" };
    controller.abort(reason);
    await expect(loop.next()).rejects.toBe(reason);
    expect(server.open).toEqual([]);
    expect(pager.stats).toMatchObject({ items: 1, stoppedBecause: "error" });
  });

  test("aborted while next() is pending: its reason, whatever the request rejects with", async () => {
    const { controller, signal } = counted();
    const { server, loop } = start({ signal });
    const first = loop.next();
    const settled = expect(first).rejects.toBe("enough");
    await quiet();
    controller.abort("enough");
    await server.at(0).fail(new Error("the connection was closed"));
    await settled;
  });

  test("aborted while the request succeeds all the same", async () => {
    const { controller, signal } = counted();
    const { server, loop } = start({ signal });
    const first = loop.next();
    const settled = expect(first).rejects.toBe("enough");
    await quiet();
    controller.abort("enough");
    await server.answer(0);
    await settled;
  });

  test("aborted behind the end does not matter", async () => {
    const controller = new AbortController();
    const { server, loop } = start({ signal: controller.signal });
    const first = loop.next();
    await quiet();
    await server.at(0).answer([]);
    await first;
    controller.abort();
    expect(await loop.next()).toEqual(DONE);
  });

  test("keeps no listener of the pager's, however a loop ends", async () => {
    const { controller, signal, count } = counted();
    const pager = pagerOf(new Server(300, { steady: true }).source(), { signal, prefetch: 4 });
    for await (const _ of pager) break;
    for await (const _ of pager.pages()) void 0;
    await (await pager).nextPage();
    controller.abort();
    await expect(pager.toArray({ maxItems: 9 })).rejects.toThrow();
    expect(count()).toBe(0);
  });
});

describe("memory", () => {
  test("a hundred thousand items at hand are handed out quickly and in order", async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => index);
    const server = new ManualServer();
    const loop = pagerOf(
      server.source({
        fetch: async (position) => {
          const items = position ? [] : rows;
          return { count: items.length, parse: () => ({ items }) };
        },
      }),
    );
    let expected = 0;
    for await (const row of loop) if (row === expected) expected++;
    expect(expected).toBe(100_000);
  });
});
