import {
  type ErrorContext,
  InvoiceMismatchError,
  type Issue,
  OutcomeUnknownError,
  ResponseValidationError,
  type UnvoiceError,
} from "../errors/errors.ts";
import { anyValue, fieldIssues, nonEmptyString, type Rule } from "../input/rules.ts";
import { throwIfInvalid } from "../input/throw-if-invalid.ts";
import { checkRequestOptions, omitUndefined, type RequestOptions } from "../transport/options.ts";
import type { Connection } from "./connection.ts";
import { PUSH_INVOICE } from "./operations.ts";
import { listInvoices } from "./pages.ts";
import { createPreview, findMismatches } from "./preview.ts";
import { pushedInvoice } from "./schemas.ts";
import { invoiceTagIssues } from "./tags.ts";
import type { CreateInvoice, Invoice, InvoicePreview, PushedInvoice, PushInvoiceParams } from "./types.ts";

/** How far the server's clock may be behind ours when a push is looked up, in milliseconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What `pushInvoice` takes beside the options of every call. */
export interface PushOptions extends RequestOptions {
  /** Whether the checks are asked for. Default `true`. */
  checks?: boolean | undefined;
  /** Whether the invoice is decoded before it is sent, and compared with the answer. Default `true`. */
  localDecode?: boolean | undefined;
  /** What to do where it is not known whether a saving push happened. Default `throw`. */
  onUnknownOutcome?: "throw" | "reconcile" | undefined;
}

/** Pushes an invoice; see `ReflexClient.pushInvoice`. */
export async function pushInvoice(
  connection: Connection,
  params: PushInvoiceParams,
  options: PushOptions,
): Promise<PushedInvoice> {
  throwIfInvalid(pushIssues(params, options), "reflex", "pushInvoice");
  checkRequestOptions(options, "reflex", "pushInvoice");
  const preview = options.localDecode === false ? null : createPreview(params.invoice);
  const totalMs = options.totalTimeoutMs ?? connection.transport.totalTimeoutMs;
  const deadline = performance.now() + totalMs;
  const startedAt = new Date();
  const inTime = () => ({ ...options, totalTimeoutMs: Math.max(1, deadline - performance.now()) });

  for (let pushes = 1; ; pushes += 1) {
    try {
      return await pushOnce(connection, params, inTime(), preview, startedAt);
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError) || options.onUnknownOutcome !== "reconcile") throw error;
      const found = await lookUp(connection, sentRequest(params, preview), error, inTime());
      if (found) return compared({ invoice: found, checks: null, preview, reconciled: true });
      if (pushes > Math.max(1, options.maxRetries ?? connection.transport.maxRetries)) throw error;
    }
  }
}

async function pushOnce(
  connection: Connection,
  params: PushInvoiceParams,
  options: PushOptions,
  preview: InvoicePreview | null,
  startedAt: Date,
): Promise<PushedInvoice> {
  const saves = params.options?.invoice?.do_not_save !== true;
  const invoice = { ...params.invoice, payment_request: sentRequest(params, preview) };
  const checks = options.checks !== false;
  const toOutcomeUnknown = (cause: UnvoiceError) =>
    new OutcomeUnknownError(preview?.invoice.payment_hash ?? null, startedAt, {
      api: "reflex",
      operation: "pushInvoice",
      attempts: cause.attempts,
      requestId: cause.requestId,
      cause,
    });
  const answer = await connection.query(
    PUSH_INVOICE,
    { ...params, invoice, checks },
    {
      operation: "pushInvoice",
      options,
      repeatable: !saves,
      secrets: [invoice.payment_request, params.invoice.payment_request],
      ...(saves ? { toOutcomeUnknown } : {}),
    },
  );
  const { pushInvoice: pushed } = answer.data as { pushInvoice?: { invoice?: unknown } | null };
  if (saves && !pushed?.invoice) {
    const issue = { path: "pushInvoice.invoice", message: "is missing" };
    throw toOutcomeUnknown(new ResponseValidationError([issue], answer.data, answer.context));
  }
  const answered = connection.parse(pushedInvoice, pushed, answer, "pushInvoice");
  const result = { invoice: answered.invoice, checks: checks ? answered.checks : null, preview, reconciled: false };
  return compared(result, answer.context);
}

/** The payment request as it is sent: as the preview has it, where there is one. */
function sentRequest({ invoice }: PushInvoiceParams, preview: InvoicePreview | null): string {
  return preview?.invoice.payment_request ?? invoice.payment_request;
}

/** Looks for a push of unknown outcome among the invoices created since it began. */
async function lookUp(
  connection: Connection,
  paymentRequest: string,
  unknown: OutcomeUnknownError,
  { signal, timeoutMs, totalTimeoutMs, maxRetries, headers }: RequestOptions,
): Promise<Invoice | undefined> {
  const from = new Date(unknown.startedAt.getTime() - CLOCK_TOLERANCE_MS);
  const options = { ...omitUndefined({ signal, timeoutMs, totalTimeoutMs, maxRetries, headers }), aggregated: false };
  try {
    for await (const invoice of listInvoices(connection, { filter: { from } }, options)) {
      const same =
        unknown.paymentHash === null
          ? invoice.payment_request === paymentRequest
          : invoice.payment_hash.toLowerCase() === unknown.paymentHash;
      if (same) return invoice;
    }
    return undefined;
  } catch {
    if (signal?.aborted) throw signal.reason;
    // Neither found nor known to be missing: to push again could save it twice.
    throw unknown;
  }
}

/** A push that is what was sent. Throws InvoiceMismatchError where it is another invoice. */
function compared(
  pushed: PushedInvoice,
  context: ErrorContext = { api: "reflex", operation: "pushInvoice" },
): PushedInvoice {
  const { preview, invoice } = pushed;
  const mismatches = preview ? findMismatches(preview.decoded, invoice) : [];
  if (mismatches.length > 0) throw new InvoiceMismatchError(mismatches, pushed, context);
  return pushed;
}

function pushIssues(params: PushInvoiceParams, options: PushOptions): Issue[] {
  const { invoice, options: extra } = params ?? {};
  return [
    ...fieldIssues(params, { invoice: anyValue, options: anyValue }),
    ...fieldIssues(extra, { invoice: anyValue }, "options"),
    // A truthy text would be saved by the server and believed unsaved by the caller, or the other way round.
    ...fieldIssues(
      extra?.invoice,
      { do_not_save: [(value) => typeof value === "boolean", "must be true or false"] },
      "options.invoice",
    ),
    ...fieldIssues(
      { onUnknownOutcome: options.onUnknownOutcome },
      { onUnknownOutcome: [(value) => value === "throw" || value === "reconcile", 'must be "throw" or "reconcile"'] },
      "options",
    ),
    ...invoiceIssues(invoice, "invoice"),
  ];
}

/** What is wrong with an invoice to push or to preview, beyond what its decoding will tell. */
export function invoiceIssues(invoice: CreateInvoice, path: string): Issue[] {
  const rules: Record<string, Rule> = {
    payment_request: nonEmptyString,
    description: [(value) => typeof value === "string", "must be text"],
    tags: anyValue,
  };
  // A payment request alone, for example.
  if (typeof (invoice ?? {}) !== "object") return [{ path: path || "invoice", message: "must be an object" }];
  // What is missing altogether is looked at as well.
  const { payment_request = "" } = invoice ?? {};
  return [
    ...fieldIssues({ ...invoice, payment_request: payment_request ?? "" }, rules, path),
    ...invoiceTagIssues(invoice?.tags, path ? `${path}.tags` : "tags"),
  ];
}
