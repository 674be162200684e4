import { InvoiceMismatchError, type Issue, OutcomeUnknownError, refuse, type UnvoiceError } from "../errors.ts";
import { checkRequestOptions, type RequestOptions } from "../transport/options.ts";
import { unknownFields } from "../validation/input.ts";
import type { Connection } from "./connection.ts";
import { PUSH_INVOICE } from "./operations.ts";
import { listInvoices } from "./pages.ts";
import { createPreview, findMismatches } from "./preview.ts";
import { pushedInvoice } from "./schemas.ts";
import { invoiceTagIssues } from "./tags.ts";
import type {
  CreateInvoice,
  Invoice,
  InvoiceChecks,
  InvoicePreview,
  PushedInvoice,
  PushInvoiceParams,
} from "./types.ts";

/** How far the server's clock may be behind ours when a push is looked up, in milliseconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What `pushInvoice` takes beside the options of every call. */
export interface PushOptions extends RequestOptions {
  /** Whether the checks are asked for. Default `true`. */
  checks?: boolean;
  /** Whether the invoice is decoded before it is sent, and compared with the answer. Default `true`. */
  localDecode?: boolean;
  /** What to do where it is not known whether a saving push happened. Default `throw`. */
  onUnknownOutcome?: "throw" | "reconcile";
}

/** Pushes an invoice; see `ReflexClient.pushInvoice`. */
export async function pushInvoice(
  connection: Connection,
  params: PushInvoiceParams,
  options: PushOptions,
): Promise<PushedInvoice> {
  refuse(pushIssues(params, options), "reflex", "pushInvoice");
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
      const found = await lookUp(
        connection,
        preview?.invoice.payment_request ?? params.invoice.payment_request,
        error,
        inTime(),
      );
      if (found) return compared(found, null, preview, true);
      if (pushes > (options.maxRetries ?? connection.transport.maxRetries)) throw error;
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
  const invoice = {
    ...params.invoice,
    payment_request: preview?.invoice.payment_request ?? params.invoice.payment_request,
  };
  const checks = options.checks !== false;
  const outcomeOpen = (cause: UnvoiceError) =>
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
      ...(saves ? { outcomeOpen } : {}),
    },
  );
  const result = connection.parse(pushedInvoice, (answer.data as { pushInvoice?: unknown }).pushInvoice, answer);
  return compared(result.invoice, checks ? result.checks : null, preview, false);
}

/** Looks for a push of unknown outcome among the invoices created since it began. */
async function lookUp(
  connection: Connection,
  paymentRequest: string,
  unknown: OutcomeUnknownError,
  { signal, timeoutMs, totalTimeoutMs, maxRetries, headers }: RequestOptions,
): Promise<Invoice | undefined> {
  const from = new Date(unknown.startedAt.getTime() - CLOCK_TOLERANCE_MS);
  const given = Object.entries({ signal, timeoutMs, totalTimeoutMs, maxRetries, headers }).filter(
    ([, value]) => value !== undefined,
  );
  try {
    for await (const invoice of listInvoices(
      connection,
      { filter: { from } },
      { ...Object.fromEntries(given), aggregated: false },
    )) {
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

function compared(
  invoice: Invoice,
  checks: InvoiceChecks | null,
  preview: InvoicePreview | null,
  reconciled: boolean,
): PushedInvoice {
  const result = { invoice, checks, preview, reconciled };
  const mismatches = preview ? findMismatches(preview.decoded, invoice) : [];
  if (mismatches.length > 0)
    throw new InvoiceMismatchError(mismatches, result, { api: "reflex", operation: "pushInvoice" });
  return result;
}

function pushIssues(params: PushInvoiceParams, options: PushOptions): Issue[] {
  const { invoice, options: extra } = params ?? {};
  const issues = [
    ...unknownFields(params, ["invoice", "options"], "params"),
    ...unknownFields(extra, ["invoice"], "options"),
    ...unknownFields(extra?.invoice, ["do_not_save"], "options.invoice"),
    ...invoiceIssues(invoice, "invoice."),
  ];
  const doNotSave: unknown = extra?.invoice?.do_not_save;
  if (doNotSave !== undefined && doNotSave !== null && typeof doNotSave !== "boolean") {
    // A truthy text would be saved by the server and believed unsaved by the caller, or the other way round.
    issues.push({ path: "options.invoice.do_not_save", message: "must be true or false" });
  }
  if (options.onUnknownOutcome !== undefined && !["throw", "reconcile"].includes(options.onUnknownOutcome)) {
    issues.push({ path: "options.onUnknownOutcome", message: 'must be "throw" or "reconcile"' });
  }
  return issues;
}

/** What is wrong with an invoice to push or to preview, its payment request apart. */
export function invoiceIssues(invoice: CreateInvoice, prefix: string): Issue[] {
  const where = prefix.replace(/\.$/, "");
  if (typeof invoice !== "object" || invoice === null) return [{ path: where, message: "must be an object" }];
  const issues = [
    ...unknownFields(invoice, ["payment_request", "description", "tags"], where),
    ...invoiceTagIssues(invoice.tags, `${prefix}tags`),
  ];
  const { payment_request, description } = invoice as { payment_request?: unknown; description?: unknown };
  if (typeof payment_request !== "string" || payment_request.trim() === "") {
    issues.push({ path: `${prefix}payment_request`, message: "must be a BOLT 11 payment request" });
  }
  if (description !== undefined && description !== null && typeof description !== "string") {
    issues.push({ path: `${prefix}description`, message: "must be text" });
  }
  return issues;
}
