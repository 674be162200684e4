import { readFileSync } from "node:fs";
import type { Sandbox } from "../../src/sandbox/index.ts";

/** The documents and variables of Amboss's page, verbatim. */
export const documents = {
  getInvoices: fixture("get-invoices.graphql"),
  getInvoicesVariables: JSON.parse(fixture("get-invoices.json")),
  pushInvoice: fixture("push-invoice.graphql"),
  pushInvoiceVariables: JSON.parse(fixture("push-invoice.json")),
};

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}

// Answers are checked field by field in the tests: their static type would only restate that.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

export const GRAPHQL = "http://any.host/graphql";
const INVOICES = "http://any.host/api/public/v1/invoices";

/** Runs a GraphQL document in process. */
export async function graphql(
  sandbox: Sandbox,
  query: string,
  variables: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await sandbox.fetch(
    new Request(GRAPHQL, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer sandbox-reflex-key", ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  );
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** The rows and aggregates of `getInvoices`, by the documented query. */
export async function findMany(
  sandbox: Sandbox,
  variables: unknown = {},
  headers: Record<string, string> = {},
): Promise<Json> {
  const { body } = await graphql(sandbox, documents.getInvoices, variables, headers);
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body.data.getInvoices.find_many;
}

/** Every row, by paging to the end. */
export async function everyRow(sandbox: Sandbox, variables: Record<string, unknown> = {}): Promise<Json[]> {
  const rows: Json[] = [];
  for (;;) {
    const { list } = await findMany(sandbox, { ...variables, page: { limit: 50, offset: rows.length } });
    rows.push(...list);
    if (list.length < 50) return rows;
  }
}

/** Calls Txn in process; `path` is what follows `/api/public/v1/invoices`. */
export async function txn(sandbox: Sandbox, path = "", init: RequestInit = {}): Promise<Answer> {
  const response = await sandbox.fetch(`${INVOICES}${path}`, {
    ...init,
    headers: { authorization: "Bearer sandbox-txn-key", "content-type": "application/vnd.api+json", ...init.headers },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Creates a Txn invoice of the given attributes. */
export function createInvoice(sandbox: Sandbox, attributes: Record<string, unknown> = {}): Promise<Answer> {
  const order = { amountBilled: "40", billedCurrency: "USD", chargedCurrency: "USDT", network: "TTRX:USDT" };
  const body = JSON.stringify({ data: { type: "invoices", attributes: { ...order, ...attributes } } });
  return txn(sandbox, "", { method: "POST", body });
}
