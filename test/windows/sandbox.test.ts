import { describe, expect, test, vi } from "vitest";
import { createReflexClient, planWindows, walkWindow, walkWindows } from "../../src/reflex/index.ts";
import { createSandbox } from "../../src/sandbox/index.ts";
import { idsOf } from "./server.ts";

// The sandbox signs each of its invoices when it is first asked for.
vi.setConfig({ testTimeout: 30_000 });

const sandbox = createSandbox({ reflex: { invoices: 600 } });
const { fetch, reflex: own } = sandbox.clientOptions();
const reflex = createReflexClient({ ...own, fetch });
const tag = sandbox.reflex.invoices.flatMap(({ tags }) => tags).find(({ boolean_value }) => boolean_value !== null);

describe.each(["ASC", "DESC"] as const)("the sandbox's list, %s", (direction) => {
  test.each([
    ["all", {}],
    ["a period", { from: new Date("2025-02-03T04:05:06.789Z"), to: "2025-11-30T00:00:00Z" }],
    ["a tag", { tags: [{ key: String(tag?.key), boolean_value: tag?.boolean_value }] }],
  ])("%s, walked and planned", async (_what, filter) => {
    const params = { filter, page: { limit: 20 }, sort: { direction } };
    const plain = await idsOf(reflex.getInvoices(params));
    expect(plain.length).toBeGreaterThan(20);
    expect(await idsOf(walkWindows(reflex, params, { windowSize: 60, prefetch: 4 }))).toEqual(plain);

    const planned: string[][] = [];
    for (const window of await planWindows(reflex, params, { windowSize: 30 })) {
      planned.push(await idsOf(walkWindow(reflex, window)));
    }
    expect(planned.flat()).toEqual(plain);
    // Its months have more than the windows may: they were asked for again, by days.
    expect(Math.max(...planned.map((ids) => ids.length))).toBeLessThanOrEqual(30);
  });
});
