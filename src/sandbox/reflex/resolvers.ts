import { type ReadInvoice, readInvoice } from "../bolt11/read.ts";
import type { Clock } from "../clock.ts";
import { randomStream } from "../random.ts";
import { Arranger } from "../ties.ts";
import { aggregate } from "./aggregate.ts";
import { isTimeZone } from "./calendar.ts";
import { checkInvoice } from "./checks.ts";
import { badRequest, refused, unauthorized } from "./errors.ts";
import type { ReflexGuesses } from "./guesses.ts";
import { type InvoiceContext, pushedInvoice, type StoredInvoice } from "./invoice.ts";
import { type Filter, type InvoiceStore, whole } from "./store.ts";
import { type InvoiceTagInput, storedTag, tagProblems } from "./tags.ts";

/** What a resolver knows of the request it serves. */
export interface RequestContext {
  authorized: boolean;
  /** As the cookie has it. */
  timeZone: string | null;
}

interface FindManyArguments {
  filter?: { from?: string | null; to?: string | null; tags?: InvoiceTagInput[] | null } | null;
  page?: { limit?: number | null; offset?: number | null } | null;
  sort?: { direction?: "ASC" | "DESC" | null } | null;
}

interface PushArguments {
  invoice: { payment_request: string; description?: string | null; tags?: InvoiceTagInput[] | null };
  options?: { invoice?: { do_not_save?: boolean | null } | null } | null;
}

/** The sandbox's time, and the server's, in ms since 1970. */
interface Times {
  clock: Clock;
  serverMs(): number;
}

const MAX_LIMIT = 50;

/** The root of the schema: `graphql` calls these by field name. */
export function createResolvers(context: InvoiceContext, store: InvoiceStore, { clock, serverMs }: Times) {
  const { guesses } = context;
  let pushes = 0;

  // Documented: "All queries and mutations need authentication on this API". Introspection passes, as it does on the
  // authors' sister API: their framework guards resolvers, and the schema has none.
  const guard = (request: RequestContext) => {
    if (!request.authorized) throw unauthorized();
  };

  const arranger = new Arranger<StoredInvoice>(guesses.ties, ({ createdAtMs }) => createdAtMs);

  function findMany(args: FindManyArguments, request: RequestContext) {
    const filter = readFilter(args.filter, guesses);
    const { limit, offset } = readPage(args.page, guesses);
    const zone = request.timeZone ?? "UTC";
    if (!isTimeZone(zone) && guesses.badTimezone === "error") throw badRequest(["timezone must be an IANA time zone"]);
    const selection = store.select(filter);
    const descending = args.sort?.direction !== "ASC";
    const rows = arranger.pick(selection.invoices, { ...selection, descending }, offset, limit);
    return {
      aggregated: () => {
        const summed = guesses.aggregates === "filter" ? selection : whole(rows.toSorted(byTime));
        return aggregate(summed, filter, context.world, guesses, isTimeZone(zone) ? zone : "UTC");
      },
      list: () => rows.map(({ row }) => row),
    };
  }

  function push({ invoice, options }: PushArguments) {
    const problems = tagProblems(invoice.tags ?? []);
    if (problems.length > 0) throw badRequest(problems);
    const read = readOrRefuse(invoice.payment_request);
    const save = options?.invoice?.do_not_save !== true;
    const stored = save ? existing(read) : undefined;
    const answered = stored ?? fresh(invoice, read);
    if (save && stored === undefined) store.add(answered);
    return { invoice: answered.row, checks: () => checkInvoice(read, context, clock.nowMs) };
  }

  function existing(read: ReadInvoice): StoredInvoice | undefined {
    if (guesses.repeatedPush === "create") return undefined;
    const found = store.findPushed(read);
    if (found !== undefined && guesses.repeatedPush === "error") throw refused("Invoice already exists");
    return found;
  }

  function fresh(invoice: PushArguments["invoice"], read: ReadInvoice): StoredInvoice {
    const id = randomStream(context.seed, "push")(pushes++).uuid();
    const createdAtMs = Math.max(serverMs(), store.newestMs);
    return pushedInvoice(context, id, createdAtMs, {
      read,
      description: invoice.description ?? null,
      tags: (invoice.tags ?? []).map(storedTag),
    });
  }

  return {
    getHello: (_args: unknown, request: RequestContext) => {
      guard(request);
      return "Hello World!";
    },
    getInvoices: (_args: unknown, request: RequestContext) => {
      guard(request);
      return { find_many: findMany };
    },
    pushInvoice: (args: PushArguments, request: RequestContext) => {
      guard(request);
      return push(args);
    },
  };
}

function readOrRefuse(paymentRequest: string): ReadInvoice {
  try {
    return readInvoice(paymentRequest);
  } catch {
    throw refused("Invalid payment request");
  }
}

function byTime(a: StoredInvoice, b: StoredInvoice): number {
  return a.createdAtMs - b.createdAtMs;
}

// More tags than an invoice can have find nothing, and each is looked for in every row.
const MAX_FILTER_TAGS = 20;

function readFilter(filter: FindManyArguments["filter"], guesses: ReflexGuesses): Filter {
  const problems: string[] = [];
  const time = (name: "from" | "to") => {
    const text = filter?.[name] ?? null;
    if (text === null) return null;
    const ms = ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(ms)) problems.push(`${name} must be a valid ISO 8601 date string`);
    return ms;
  };
  const read = { fromMs: time("from"), toMs: time("to"), tags: filter?.tags ?? [] };
  const reversed = read.fromMs !== null && read.toMs !== null && read.fromMs > read.toMs;
  if (reversed && guesses.reversedFilter === "error") problems.push("from must not be after to");
  if (read.tags.length > MAX_FILTER_TAGS) problems.push(`tags must contain no more than ${MAX_FILTER_TAGS} elements`);
  if (problems.length > 0) throw badRequest(problems);
  return read;
}

const ISO_DATE = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

function readPage(page: FindManyArguments["page"], guesses: ReflexGuesses): { limit: number; offset: number } {
  const limit = page?.limit ?? MAX_LIMIT;
  const offset = page?.offset ?? 0;
  const problems: string[] = [];
  if (!Number.isInteger(limit)) problems.push("limit must be an integer number");
  if (limit < 1) problems.push("limit must not be less than 1");
  if (limit > MAX_LIMIT && guesses.limitAboveMaximum === "error") {
    problems.push(`limit must not be greater than ${MAX_LIMIT}`);
  }
  if (!Number.isInteger(offset)) problems.push("offset must be an integer number");
  if (offset < 0) problems.push("offset must not be less than 0");
  if (problems.length > 0) throw badRequest(problems);
  return { limit: Math.min(limit, MAX_LIMIT), offset };
}
