import ky from "ky";
import { createClient } from "unvoice";
import type { Figure, Row } from "./support/figure.ts";
import { type Cost, compare } from "./support/rounds.ts";

const CALLS = 300;

const emptyPage = JSON.stringify({ data: [], included: [], meta: { total: 0 } });
const hello = JSON.stringify({ data: { getHello: "Hello" } });
const url = "https://txn.invalid/api/public/v1/invoices?order=created_at&order_type=desc&per_page=50&page=1";
const headers = {
  accept: "application/vnd.api+json",
  "content-type": "application/vnd.api+json",
  authorization: "Bearer benchmark-key",
};

/** One call where the network takes no time: what the client itself does for it. */
export const call: Figure = {
  title: "3. One call with a fetch that answers at once",
  async measure() {
    const answer = (body: string) => new Response(body, { headers: { "content-type": "application/json" } });
    const fetchPage = async () => answer(emptyPage);
    const { txn } = createClient({
      fetch: fetchPage,
      txn: { apiKey: "benchmark-key", baseUrl: "https://txn.invalid" },
    });
    const { reflex } = createClient({
      fetch: async () => answer(hello),
      reflex: { apiKey: "benchmark-key", url: "https://reflex.invalid/graphql" },
    });
    const costs = await compare(
      {
        fetch: repeat(async () => JSON.parse(await (await (fetchPage as typeof fetch)(url, { headers })).text())),
        ky: repeat(async () => JSON.parse(await ky(url, { headers, fetch: fetchPage, retry: 0 }).text())),
        "txn.listInvoices(), first page": repeat(async () => {
          await txn.listInvoices();
        }),
        "reflex.ping()": repeat(() => reflex.ping()),
      },
      { rounds: 61, warmUp: 30 },
    );
    const { fetch: bare, ky: bareKy, ...ours } = costs;
    return [
      { what: "bare ky: CPU over fetch", value: over(bareKy, bare), unit: "µs", beside: beside(bareKy, bare) },
      ...Object.entries(ours).map(
        ([name, cost]): Row => ({
          what: `${name}: CPU over fetch`,
          value: over(cost, bare),
          unit: "µs",
          target: { atMost: 60 },
          beside: `${beside(cost, bare)}; ${(cost.cpuMs / bareKy.cpuMs).toFixed(2)} x bare ky`,
        }),
      ),
    ];
  },
};

function repeat(call: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    for (let calls = 0; calls < CALLS; calls++) await call();
  };
}

function over(cost: Cost, bare: Cost): number {
  return ((cost.cpuMs - bare.cpuMs) / CALLS) * 1000;
}

function beside(cost: Cost, bare: Cost): string {
  const micros = (milliseconds: number) => ((milliseconds / CALLS) * 1000).toFixed(0);
  return `${micros(cost.cpuMs)} µs (wall ${micros(cost.wallMs)}), fetch ${micros(bare.cpuMs)} (wall ${micros(bare.wallMs)})`;
}
