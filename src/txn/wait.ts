import { copyInput } from "../input/copy.ts";
import { fieldIssues, type Rule } from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { stringify } from "../stringify.ts";
import { sleep } from "../transport/sleep.ts";
import type { Connection } from "./connection.ts";
import { isFinal } from "./is-final.ts";
import { checkInvoiceId, getInvoice } from "./read.ts";
import type { TxnInvoice, TxnInvoiceStatus } from "./types.ts";

/** When `waitForInvoice` ends; also before that, once the status is final. */
export interface WaitOptions {
  /** A status, several, a moment, or a function that says whether it is enough. Default: only a final status ends it. */
  until?: TxnInvoiceStatus | readonly TxnInvoiceStatus[] | Date | ((invoice: TxnInvoice) => boolean) | null | undefined;
  /** Cancels the wait, which then rejects with the signal's own reason. */
  signal?: AbortSignal | null | undefined;
}

/** The states of an invoice as they come, and a promise of the last one. Each loop waits for itself. */
export interface InvoiceWait extends AsyncIterable<TxnInvoice>, PromiseLike<TxnInvoice> {}

const MINUTE_MS = 60_000;
/** The documented life of an invoice: 20 minutes to pay in time, 168 hours until it is cancelled. */
const IN_TIME_MS = 20 * MINUTE_MS;
const LIFE_MS = 168 * 60 * MINUTE_MS;

/** Waits for what becomes of an invoice; see `TxnClient.waitForInvoice`. */
export function waitForInvoice(connection: Connection, id: string, options: WaitOptions): InvoiceWait {
  const { until, signal, ...rest } = options;
  // Also a date of another realm, and a list that may be changed later.
  const given = copyInput(until);
  checkInvoiceId(id, "waitForInvoice");
  throwIfInvalid(fieldIssues({ ...rest, until: given, signal }, rules, "options"), "txn", "waitForInvoice");
  const end = endOf(given);
  const states = () => statesOf(connection, id, end, signal ?? undefined);
  let last: Promise<TxnInvoice> | undefined;
  return {
    [Symbol.asyncIterator]: states,
    // biome-ignore lint/suspicious/noThenProperty: a promise of the end, as a pager is one of its first page
    then(resolve, reject) {
      last ??= lastOf(states());
      return last.then(resolve, reject);
    },
  };
}

async function* statesOf(
  connection: Connection,
  id: string,
  end: { isReached(invoice: TxnInvoice): boolean; at: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<TxnInvoice> {
  let known: string | undefined;
  // Counted by the waits, and not by a clock: one that is set anew would make the polls too many or too few.
  for (let waitedMs = 0; ; ) {
    const invoice = await getInvoice(connection, id, { signal }, "waitForInvoice");
    const state = stringify(invoice);
    if (state !== known) yield invoice;
    known = state;
    // Past its life it is cancelled, unless compliance still has it.
    const isOver = waitedMs >= LIFE_MS && invoice.status !== "on_hold";
    if (isOver || isFinal(invoice) || end.isReached(invoice)) return;
    const stepMs = waitedMs < IN_TIME_MS ? MINUTE_MS : 10 * MINUTE_MS;
    await sleep(Math.min(stepMs, Math.max(0, end.at - Date.now())), signal);
    waitedMs += stepMs;
  }
}

async function lastOf(states: AsyncIterable<TxnInvoice>): Promise<TxnInvoice> {
  let last: TxnInvoice | undefined;
  for await (const invoice of states) last = invoice;
  return last as TxnInvoice; // the first state always comes
}

function endOf(until: WaitOptions["until"]): { isReached(invoice: TxnInvoice): boolean; at: number } {
  if (until instanceof Date) {
    const at = until.getTime();
    return { isReached: () => Date.now() >= at, at };
  }
  const isReached = (invoice: TxnInvoice) => {
    if (typeof until === "function") return until(invoice) === true;
    return until === invoice.status || (Array.isArray(until) && until.includes(invoice.status));
  };
  return { isReached, at: Number.POSITIVE_INFINITY };
}

const isStatus = (value: unknown) => typeof value === "string" && value !== "";
const rules = {
  until: [
    (value) => {
      if (value instanceof Date) return !Number.isNaN(value.getTime());
      if (Array.isArray(value)) return value.length > 0 && value.every(isStatus);
      return isStatus(value) || typeof value === "function";
    },
    "must be a status, a list of them, a valid Date or a function",
  ],
  signal: [(value) => typeof (value as AbortSignal).addEventListener === "function", "must be an AbortSignal"],
} satisfies Record<keyof WaitOptions, Rule>;
