import type { IncomingMessage, ServerResponse } from "node:http";
import { type Client, ConnectionError, createClient, OutcomeUnknownError, stringify, UnvoiceError } from "unvoice";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reflexInvoice, SEED_INVOICE, txnResource } from "../support/fixtures.ts";
import { closedPort, json, rejection, serve } from "../support/server.ts";
import { table } from "./support/pages.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** One way to bring about a row's cause: what the server does, and what is called on which client. */
interface Scenario {
  answer?: Answer;
  /** Makes the client; by default one of the server, with a key. */
  client?: (url: string) => Client | Promise<Client>;
  read?: (client: Client) => PromiseLike<unknown>;
  push?: (client: Client) => PromiseLike<unknown>;
}

const RETRIES = 1;
const payment_request = SEED_INVOICE;
const options = { maxRetries: RETRIES };
const wrong = SEED_INVOICE.replace(/.$/, "q");
const bodiless = { maxRetries: RETRIES, headers: { "x-test": "1" } };

const answering = (url: string, more: object = {}) =>
  createClient({
    ...options,
    ...more,
    reflex: { apiKey: "key-of-the-test", url },
    txn: { apiKey: "key", baseUrl: url },
  });
const status = (code: number, headers: Record<string, string> = {}): Scenario => ({
  answer: (_request, response) => json(response, code, { errors: [{ title: "no" }] }, headers),
});
/** A GraphQL error at HTTP 200. */
const graphql = (code: string, message = "no"): Scenario => ({
  answer: (_request, response) => json(response, 200, { data: null, errors: [{ message, extensions: { code } }] }),
  read: ({ reflex }) => reflex.getInvoices(),
});
const text = (body: string, more: object = {}): Scenario => ({
  answer: (_request, response) => void response.writeHead(200).end(body),
  client: (url) => answering(url, more),
});
const data =
  (value: unknown): Answer =>
  (_request, response) =>
    json(response, 200, { data: value });
const silent: Answer = () => {};

/** Every row of the README's table, by its first cell: the ways in which its cause comes about. */
const scenarios: Record<string, Scenario[]> = {
  "no key, no address, an unusable option": [
    { client: () => createClient({ txn: { baseUrl: "https://localhost" } }) },
    { client: () => createClient({ txn: { apiKey: "key" } }), push: never },
    { client: () => createClient({ timeoutMs: -1 }) },
  ],
  "a wrong parameter, tag, or cursor": [
    {
      read: async ({ txn }) => txn.listInvoices({ per_page: 0 }),
      push: ({ reflex }) => reflex.pushInvoice({ invoice: { payment_request, tags: [{ key: "User" }] } }),
    },
    { read: async ({ reflex }) => reflex.getInvoices({ page: { limit: 51 } }), push: never },
    { read: async ({ reflex }) => reflex.getInvoices({}, { cursor: "0...x" }), push: never },
  ],
  "a payment request that cannot be read": [
    { read: never, push: ({ reflex }) => reflex.pushInvoice({ invoice: { payment_request: wrong } }) },
  ],
  "the server cannot be reached": [{ client: async () => answering(await closedPort()) }],
  "the connection breaks": [{ answer: (request) => request.socket.destroy() }],
  "no whole answer within timeoutMs": [
    { answer: silent, client: (url) => answering(url, { timeoutMs: 150 }) },
    {
      answer: (_request, response) => void response.writeHead(200).write("{"),
      client: (url) => answering(url, { timeoutMs: 150 }),
    },
  ],
  "totalTimeoutMs is over": [{ answer: silent, client: (url) => answering(url, { totalTimeoutMs: 150 }) }],
  "the signal cancels the call": [
    {
      answer: silent,
      read: ({ txn }) => txn.listInvoices({}, { signal: AbortSignal.timeout(150) }),
      push: ({ reflex }) => reflex.pushInvoice({ invoice: { payment_request } }, { signal: AbortSignal.timeout(150) }),
    },
  ],
  "HTTP 400, or GraphQL's BAD_REQUEST, BAD_USER_INPUT": [
    status(400),
    graphql("BAD_REQUEST"),
    graphql("BAD_USER_INPUT"),
  ],
  "HTTP 401, or GraphQL's UNAUTHENTICATED": [status(401), graphql("UNAUTHENTICATED")],
  "HTTP 403, or GraphQL's FORBIDDEN": [status(403), graphql("FORBIDDEN")],
  "HTTP 404": [status(404)],
  "HTTP 408": [status(408, { "retry-after": "0" })],
  "HTTP 409": [status(409)],
  "HTTP 422": [status(422)],
  "HTTP 429, or a throttler's error at HTTP 200": [
    status(429, { "retry-after": "0" }),
    {
      ...graphql("INTERNAL_SERVER_ERROR", "ThrottlerException: Too Many Requests"),
      // Without a Retry-After it waits up to so long.
      client: (url) => answering(url, { maxRetryAfterMs: 1 }),
    },
  ],
  "a Retry-After above maxRetryAfterMs": [status(429, { "retry-after": "61" })],
  "HTTP 500, 502, 503, 504": [500, 502, 503, 504].map((code) => status(code, { "retry-after": "0" })),
  "any other 5xx": [status(501), status(599)],
  "any other 4xx": [status(418), status(451)],
  "a redirect": [301, 302, 303, 307].map((code) => status(code, { location: "https://localhost/" })),
  "any other GraphQL error, INTERNAL_SERVER_ERROR too": [graphql("INTERNAL_SERVER_ERROR"), graphql("SOMETHING_NEW")],
  "a GraphQL error below pushInvoice, without the invoice": [
    {
      answer: (_request, response) => {
        const errors = ["no", "Too Many Requests"].map((message) => ({
          message,
          path: ["pushInvoice", "invoice", "tags"],
        }));
        json(response, 200, { data: null, errors });
      },
      read: never,
    },
  ],
  "an answer that is no JSON object, cut short, empty, or too long": [
    text("<html>"),
    text("null"),
    text(JSON.stringify(payment_request)),
    text('{"data":'),
    text(""),
    text(`{"data":"${"x".repeat(200)}"}`, { maxBodyBytes: 100 }),
  ],
  "a push's answer without the invoice": [
    { answer: data(null), read: never },
    { answer: data([]), read: never },
    { answer: data(payment_request), read: never },
    { answer: data({}), read: never },
    { answer: data({ pushInvoice: null }), read: never },
    { answer: data({ pushInvoice: { invoice: null, checks: { destinations: [] } } }), read: never },
  ],
  "an answer that otherwise lacks what must be there": [
    {
      answer: data({ getInvoices: {}, pushInvoice: { invoice: reflexInvoice({ payment_hash: undefined }) } }),
      read: ({ reflex }) => reflex.getInvoices(),
    },
    { answer: data([{ id: "1", type: "invoices", attributes: {} }]), push: never },
  ],
  "the answer describes another invoice": [
    {
      answer: data({ pushInvoice: { invoice: reflexInvoice({ amount_msats: "1" }), checks: { destinations: [] } } }),
      read: never,
    },
  ],
  "maxPages is reached": [
    {
      answer: (_request, response) => json(response, 200, { data: [txnResource("1"), txnResource("2")] }),
      read: ({ txn }) => drain(txn.listInvoices({ per_page: 2 }, { maxPages: 1, prefetch: 0 })),
      push: never,
    },
  ],
};

