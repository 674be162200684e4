import { expect, test } from "vitest";
import { Pager, walkOf } from "../../src/pagination/pager.ts";
import type { Page } from "../../src/pagination/types.ts";
import type { Batch, List, Walk } from "../../src/pagination/walk.ts";
import { pagerOf } from "./pager-of.ts";
import { type Item, type ItemPage, Server } from "./server.ts";

/** Lists one behind the other: a walk that is none over a single source. */
function chain(lists: readonly Pager<Item, ItemPage>[]): List<Item, ItemPage> {
  return { cursor: "start", walk: (limits) => walkFrom(lists.map((list) => () => walkOf(list, limits))) };
}

function walkFrom(starts: readonly (() => Walk<Item, ItemPage>)[]): Walk<Item, ItemPage> {
  const walks = starts.map((begin) => begin());
  const sum = (name: "pages" | "duplicates" | "requests") => walks.reduce((all, { counts }) => all + counts[name], 0);
  let current = 0;
  return {
    get counts() {
      return { pages: sum("pages"), duplicates: sum("duplicates"), requests: sum("requests") };
    },
    // It does not say why it ended: the loop takes that for the end.
    ended: null,
    async next(): Promise<Batch<Item, ItemPage> | null> {
      const walk = walks[current];
      if (!walk) return null;
      const batch = await walk.next();
      if (!batch) {
        current++;
        return this.next();
      }
      const list = current;
      return {
        ...batch,
        ended: null,
        cursor: (count) => `${list}:${count}`,
        rest: (limits) => walkFrom([() => batch.rest(limits), ...starts.slice(list + 1)]),
      };
    },
    ahead: () => walks[current]?.ahead(),
    stop() {
      for (const walk of walks) walk.stop();
    },
  };
}

test("a list of another kind is one walk a loop: items, pages and cursors work as everywhere", async () => {
  const servers = [new Server(70), new Server(30)];
  const pager = new Pager<Item, ItemPage>(chain(servers.map((server) => pagerOf(server.source()))));
  const expected = servers.flatMap((server) => server.ids());
  expect(pager.cursor()).toBe("start");
  expect((await pager.toArray({ maxItems: 1000 })).map(({ id }) => id)).toEqual(expected);
  expect(pager.stats).toMatchObject({ items: 100, stoppedBecause: "end" });
  expect(pager.stats.requests).toBe(servers.flatMap(({ requested }) => requested).length);

  const taken: string[] = [];
  let page: Page<Item> = await pager;
  for (let pages = 0; pages < 2; pages++) {
    taken.push(...page.items.map(({ id }) => id));
    page = await page.nextPage();
  }
  for await (const { id } of page) taken.push(id);
  expect(taken).toEqual(expected);
  expect(page.cursor).toBe("1:30");
});

test("a walk of a pager keeps the pager's bounds, unless others are asked for", async () => {
  const pager = pagerOf(new Server(120).source(), { maxItems: 60 });
  const own = walkOf(pager);
  expect([(await own.next())?.items.length, (await own.next())?.items.length]).toEqual([50, 10]);
  expect(own.ended).toBe("maxItems");
  expect((await walkOf(pager, { maxItems: 7 }).next())?.items).toHaveLength(7);
});
