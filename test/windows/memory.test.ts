import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { ReflexClient } from "../../src/reflex/client.ts";
import type { GetInvoicesParams, Invoice } from "../../src/reflex/types.ts";
import { walkWindows } from "../../src/windows/index.ts";

const MB = 2 ** 20;

test("what a walk remembers does not grow with its pages", async () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const heap = () => {
    gc();
    return process.memoryUsage().heapUsed / MB;
  };
  // A page of one invoice each: whatever is kept for a page shows soonest.
  const walked = walkWindows(clientOf(30_000), { page: { limit: 1 } }, { windowSize: 500 });
  let count = 0;
  let early = 0;
  let late = 0;
  for await (const _ of walked) {
    count++;
    if (count === 8000) early = heap();
    if (count === 30_000) late = heap();
  }
  expect(count).toBe(30_000);
  expect(late - early, "MB over 22,000 pages").toBeLessThan(1);
}, 60_000);

/** A client over a list of so many invoices, a second apart, which makes each page when it is asked for. */
function clientOf(length: number): ReflexClient {
  const begin = Date.parse("2025-01-01T00:00:00Z");
  const indexOf = (text: string) => (Date.parse(text) - begin) / 1000;

  function pageOf({ filter, page, sort }: GetInvoicesParams) {
    const from = filter?.from ? Math.max(0, Math.ceil(indexOf(String(filter.from)))) : 0;
    const to = filter?.to ? Math.min(length, Math.ceil(indexOf(String(filter.to)))) : length;
    const { limit = 50, offset = 0 } = page as { limit?: number; offset?: number };
    const items: Invoice[] = [];
    for (let place = offset; place < Math.min(offset + limit, to - from); place++) {
      const index = sort?.direction === "ASC" ? from + place : to - 1 - place;
      items.push({ id: `invoice-${index}`, created_at: new Date(begin + index * 1000).toISOString() } as Invoice);
    }
    const total = { count: to - from, amount_msat: 0n };
    const aggregated = { aggregation_interval: null, list: [], stats: null, total };
    return { items, aggregated, response: {}, hasNextPage: () => items.length === limit };
  }

  return {
    getInvoices: (params: GetInvoicesParams = {}) => ({
      pages: async function* () {
        yield pageOf(params);
      },
    }),
  } as unknown as ReflexClient;
}