const rows = table("cause").map(([cause = "", error = "", code = "", read = "", push = ""]) => ({
  cause,
  error,
  code,
  read,
  push,
}));

// The least wait between attempts.
beforeEach(() => void vi.spyOn(Math, "random").mockReturnValue(0));
afterEach(() => void vi.restoreAllMocks());

test("the README's table and the scenarios are the same causes", () => {
  expect(rows.map(({ cause }) => cause)).toEqual(Object.keys(scenarios));
});

describe.each(rows)("$cause", ({ cause, error, code, read, push }) => {
  for (const [index, scenario] of (scenarios[cause] ?? []).entries()) {
    const name = `(${index + 1})`;
    if (scenario.read !== never) {
      test(`a read: ${read} ${name}`, async () => {
        const { thrown, requests } = await happen(scenario, scenario.read ?? (({ txn }) => txn.listInvoices()));
        expectError(thrown, error, code);
        expect(requests, "requests").toBe(sent(read));
      });
    }
    if (scenario.push !== never) {
      test(`a push that saves: ${push} ${name}`, async () => {
        const { thrown, requests } = await happen(
          scenario,
          scenario.push ?? (({ reflex }) => reflex.pushInvoice({ invoice: { payment_request } }, bodiless)),
        );
        const isOpen = push.endsWith("OutcomeUnknownError");
        if (isOpen) {
          expect(thrown).toBeInstanceOf(OutcomeUnknownError);
          expect(thrown).toMatchObject({ code: "outcome_unknown" });
        }
        expectError(isOpen ? (thrown as Error).cause : thrown, error, code);
        expect(requests, "requests").toBe(sent(push));
      });
    }
  }

  test("a cell without a test is marked as such", () => {
    const all = scenarios[cause] ?? [];
    expect(all.every((scenario) => scenario.read === never)).toBe(read === "-");
    expect(all.every((scenario) => scenario.push === never)).toBe(push === "-");
  });
});

/** Stands where a row says that there is no such call. */
async function never(): Promise<void> {}

async function happen(
  { answer = silent, client = answering }: Scenario,
  call: (client: Client) => PromiseLike<unknown>,
): Promise<{ thrown: unknown; requests: number }> {
  const server = await serve(answer);
  const thrown = await rejection((async () => call(await client(server.url)))());
  // What reached no server is known by the client alone.
  const unheard = thrown instanceof ConnectionError && thrown.code === "connection_failed" ? thrown.attempts : 0;
  return { thrown, requests: server.requests.length + unheard };
}

function expectError(thrown: unknown, error: string, code: string): void {
  if (error === "the signal's own reason") {
    expect(thrown).toMatchObject({ name: "TimeoutError", constructor: DOMException });
    return;
  }
  expect(thrown).toBeInstanceOf(UnvoiceError);
  expect((thrown as Error).name).toBe(error);
  expect(code.split(" and ")[0]).toBe((thrown as UnvoiceError).code);
  expect(stringify(thrown)).not.toContain(payment_request);
}

/** How many requests a cell speaks of. */
function sent(cell: string): number {
  if (cell === "not sent") return 0;
  return cell === "again" ? 1 + RETRIES : 1;
}

async function drain(list: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of list);
}
