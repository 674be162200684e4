import { withResponse } from "../../answers/with-response.ts";
import {
  InputError,
  InvoiceMismatchError,
  OutcomeUnknownError,
  ResponseValidationError,
  type UnvoiceError,
} from "../../errors/errors.ts";
import type { Search } from "../../errors/search.ts";
import { ServerClock } from "../../transport/server-clock.ts";
import type { Connection } from "../connection.ts";
import { PUSH_INVOICE } from "../documents.ts";
import { createPreview } from "../preview.ts";
import type { GraphQLAnswer } from "../query.ts";
import type { InvoicePreview, PushedInvoice } from "../types.ts";
import { findMismatches } from "./compare.ts";
import { checkPush, copyPush, type Push, type PushOptions } from "./input.ts";
import { createJudge, withOutcome } from "./judge.ts";
import { lookUp } from "./look-up.ts";
import { type PushAnswer, readPushed } from "./read.ts";
import { seek } from "./sought.ts";

/** Pushes an invoice; see `ReflexClient.pushInvoice`. */
export async function pushInvoice(connection: Connection, params: unknown, options: unknown): Promise<PushedInvoice> {
  let push: Push | undefined;
  try {
    push = copyPush(params, options);
    checkPush(push);
    const preview = decode(push, connection.transport.expectedNetwork);
    return await perform(connection, push, preview);
  } catch (error) {
    throw push?.saves === false ? error : withOutcome(error);
  }
}

async function perform(connection: Connection, push: Push, preview: InvoicePreview | null): Promise<PushedInvoice> {
  const { options, saves } = push;
  const deadline = performance.now() + (options.totalTimeoutMs ?? connection.transport.totalTimeoutMs);
  const clock = new ServerClock();
  const invoice = { ...push.params.invoice, payment_request: sentRequest(push, preview) };
  const secrets = [invoice.payment_request, push.params.invoice.payment_request];
  const toOutcomeUnknown = (cause: UnvoiceError, search?: Search): UnvoiceError => {
    // The judge says so where only the answer's meaning tells it; the transport, for all the rest.
    if (cause instanceof OutcomeUnknownError) return cause;
    const { attempts, requestId } = cause;
    const context = { api: "reflex", operation: "pushInvoice", attempts, requestId, cause } as const;
    return new OutcomeUnknownError(
      { paymentHash: preview?.invoice.payment_hash ?? null },
      clock.startedAt,
      context,
      search,
    );
  };

  try {
    const answer = await connection.query<PushAnswer>(
      PUSH_INVOICE,
      { ...push.params, invoice, checks: options.checks !== false },
      {
        operation: "pushInvoice",
        options,
        repeatable: !saves,
        secrets,
        ...(saves ? { classify: createJudge(toOutcomeUnknown), toOutcomeUnknown } : {}),
      },
    );
    return compared({ ...readPushed(connection, answer, push), preview, reconciled: false }, answer);
  } catch (error) {
    const unknown = saves && error instanceof ResponseValidationError ? toOutcomeUnknown(error) : error;
    if (!(unknown instanceof OutcomeUnknownError) || options.onUnknownOutcome !== "reconcile") throw unknown;
    const left = () => deadline - performance.now();
    const search = await lookUp(connection, seek(invoice, preview), clock, left, {
      ...requestOptions(options),
      secrets,
    });
    if (!search.found) throw toOutcomeUnknown(unknown.cause as UnvoiceError, search);
    const { invoice: found, answer } = search.found;
    return compared({ invoice: found, checks: null, checkErrors: [], preview, reconciled: true }, answer);
  }
}

/** The local decode of a push; `null` where it was switched off. */
function decode({ params, options }: Push, clientsNetwork: PushOptions["expectedNetwork"]): InvoicePreview | null {
  const expected = options.expectedNetwork ?? clientsNetwork;
  const refuse = (path: string, message: string) =>
    new InputError([{ path, message }], { api: "reflex", operation: "pushInvoice" });
  if (options.localDecode === false) {
    if (expected) throw refuse("options.localDecode", "must not be false: expectedNetwork needs the local decode");
    return null;
  }
  const preview = createPreview(params.invoice);
  const { network } = preview.decoded;
  if (!expected || network === expected) return preview;
  throw refuse("invoice.payment_request", `is for ${network}; only ${expected} is expected (expectedNetwork)`);
}

/** The payment request as it is sent: as the preview has it, where there is one. */
function sentRequest({ params }: Push, preview: InvoicePreview | null): string {
  return preview?.invoice.payment_request ?? params.invoice.payment_request;
}

function requestOptions({ signal, timeoutMs, maxRetries, headers }: PushOptions): PushOptions {
  return { signal, timeoutMs, maxRetries, headers };
}

/** A push that is what was sent. Throws InvoiceMismatchError where it is another invoice. */
function compared(result: Omit<PushedInvoice, "response">, { response, context }: GraphQLAnswer): PushedInvoice {
  const pushed = withResponse(result, response);
  const mismatches = pushed.preview ? findMismatches(pushed.preview.decoded, pushed.invoice) : [];
  if (mismatches.length === 0) return pushed;
  throw new InvoiceMismatchError(mismatches, pushed, { ...context, operation: "pushInvoice" });
}
