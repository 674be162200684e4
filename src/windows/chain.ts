import type { AggregatedInvoices, Invoice } from "../reflex/types.ts";
import { timeOf, type WindowedList } from "./list.ts";
import { cutByBuckets, cutEvenly, type Ends, type Span, WHOLE } from "./plan.ts";

/** A window, and in the list's order those after it. */
export interface Window {
  readonly span: Span;
  readonly rest: Window | null;
  /** How often a window with too many invoices may still be refined: aggregates have a finest bucket. */
  readonly level: number;
  /** The first of the windows that this one was refined to. */
  parts: Window | null;
  /** The request for them, while it is under way: who walks and who reads ahead get the same parts. */
  refining: { signal: AbortSignal; parts: Promise<Window> } | null;
  readonly ends: Ends | null;
  /** Whether it may hold invoices without a date, which a filter by date would lose: it is not to be cut. */
  readonly isUndated: boolean;
}

/** What a list's windows are planned by. */
export interface FirstPage {
  readonly items: readonly Invoice[];
  readonly aggregated: AggregatedInvoices | null;
}

/** From years down to hours there are five intervals. */
const LEVELS = 4;

/** A window that is not refined. */
export function single(span: Span, rest: Window | null = null): Window {
  return { span, rest, level: 0, parts: null, refining: null, ends: null, isUndated: false };
}

/** The whole list as one window. */
export function undated(): Window {
  return { ...single(WHOLE), isUndated: true };
}

/**
 * The windows of a list from its first page on, which was asked for with the aggregates. It makes one request, for the
 * list's other end.
 *
 * @param span what of the list is to be cut
 * @param leading where in it the list goes on, in ms since 1970
 * @returns `null` where an invoice at either end does not tell when it was created. There databases put rows without a
 * date, and a filter by date would lose them.
 */
export async function planChain(
  list: WindowedList,
  { aggregated, items }: FirstPage,
  { span, leading, size, signal }: { span: Span; leading: number | null; size: number; signal: AbortSignal },
): Promise<Window | null> {
  const direction = list.direction === "ASC" ? "DESC" : "ASC";
  const { items: end } = await list.request({ span: WHOLE, direction, limit: 1 }, signal);
  const trailing = timeOf(end[0]);
  if (leading === null || trailing === null || items.some((invoice) => timeOf(invoice) === null)) return null;
  const ends = { oldest: Math.min(leading, trailing), newest: Math.max(leading, trailing) };
  return chain(list, cutByBuckets(span, aggregated, ends, size), { rest: null, level: LEVELS, ends });
}

/**
 * The window to begin with: the one given, or where it has more invoices than it should the first of its parts. Those
 * come from the aggregates of its period alone, whose buckets are finer, else from an even split.
 */
export async function enter(list: WindowedList, window: Window, size: number, signal: AbortSignal): Promise<Window> {
  if (window.parts) return enter(list, window.parts, size, signal);
  const { span, level, ends } = window;
  if (level === 0 || ends === null || (span.count ?? 0) <= size) return window;
  if (window.refining?.signal !== signal) window.refining = { signal, parts: refine(list, window, ends, size, signal) };
  try {
    window.parts = await window.refining.parts;
  } finally {
    window.refining = null;
  }
  return enter(list, window.parts, size, signal);
}

async function refine(
  list: WindowedList,
  { span, rest, level }: Window,
  ends: Ends,
  size: number,
  signal: AbortSignal,
): Promise<Window> {
  const aggregated = await aggregatesOf(list, span, ends, signal);
  const finer = cutByBuckets(span, aggregated, ends, size);
  if (finer.length > 1) return chain(list, finer, { rest, level: level - 1, ends });
  const count = finer[0]?.count ?? span.count;
  return chain(list, cutEvenly({ ...span, count }, ends, size), { rest, level: 0, ends });
}

async function aggregatesOf(
  list: WindowedList,
  { from, before }: Span,
  { oldest, newest }: Ends,
  signal: AbortSignal,
): Promise<AggregatedInvoices | null> {
  // Closed at both ends: how fine the buckets are, the server chooses by the width of the period.
  const closed = { from: Math.max(from, oldest), before: Math.min(before, newest + 1), count: null };
  const { aggregated } = await list.request({ span: closed, limit: 1, aggregated: true }, signal);
  return aggregated;
}

/** Links spans, oldest first, in the order in which the list goes through them. */
function chain(
  list: WindowedList,
  spans: readonly Span[],
  { rest, level, ends }: Pick<Window, "rest" | "level" | "ends">,
): Window {
  const lastFirst = list.direction === "ASC" ? [...spans].reverse() : spans;
  let next = rest;
  for (const span of lastFirst) next = { ...single(span, next), level, ends };
  return next as Window; // a cut never leaves less than one span
}
