import { NotFoundError } from "../../../src/errors/errors.ts";
import { type ClientOptions, createClient } from "../../../src/index.ts";
import type { MirrorClient } from "../../../src/mirror/index.ts";
import { resolveInvoices } from "../../../src/txn/jsonapi.ts";

/** A client of both APIs, for processes without the tests' names for modules. */
export function clientOf(options: ClientOptions): MirrorClient {
  const client = createClient(options) as unknown as MirrorClient;
  // Until the client itself reads one invoice.
  client.txn.getInvoice ??= async (id, { signal } = {}) => {
    const { fetch = globalThis.fetch, txn } = options;
    const response = await fetch(`${txn?.baseUrl ?? process.env.TXN_BASE_URL}/api/public/v1/invoices/${id}`, {
      headers: { authorization: `Bearer ${txn?.apiKey ?? "sandbox-txn-key"}` },
      signal: signal ?? null,
    });
    const { status, headers } = response;
    if (status !== 200)
      throw new NotFoundError(`HTTP ${status}`, { status, headers, bodyText: "", data: null }, { api: "txn" });
    const { data, included } = await response.json();
    return resolveInvoices([data], included)[0] as Awaited<ReturnType<MirrorClient["txn"]["getInvoice"]>>;
  };
  return client;
}
