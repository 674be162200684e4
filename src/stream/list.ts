import { InputError } from "../errors/errors.ts";
import { copyInput, copyOptions } from "../input/copy.ts";
import { dateOrIsoString, fieldIssues, periodIssues, toIsoString } from "../input/rules.ts";
import { parseTime } from "../input/time.ts";
import { Pager, walkOf } from "../pagination/pager.ts";
import type { PagerOptions } from "../pagination/types.ts";
import type { ReflexClient } from "../reflex/client.ts";
import type { RequestOptions } from "../transport/options.ts";
import type { TxnClient } from "../txn/client.ts";
import { type AnyPager, type Lane, MergeWalk, timeText } from "./merge.ts";
import type { InvoiceSource, UnifiedInvoice } from "./types.ts";
import { unifyReflex, unifyTxn } from "./unify.ts";

/** Which invoices of both APIs are listed. */
export interface InvoicesParams {
  /** Created at or after this moment: a `Date` or ISO 8601 text. */
  from?: Date | string | null | undefined;
  /** Created before this moment: a `Date` or ISO 8601 text. */
  to?: Date | string | null | undefined;
  /** Default: both. */
  sources?: readonly InvoiceSource[] | null | undefined;
  /** By creation; default `desc`, newest first. */
  direction?: "asc" | "desc" | null | undefined;
}

/** What a stream is made over: `createClient`'s client has it. */
export interface StreamClients {
  reflex: Pick<ReflexClient, "getInvoices">;
  txn: Pick<TxnClient, "listInvoices">;
}

const SOURCES: readonly InvoiceSource[] = ["reflex", "txn"];
/** A server may read a bound to the second: so much more is asked for, and left out again. */
const MARGIN_MS = 1000;
const CONTEXT = { operation: "invoices" };

/** The pager over both APIs' invoices; see `Client.invoices`. */
export function listBoth(
  { reflex, txn }: StreamClients,
  givenParams: InvoicesParams,
  givenOptions: RequestOptions & PagerOptions,
): Pager<UnifiedInvoice> {
  const params = copyInput(givenParams);
  const { prefetch, maxItems, maxPages, cursor, ...request } = copyOptions(givenOptions);
  check(params);
  const direction = params.direction ?? "desc";
  const [from, to] = [timeOf(params.from), timeOf(params.to)];
  const sources = SOURCES.filter((source) => params.sources?.includes(source) ?? true);
  const { cursors, last } = readCursor(cursor, sources);
  const period = { direction, from: isoOf(from), to: isoOf(to) };
  const [earliest, latest] = [isoOf(from && from - MARGIN_MS), isoOf(to && to + MARGIN_MS)];

  const pagers = sources.map((source): AnyPager => {
    const options = { ...request, cursor: cursors[source] };
    const pager =
      source === "reflex"
        ? reflex.getInvoices(
            { filter: { from: earliest, to: latest }, sort: { direction: direction === "asc" ? "ASC" : "DESC" } },
            { ...options, aggregated: false },
          )
        : txn.listInvoices({ order_type: direction, created_at_from: earliest, created_at_to: latest }, options);
    return pager as unknown as AnyPager;
  });
  const starts = sources.map((source, index) => `${source[0]}${pagers[index]?.cursor()}`);
  const list = {
    ...CONTEXT,
    cursor: [timeText(last), ...starts].join("_"),
    walk(limits: ConstructorParameters<typeof MergeWalk>[2]) {
      // Where nothing is left out, no list has to give more than the stream.
      const own = from === null && to === null ? limits : { ...limits, maxItems: Number.MAX_SAFE_INTEGER };
      const lanes = sources.map(
        (source, index): Lane => ({
          unify: (source === "reflex" ? unifyReflex : unifyTxn) as Lane["unify"],
          prefix: `${source[0]}`,
          start: starts[index] as string, // there is one for each
          walk: walkOf(pagers[index] as AnyPager, own),
          batch: null,
          items: [],
          used: 0,
          isOver: false,
        }),
      );
      return new MergeWalk(lanes, period, limits, { items: 0, last });
    },
  };
  return new Pager(list, { prefetch, maxItems, maxPages, signal: request.signal });
}

function check(params: InvoicesParams): void {
  const isSources = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((source) => SOURCES.includes(source));
  const issues = [
    ...fieldIssues(params, {
      from: dateOrIsoString,
      to: dateOrIsoString,
      sources: [isSources, 'must be a list of "reflex" and "txn"'],
      direction: [(value) => value === "asc" || value === "desc", "must be asc or desc"],
    }),
    ...periodIssues(params.from, params.to, "from", "to"),
  ];
  if (issues.length > 0) throw new InputError(issues, CONTEXT);
}

/** A stream's cursor holds when its last item was created, and a cursor for each of its lists. */
function readCursor(cursor: string | undefined, sources: readonly InvoiceSource[]): Place {
  if (cursor === undefined) return { last: null, cursors: {} };
  const [time = "", ...places] = String(cursor).split("_");
  const last = new Date(Number.parseInt(time, 36));
  const isWhole =
    places.length === sources.length &&
    sources.every((source, index) => places[index]?.[0] === source[0]) &&
    (time === "" || !Number.isNaN(last.getTime()));
  if (!isWhole) {
    const message = "is damaged, or from a call with other parameters";
    throw new InputError([{ path: "options.cursor", message }], CONTEXT);
  }
  const cursors = Object.fromEntries(sources.map((source, index) => [source, places[index]?.slice(1)]));
  return { last: time === "" ? null : last.toISOString(), cursors };
}

/** Where a stream goes on. */
interface Place {
  last: string | null;
  cursors: Partial<Record<InvoiceSource, string>>;
}

function timeOf(moment: Date | string | null | undefined): number | null {
  const text = toIsoString(moment);
  return text === undefined || text === null ? null : parseTime(text);
}

function isoOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
