import {
  type ErrorContext,
  type HttpAnswer,
  InvoiceMismatchError,
  OutcomeUnknownError,
  ResponseValidationError,
  UnvoiceError,
} from "../../errors/errors.ts";
import { httpFailure } from "../../transport/failure.ts";
import type { Redact } from "../../transport/redact.ts";
import { isOutcomeUnknown } from "../../transport/retry.ts";
import { classifyMutation, resolverRan } from "../graphql-errors.ts";

/**
 * What the answer to a saving push means: the invoice, beside whatever errors (`undefined`), a refusal under its own class,
 * or anything else, which leaves open whether the invoice was saved.
 */
export function createJudge(toOutcomeUnknown: (cause: UnvoiceError) => UnvoiceError) {
  return (answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined => {
    const ok = answer.status >= 200 && answer.status < 300;
    const byStatus = ok ? withoutInvoice(answer, context) : httpFailure(answer, context, redact);
    // A gateway's word (5xx, 408) and a redirect say nothing of what stands behind them, whatever their body says.
    if (!ok && isOutcomeUnknown(byStatus)) return byStatus;
    if (ok && answeredInvoice(answer.data)) return undefined;
    const failure = classifyMutation(answer, context, redact);
    return resolverRan(answer.data) ? toOutcomeUnknown(failure ?? byStatus) : failure;
  };
}

/**
 * Says of an error of a saving push whether the invoice was saved. Whatever is no refusal was made an
 * {@link OutcomeUnknownError} before.
 */
export function withOutcome(error: unknown): unknown {
  if (!(error instanceof UnvoiceError)) return error;
  const value = error instanceof OutcomeUnknownError ? "unknown" : outcomeOf(error);
  return Object.defineProperty(error, "outcome", { value, enumerable: true, configurable: true });
}

/** An answer that tells of an invoice with another hash proves nothing of this one. */
function outcomeOf(error: UnvoiceError): UnvoiceError["outcome"] {
  if (!(error instanceof InvoiceMismatchError)) return "not_saved";
  return error.mismatches.some(({ field }) => field === "payment_hash") ? "unknown" : "saved";
}

function answeredInvoice(body: unknown): boolean {
  const given = body as { data?: { pushInvoice?: { invoice?: unknown } | null } | null } | null;
  return Boolean(given?.data?.pushInvoice?.invoice);
}

function withoutInvoice(answer: HttpAnswer, context: ErrorContext): ResponseValidationError {
  return new ResponseValidationError([{ path: "pushInvoice.invoice", message: "is missing" }], answer.data, context);
}
