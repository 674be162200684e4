/**
 * Deep lists: how the time per invoice grows with the list's length, page by page and in windows, against a server that
 * skips `offset` rows one after the other. The server is a `fetch` in this process, so the figures are its time and the
 * client's CPU. Run: npx node bench/windows.ts
 */
import { createReflexClient, type Invoice, walkWindows } from "../src/reflex/index.ts";

/** What the server takes to skip a row, in ms: some 5 ms for the 20th page, half a second for the 2,000th. */
const MS_PER_ROW_SKIPPED = 0.005;

const measured = [
  await measure("1,000 in windows", 1000, (client) => walkWindows(client), 15),
  await measure("1,000 by pages", 1000, (client) => client.getInvoices(), 15),
  await measure("10,000 by pages", 10_000, (client) => client.getInvoices(), 1),
  await measure("10,000 in windows", 10_000, (client) => walkWindows(client), 3),
  await measure("100,000 in windows", 100_000, (client) => walkWindows(client), 1),
];
for (const windowSize of [250, 500, 2000, 4000]) {
  const name = `10,000 in windows of ${windowSize}`;
  measured.push(await measure(name, 10_000, (client) => walkWindows(client, {}, { windowSize }), 1));
}
const base = measured[0]?.usPerInvoice ?? Number.NaN;
console.table(
  Object.fromEntries(
    measured.map(({ name, invoices, usPerInvoice, requests, skipped }) => [
      name,
      {
        requests,
        "rows skipped per invoice": Number((skipped / invoices).toFixed(2)),
        "µs per invoice": Math.round(usPerInvoice),
        "times that of the first": Number((usPerInvoice / base).toFixed(2)),
      },
    ]),
  ),
);

interface Measured {
  name: string;
  invoices: number;
  usPerInvoice: number;
  requests: number;
  /** Rows that the server skipped. */
  skipped: number;
}

type Client = ReturnType<typeof createReflexClient>;

/** The median of some runs, after one that warms up. */
async function measure(
  name: string,
  invoices: number,
  list: (client: Client) => AsyncIterable<Invoice>,
  runs: number,
): Promise<Measured> {
  const server = createServer(invoices);
  const client = createReflexClient({ url: "https://bench.invalid/graphql", apiKey: "key", fetch: server.fetch });
  const results: Measured[] = [];
  for (let run = runs > 1 ? -1 : 0; run < runs; run++) {
    Object.assign(server, { requests: 0, skipped: 0 });
    const start = performance.now();
    let count = 0;
    for await (const _ of list(client)) count++;
    if (count !== invoices) throw new Error(`${name}: ${count} invoices`);
    const { requests, skipped } = server;
    const usPerInvoice = (1000 * (performance.now() - start)) / invoices;
    if (run >= 0) results.push({ name, invoices, usPerInvoice, requests, skipped });
  }
  results.sort((one, other) => one.usPerInvoice - other.usPerInvoice);
  return results[Math.floor(results.length / 2)] as Measured;
}

/** A list of so many invoices, five minutes apart, every tenth of its predecessor's millisecond. */
function createServer(count: number) {
  const begin = Date.parse("2025-01-01T00:00:00Z");
  const timeAt = (index: number) => begin + 300_000 * (index - (index % 10 === 9 ? 1 : 0));
  /** The first index at or after a time. */
  const indexAt = (time: number) => {
    let index = Math.min(count, Math.max(0, Math.floor((time - begin) / 300_000) - 1));
    while (index < count && timeAt(index) < time) index++;
    return index;
  };

  const server = {
    requests: 0,
    skipped: 0,
    async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
      const { variables } = (await new Request(input, init).json()) as { variables: Variables };
      const { filter, page, sort, aggregated } = variables;
      const from = filter.from ? indexAt(Date.parse(filter.from)) : 0;
      const to = filter.to ? indexAt(Date.parse(filter.to)) : count;
      server.requests++;
      server.skipped += page.offset;
      const ready = performance.now() + page.offset * MS_PER_ROW_SKIPPED;
      while (performance.now() < ready);
      const list = [];
      for (let place = page.offset; place < Math.min(page.offset + page.limit, to - from); place++) {
        list.push(invoiceAt(sort.direction === "ASC" ? from + place : to - 1 - place));
      }
      return Response.json({
        data: { getInvoices: { find_many: { list, ...(aggregated && { aggregated: sum(from, to) }) } } },
      });
    },
  };

  function invoiceAt(index: number) {
    const created_at = new Date(timeAt(index)).toISOString();
    return {
      account_id: "account",
      amount_msats: "100000",
      amount_sats: "100",
      created_at,
      description: "An invoice",
      destination: "0203b0c014663194aa8988e088ddcdf23ddb47e9d19757cb4c8caa003c076440c1",
      id: `invoice-${index}`,
      invoice_created_at: created_at,
      invoice_expiry_at: created_at,
      payment_hash: "c9dc7c0e988bcc2740aa64750b56829de53794e35e2a1cf7591ae7b671549a23",
      payment_request: "lntb1u1pwz5w78pp5".padEnd(250, "q"),
      routing_info: [],
      tags: [],
    };
  }

  /** By month where the period is longer than one, else by day. */
  function sum(from: number, to: number) {
    const width = to > from ? timeAt(to - 1) - timeAt(from) : 0;
    const counts = new Map<string, number>();
    for (let index = from; index < to; index++) {
      const day = new Date(timeAt(index)).toISOString().slice(0, 10);
      const date = `${width > 31 * 86_400_000 ? `${day.slice(0, 7)}-01` : day}T00:00:00.000Z`;
      counts.set(date, (counts.get(date) ?? 0) + 1);
    }
    return {
      aggregation_interval: "MONTH",
      list: [...counts].map(([date, count]) => ({ amount_msat: "0", count, date })),
      stats: { countries: [], destinations: [] },
      total: { amount_msat: "0", count: to - from },
    };
  }

  return server;
}

interface Variables {
  filter: { from?: string; to?: string };
  page: { limit: number; offset: number };
  sort: { direction: "ASC" | "DESC" };
  aggregated: boolean;
}
