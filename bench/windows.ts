/**
 * Deep lists: how the time per invoice grows with the list's length, page by page and in windows, against a server that
 * skips `offset` rows one after the other. The server is a `fetch` in this process, so the figures are its time and the
 * client's CPU. Run: npx node bench/windows.ts
 */
import { createReflexClient, type Invoice } from "unvoice/reflex";
import { walkWindows } from "unvoice/windows";

/** What the server takes to skip a row, in ms: some 5 ms for the 20th page, half a second for the 2,000th. */
const MS_PER_ROW_SKIPPED = 0.005;

type Client = ReturnType<typeof createReflexClient>;
type List = (client: Client) => AsyncIterable<Invoice>;

// Nothing is requested ahead: the server's time and the client's are one process's, and come one after the other.
const byPages: List = (client) => client.getInvoices({}, { prefetch: 0 });
const inWindows =
  (windowSize: number): List =>
  (client) =>
    walkWindows(client, {}, { prefetch: 0, windowSize });

const base = createServer(1000);
const table: Record<string, Record<string, number>> = {};
await measure("1,000 by pages", createServer(1000), byPages, 10);
await measure("10,000 by pages", createServer(10_000), byPages, 1);
for (const size of [250, 500, 1000, 2000, 4000]) {
  await measure(`10,000 in windows of ${size}`, createServer(10_000), inWindows(size), 1);
}
await measure("100,000 in windows of 1000", createServer(100_000), inWindows(1000), 1);
console.table(table);

/**
 * Lists everything so many times, and in between, after each thousand invoices or so, a list of 1,000 in windows: both
 * meet the same machine, whatever else it does. `ratio` is the time per invoice over that of the list of 1,000.
 */
async function measure(name: string, server: Server, list: List, runs: number): Promise<void> {
  await walk(base, inWindows(1000));
  Object.assign(server, { requests: 0, skipped: 0 });
  let [ms, count, baseMs, baseCount] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    let start = performance.now();
    for await (const _ of list(server.client)) {
      if (++count % Math.max(1000, server.count / 20) !== 0) continue;
      ms += performance.now() - start;
      start = performance.now();
      baseCount += await walk(base, inWindows(1000));
      baseMs += performance.now() - start;
      start = performance.now();
    }
    ms += performance.now() - start;
  }
  if (count !== runs * server.count) throw new Error(`${name}: ${count} invoices`);
  const perInvoice = ms / count;
  table[name] = {
    requests: server.requests / runs,
    "rows skipped per invoice": Number((server.skipped / count).toFixed(2)),
    "µs per invoice": Math.round(1000 * perInvoice),
    ratio: Number((perInvoice / (baseMs / baseCount)).toFixed(2)),
  };
}

async function walk(server: Server, list: List): Promise<number> {
  let count = 0;
  for await (const _ of list(server.client)) count++;
  return count;
}

type Server = ReturnType<typeof createServer>;

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
    count,
    client: createReflexClient({ url: "https://bench.invalid/graphql", apiKey: "key", fetch: serve }),
    requests: 0,
    /** Rows that it skipped. */
    skipped: 0,
  };

  async function serve(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
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
  }

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
