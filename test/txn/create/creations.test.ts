import { OutcomeUnknownError, UnvoiceError } from "unvoice/txn";
import { expect, test } from "vitest";
import { broken, created, merchant, never, ORDER, page, type Received, type Row } from "./merchant.ts";

/** How many schedules: a long run by `npm run test:creations`. */
const SCHEDULES = Number(process.env.CREATIONS ?? 150);
const AT_ONCE = 50;

type Act = (creation: Received) => Response | Promise<Response>;
const plain = (status: number, text = "") => new Response(text, { status, headers: { "retry-after": "0" } });

/** Faults before the work, after it, and while it goes on without the client. */
const faults: Record<string, Act> = {
  none: ({ save }) => created(save()),
  refused: () => {
    throw broken("ECONNREFUSED");
  },
  throttled: () => plain(429, '{"errors":[{"status":429,"title":"Too Many Requests"}]}'),
  invalid: () => plain(422, '{"errors":[{"status":422,"title":"amount is below minimum"}]}'),
  denied: () => plain(401, ""),
  resetBefore: () => {
    throw broken("ECONNRESET");
  },
  badGatewayBefore: () => plain(502, "<html>"),
  stallsBefore: ({ signal }) => never(signal),
  resetAfter: ({ save }) => {
    save();
    throw broken("ECONNRESET");
  },
  badGatewayAfter: ({ save }) => {
    save();
    return plain(502, "<html>");
  },
  unavailableAfter: ({ save }) => {
    save();
    return plain(503, '{"errors":[{"title":"Too Many Requests"}]}');
  },
  timeoutAfter: ({ save }) => {
    save();
    return plain(408);
  },
  redirectAfter: ({ save }) => {
    save();
    return plain(303);
  },
  emptyAfter: ({ save }) => {
    save();
    return plain(201);
  },
  cutAfter: ({ save }) => plain(201, JSON.stringify({ data: save() }).slice(0, -20)),
  withoutInvoice: ({ save }) => {
    save();
    return plain(200, '{"data":null}');
  },
  errorsAfter: ({ save }) => {
    save();
    return plain(200, '{"errors":[{"status":422,"title":"no"}]}');
  },
  stallsAfter: ({ save, signal }) => {
    save();
    return never(signal);
  },
  goesOn: ({ save, signal }) => {
    setTimeout(save, 10 + 60 * Math.random());
    return never(signal);
  },
  goesOnBehindGateway: ({ save }) => {
    setTimeout(save, 60 * Math.random());
    return plain(504);
  },
};
/** What a look-up meets. */
const lists: Record<string, (rows: Row[], search: URLSearchParams, nth: number) => Row[] | Response> = {
  all: page,
  lagging: (rows, search, nth) => (nth < 4 ? [] : page(rows, search)),
  clamped: (rows, search) =>
    page(rows.slice(Number(search.get("page")) - 1), new URLSearchParams([...search, ["page", "1"]])).slice(0, 1),
  failing: (rows, search, nth) => (nth % 2 ? plain(500) : page(rows, search)),
  denied: () => plain(401),
  garbage: () => plain(200, "<html>"),
};

test(`${SCHEDULES} random schedules of faults: nothing is created twice, and no error is definite though it was created`, async () => {
  const counts: Record<string, number> = {};
  for (let done = 0; done < SCHEDULES; done += AT_ONCE) {
    const outcomes = await Promise.all(Array.from({ length: Math.min(AT_ONCE, SCHEDULES - done) }, play));
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  // Each kind of end came about.
  expect(Object.keys(counts).sort()).toEqual(["aborted", "created", "not_created", "reconciled", "unknown"]);
});

async function play(): Promise<string> {
  const acts = Array.from({ length: 4 }, () => pick(Object.keys(faults)));
  const listing = pick(Object.keys(lists));
  const clockMs = pick([0, 0, -400_000, 400_000]);
  const reconciles = Math.random() < 0.6;
  const controller = new AbortController();
  if (Math.random() < 0.1) setTimeout(() => controller.abort(new Error("enough")), 80 * Math.random());
  const { txn, rows, counts } = merchant(
    {
      onCreate: (creation) => (faults[acts[creation.nth - 1] ?? "none"] as Act)(creation),
      list: lists[listing] as (typeof lists)[string],
      clockMs,
      tellsTime: clockMs !== 0 || Math.random() < 0.5,
    },
    { timeoutMs: 40, totalTimeoutMs: 400 },
  );
  const result = await txn
    .createInvoice(ORDER, { signal: controller.signal, onUnknownOutcome: reconciles ? "reconcile" : "throw" })
    .catch((error: unknown) => error);
  // What went on without the client is done by then.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const schedule = { acts, listing, clockMs, reconciles, result, ...counts() };
  expect(counts().created, JSON.stringify(schedule)).toBeLessThanOrEqual(1);
  if (result instanceof UnvoiceError) {
    expect(result.outcome, JSON.stringify(schedule)).toBe(
      result instanceof OutcomeUnknownError ? "unknown" : "not_created",
    );
    if (result.outcome === "not_created") expect(counts().created, JSON.stringify(schedule)).toBe(0);
    return String(result.outcome);
  }
  if (result instanceof Error) {
    expect(result.message, JSON.stringify(schedule)).toBe("enough");
    return "aborted";
  }
  const { id, reconciled } = result as { id: string; reconciled: boolean };
  expect(rows.map((row) => row.id)).toEqual([id]);
  return reconciled ? "reconciled" : "created";
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T; // within its length
}
