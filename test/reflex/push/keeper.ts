import type { IncomingMessage, ServerResponse } from "node:http";
import { createClient } from "unvoice";
import { reflexInvoice } from "../../support/fixtures.ts";
import { json, serve, type TestServer } from "../../support/server.ts";

type Row = Record<string, unknown>;

/** A push as it reached the server. */
export interface Received {
  request: IncomingMessage;
  response: ServerResponse;
  variables: { invoice: Row & { payment_request: string }; options?: { invoice?: { do_not_save?: boolean } } };
  /** Counts pushes from 1. */
  nth: number;
  /** Saves the invoice, and gives its row. */
  save(over?: Row): Row;
  /** Breaks the connection off. */
  reset(): void;
}

/** What a {@link keeper} does otherwise than to save, answer and list. */
export interface Habits {
  onPush?(push: Received): void;
  /** The rows of an answer to a look-up: by default what was created since `from`, newest first, `limit` from `offset`. */
  list?(rows: Row[], variables: { filter: { from: string }; page: { limit: number; offset: number } }): Row[];
  /** Answers a look-up in place of `list`. */
  onList?(response: ServerResponse, nth: number): boolean;
  /** How far its clock is from ours, in milliseconds. */
  clockMs?: number;
  /** Whether it tells the time in its answers. Default `true`. */
  tellsTime?: boolean;
}

/** A real server on a loopback port that keeps what is pushed, and a client of it that looks up for a second or two. */
export async function keeper({ onPush, list = page, onList, clockMs = 0, tellsTime = true }: Habits = {}) {
  const rows: Row[] = [];
  let pushes = 0;
  let lists = 0;
  const now = () => new Date(Date.now() + clockMs);

  const server: TestServer = await serve((request, response, nth) => {
    response.sendDate = false;
    if (tellsTime) response.setHeader("date", now().toUTCString());
    const { query, variables } = JSON.parse(server.requests[nth - 1]?.body ?? "{}");
    if (!query.startsWith("mutation")) {
      lists += 1;
      if (onList?.(response, lists)) return;
      json(response, 200, { data: { getInvoices: { find_many: { list: list(rows, variables) } } } });
      return;
    }
    pushes += 1;
    const save = (over: Row = {}) => {
      const row = rowOf(variables.invoice, now(), over);
      rows.unshift(row);
      return row;
    };
    const answer = onPush ?? (() => json(response, 200, { data: { pushInvoice: { invoice: save(), checks: null } } }));
    answer({ request, response, variables, nth: pushes, save, reset: () => request.socket.destroy() });
  });
  const { reflex } = createClient({
    reflex: { url: server.url, apiKey: "key-of-the-test" },
    totalTimeoutMs: 1_500,
  });
  return {
    reflex,
    rows,
    url: server.url,
    counts: () => ({ pushes, lists, saved: rows.length }),
  };
}

/** The row that a server keeps of a pushed invoice. */
export function rowOf(invoice: Row, createdAt: Date, over: Row = {}): Row {
  const tags = ((invoice.tags ?? []) as Row[]).map((tag) => {
    return { string_value: null, number_value: null, boolean_value: null, ...tag };
  });
  const { payment_request, description = null } = invoice;
  const id = `row-${Math.random()}`;
  return reflexInvoice({ id, payment_request, description, tags, created_at: createdAt.toISOString(), ...over });
}

/** What a server does that heeds the filter and the page. */
export function page(
  rows: Row[],
  { filter, page: { limit, offset } }: Parameters<NonNullable<Habits["list"]>>[1],
): Row[] {
  return rows.filter((row) => String(row?.created_at ?? "~") >= filter.from).slice(offset, offset + limit);
}
