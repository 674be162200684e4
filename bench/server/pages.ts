import { createSandbox } from "unvoice/sandbox";

/** Rows of a page: the default of the client. */
export const PAGE = 50;

/** Pages of the sandbox's that all others are made of. */
const TEMPLATES = 20;

/** When the oldest invoice was created, and the time between two. */
const FIRST = Date.parse("2025-01-01T00:00:00.000Z");
const STEP_MS = 1000;

/** Bodies kept: 20,000 invoices of both orders in about 100 MB. */
const MOST_KEPT = 800;

interface Resource {
  attributes: Record<string, unknown>;
}

/** What a list is asked for. */
export interface Query {
  invoices: number;
  /** From 1. */
  page: number;
  descending: boolean;
  /** `created_at_to`, in ms since 1970. */
  to: number;
}

/**
 * Makes the function that gives the bodies of a list's pages: the documented shape with everything it may include, as
 * the sandbox writes it. Each body is made once, so that the server's cost does not hide the client's.
 *
 * @example
 * const pageBody = await createPages();
 * response.end(pageBody({ invoices: 20_000, page: 1, descending: true, to: Infinity }));
 */
export async function createPages(): Promise<(query: Query) => Buffer> {
  const templates = await readTemplates();
  const kept = new Map<string, Buffer>();

  return ({ invoices, page, descending, to }) => {
    const visible = Math.max(0, Math.min(invoices, Math.floor((to - FIRST) / STEP_MS) + 1));
    const begin = (page - 1) * PAGE;
    const rows = Math.max(0, Math.min(PAGE, visible - begin));
    const from = descending ? visible - 1 - begin : begin;
    const key = `${descending} ${from} ${rows}`;
    const body = kept.get(key) ?? Buffer.from(write(from, descending ? -1 : 1, rows, visible));
    if (kept.size < MOST_KEPT) kept.set(key, body);
    return body;
  };

  function write(from: number, step: number, rows: number, total: number): string {
    const oldest = Math.min(from, from + step * (rows - 1));
    const number = Math.max(0, Math.floor(oldest / PAGE));
    const template = templates[number % TEMPLATES] as (typeof templates)[number]; // within its length
    const data = template.data.slice(0, rows).map((resource, row) => {
      const createdAt = new Date(FIRST + (from + step * row) * STEP_MS).toISOString();
      return { ...resource, attributes: { ...resource.attributes, createdAt } };
    });
    const page = { ...template, data, included: rows > 0 ? template.included : [], meta: { total } };
    // The first digits of every id are the page's number: templates serve many pages, and no id may come twice.
    return JSON.stringify(page).replace(/"id":"[0-9a-f]{8}/g, `"id":"${number.toString(16).padStart(8, "0")}`);
  }
}

async function readTemplates() {
  const sandbox = createSandbox({ txn: { invoices: TEMPLATES * PAGE }, reflex: { invoices: 0 } });
  const { baseUrl, apiKey } = sandbox.clientOptions().txn;
  const pages = Array.from({ length: TEMPLATES }, async (_, index) => {
    const url = `${baseUrl}/api/public/v1/invoices?page=${index + 1}&per_page=${PAGE}`;
    const response = await sandbox.fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
    return (await response.json()) as { data: Resource[]; included: Resource[] };
  });
  return Promise.all(pages);
}
