import { describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { everyRow, findMany } from "./harness.ts";

interface Row {
  amount_msats: string | null;
  created_at: string;
  destination: string;
}

/** Sums rows by a name, as a plain reading of the list would. */
function recount(rows: Row[], nameOf: (row: Row) => string) {
  const sums: Record<string, { count: number; amount_msat: string }> = {};
  for (const row of rows) {
    const { count, amount_msat } = sums[nameOf(row)] ?? { count: 0, amount_msat: "0" };
    sums[nameOf(row)] = { count: count + 1, amount_msat: String(BigInt(amount_msat) + BigInt(row.amount_msats ?? 0)) };
  }
  return sums;
}

/** The sums of an answer by their name. */
function named(sums: Record<string, unknown>[], key: string) {
  return Object.fromEntries(sums.map(({ count, amount_msat, [key]: name }) => [name, { count, amount_msat }]));
}

async function expectRecount(
  sandbox: Sandbox,
  filter: Record<string, unknown>,
  cookie: string,
  bucketOf: (row: Row) => string,
) {
  const { aggregated } = await findMany(sandbox, { filter, page: { limit: 3, offset: 2 } }, { cookie });
  const rows = await everyRow(sandbox, { filter });
  expect(aggregated.total).toEqual(recount(rows, () => "all").all ?? { count: 0, amount_msat: "0" });
  expect(named(aggregated.stats.destinations, "pubkey")).toEqual(recount(rows, (row) => row.destination));
  expect(named(aggregated.list, "date")).toEqual(recount(rows, bucketOf));
  const dates = aggregated.list.map(({ date }: { date: string }) => date);
  expect(dates).toEqual([...dates].sort());
  return aggregated;
}

describe("aggregates", () => {
  const sandbox = createSandbox({ reflex: { invoices: 200 } });

  test("equal a recount over the paged list: by month over a year", async () => {
    const month = ({ created_at }: Row) => `${created_at.slice(0, 7)}-01T00:00:00.000Z`;
    const aggregated = await expectRecount(sandbox, {}, "", month);
    expect(aggregated.aggregation_interval).toBe("MONTH");
    expect(aggregated.total.count).toBe(200);
  });

  test("by day over a fortnight, and only of the rows that match the tags", async () => {
    const day = ({ created_at }: Row) => `${created_at.slice(0, 10)}T00:00:00.000Z`;
    const window = { from: "2025-06-01T00:00:00Z", to: "2025-06-15T00:00:00Z" };
    expect((await expectRecount(sandbox, window, "", day)).aggregation_interval).toBe("DAY");
    const tags = [{ key: "is-withdrawal", boolean_value: true }];
    const some = await expectRecount(sandbox, { ...window, tags }, "", day);
    const all = await expectRecount(sandbox, window, "", day);
    expect(some.total.count).toBeLessThan(all.total.count);
  });

  test("by the days of the cookie's time zone, which change their length", async () => {
    // New York is 4 hours behind until the night to 2 November 2025, 5 hours from then on.
    const day = ({ created_at }: Row) => {
      const ms = Date.parse(created_at);
      const behind = (ms < Date.parse("2025-11-02T06:00:00Z") ? 4 : 5) * 3_600_000;
      const local = new Date(ms - behind).toISOString().slice(0, 10);
      return new Date(Date.parse(`${local}T00:00:00Z`) + (local <= "2025-11-02" ? 4 : 5) * 3_600_000).toISOString();
    };
    const cookie = "other=1; amboss-reflex-api-timezone=America/New_York;";
    await expectRecount(sandbox, { from: "2025-10-20T00:00:00Z", to: "2025-11-12T00:00:00Z" }, cookie, day);
  });

  test("by UTC where the cookie names no time zone that there is", async () => {
    const cookie = "amboss-reflex-api-timezone=Nowhere/City";
    expect(await findMany(sandbox, {}, { cookie })).toEqual(await findMany(sandbox));
  });

  test.each([
    ["2025-06-02T00:00:00Z", "HOUR"],
    ["2025-06-20T00:00:00Z", "DAY"],
    ["2025-09-01T00:00:00Z", "WEEK"],
    ["2027-06-01T00:00:00Z", "MONTH"],
    ["2035-06-01T00:00:00Z", "YEAR"],
  ])("the window's width chooses the interval: up to %s, %s", async (to, interval) => {
    const { aggregated } = await findMany(sandbox, { filter: { from: "2025-06-01T00:00:00Z", to } });
    expect(aggregated.aggregation_interval).toBe(interval);
  });

  test("weeks begin on Monday, years in January", async () => {
    const weeks = await findMany(sandbox, { filter: { from: "2025-06-01T00:00:00Z", to: "2025-09-01T00:00:00Z" } });
    expect(weeks.aggregated.list.map(({ date }: { date: string }) => new Date(date).getUTCDay())).toSatisfy(
      (days: number[]) => days.every((weekday) => weekday === 1),
    );
    const years = await findMany(sandbox, { filter: { from: "2020-01-01", to: "2030-01-01" } });
    expect(years.aggregated.list.map(({ date }: { date: string }) => date)).toEqual(["2025-01-01T00:00:00.000Z"]);
  });

  test("countries hold every destination, and those without a place under null", async () => {
    const { aggregated } = await findMany(sandbox);
    const { countries, destinations } = aggregated.stats;
    const keys = new Set(countries.flatMap(({ pubkeys }: { pubkeys: string[] }) => pubkeys));
    expect(keys).toEqual(new Set(destinations.map(({ pubkey }: { pubkey: string }) => pubkey)));
    const counts = new Map(destinations.map(({ pubkey, count }: { pubkey: string; count: number }) => [pubkey, count]));
    for (const { pubkeys, count } of countries) {
      expect(count).toBe(pubkeys.reduce((sum: number, pubkey: string) => sum + Number(counts.get(pubkey)), 0));
    }
    expect(countries.map(({ country }: { country: string | null }) => country)).toEqual(
      expect.arrayContaining([null, "Germany"]),
    );
  });

  test("of nothing are nothing", async () => {
    const { aggregated } = await findMany(createSandbox({ reflex: { invoices: 0 } }));
    expect(aggregated).toMatchObject({
      list: [],
      stats: { countries: [], destinations: [] },
      total: { amount_msat: "0", count: 0 },
    });
  });
});
