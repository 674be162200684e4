import { type CreateInvoiceParams, createTxnClient, type TransportOptions } from "unvoice/txn";
import { txnResource } from "../../support/fixtures.ts";

/** A row as the server keeps it. */
export type Row = ReturnType<typeof txnResource>;

/** A creation as it reached the server. */
export interface Received {
  attributes: Record<string, unknown>;
  signal: AbortSignal;
  /** Counts creations from 1. */
  nth: number;
  /** Creates the invoice, and gives its row. */
  save(over?: object): Row;
}

/** What a {@link merchant} does otherwise than to create, answer and list. */
export interface Habits {
  onCreate?(creation: Received): Response | Promise<Response>;
  /** The rows of an answer to a look-up; by default those of this reference, newest first, page by page. */
  list?(rows: Row[], search: URLSearchParams, nth: number): Row[] | Response;
  /** How far its clock is from ours, in milliseconds. */
  clockMs?: number;
  /** Whether it tells the time in its answers. Default `true`. */
  tellsTime?: boolean;
}

export const ORDER: CreateInvoiceParams = {
  amountBilled: "40.00",
  billedCurrency: "USD",
  chargedCurrency: "USDT",
  network: "TTRX:USDT",
  reference: "order-1001",
};

/** A server that keeps what is created, behind a `fetch`, and a client of it that looks up for half a second. */
export function merchant(
  { onCreate, list = page, clockMs = 0, tellsTime = true }: Habits = {},
  options: TransportOptions = {},
) {
  const rows: Row[] = [];
  const urls: string[] = [];
  let creations = 0;
  let lists = 0;
  const now = () => new Date(Date.now() + clockMs);

  async function answer(url: URL, init: RequestInit): Promise<Response> {
    urls.push(`${init.method} ${url.pathname}${url.search}`);
    if (init.method !== "POST") {
      lists += 1;
      const listed = list(rows, url.searchParams, lists);
      return Array.isArray(listed) ? Response.json({ data: listed, meta: {} }) : listed;
    }
    creations += 1;
    const { attributes } = JSON.parse(String(init.body)).data;
    const save = (over: object = {}) => {
      const createdAt = now().toISOString();
      const network = String(attributes.network).toLowerCase();
      const row = txnResource(`row-${Math.random()}`, { ...attributes, network, createdAt, ...over });
      rows.unshift(row);
      return row;
    };
    const received = { attributes, signal: init.signal as AbortSignal, nth: creations, save };
    return onCreate ? onCreate(received) : created(save());
  }
  const fetch = async (url: unknown, init: RequestInit) => {
    const response = await answer(new URL(String(url)), init);
    if (tellsTime) response.headers.set("date", now().toUTCString());
    return response;
  };
  const txn = createTxnClient({
    apiKey: "key-of-the-test",
    baseUrl: "https://txn.test",
    totalTimeoutMs: 500,
    ...options,
    fetch: fetch as typeof globalThis.fetch,
  });
  return { txn, rows, urls, counts: () => ({ creations, lists, created: rows.length }) };
}

/** The documented answer to a creation. */
export function created(row: Row): Response {
  return Response.json({ data: row, included: [], meta: {} }, { status: 201 });
}

/** What a server does that heeds the reference and the page. */
export function page(rows: Row[], search: URLSearchParams): Row[] {
  const size = Number(search.get("per_page"));
  const begin = (Number(search.get("page")) - 1) * size;
  return rows.filter((row) => referenceOf(row) === search.get("reference")).slice(begin, begin + size);
}

/** The reference of a row. */
export function referenceOf(row: Row): unknown {
  return (row.attributes as Record<string, unknown>).reference;
}

/** An answer that never comes, as `fetch` has it: it rejects once the client hangs up. */
export function never(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** A connection that breaks, before it is made or after. */
export function broken(code: "ECONNREFUSED" | "ECONNRESET"): TypeError {
  const syscall = code === "ECONNREFUSED" ? "connect" : "read";
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`${syscall} ${code}`), { code, syscall }) });
}
