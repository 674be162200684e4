import { OutcomeUnknownError, UnvoiceError } from "../../errors/errors.ts";
import type { Search } from "../../errors/search.ts";
import { copyInput, copyOptions } from "../../input/copy.ts";
import { throwIfInvalid } from "../../input/throw-if-invalid.ts";
import type { Answer } from "../../transport/call.ts";
import { lookUp } from "../../transport/look-up.ts";
import { checkRequestOptions, type RequestOptions } from "../../transport/options.ts";
import { ServerClock } from "../../transport/server-clock.ts";
import type { Connection } from "../connection.ts";
import { invoiceDocument, invoiceOf } from "../schemas.ts";
import type { CreatedTxnInvoice, CreateInvoiceParams, TxnInvoice } from "../types.ts";
import { lookOnce } from "./look-up.ts";
import { type Attributes, attributesOf, creationIssues } from "./params.ts";

/** What `createInvoice` takes beside the options of every call. */
export interface CreateInvoiceOptions extends RequestOptions {
  /**
   * What to do where it is not known whether the invoice was created: throw at once (the default), or look it up by its
   * reference as long as `totalTimeoutMs` lasts. It is never created again.
   */
  onUnknownOutcome?: "throw" | "reconcile" | null | undefined;
}

/** Creates an invoice; see `TxnClient.createInvoice`. */
export async function createInvoice(
  connection: Connection,
  givenParams: CreateInvoiceParams,
  givenOptions: CreateInvoiceOptions,
): Promise<CreatedTxnInvoice> {
  try {
    const params = copyInput(givenParams ?? {});
    const { onUnknownOutcome, ...options } = copyOptions(givenOptions);
    throwIfInvalid(creationIssues(params, onUnknownOutcome), "txn", "createInvoice");
    checkRequestOptions(options, "txn", "createInvoice");
    return await perform(connection, attributesOf(params), options, onUnknownOutcome === "reconcile");
  } catch (error) {
    if (!(error instanceof UnvoiceError)) throw error;
    const value = error instanceof OutcomeUnknownError ? "unknown" : "not_created";
    throw Object.defineProperty(error, "outcome", { value, enumerable: true, configurable: true });
  }
}

async function perform(
  connection: Connection,
  attributes: Attributes,
  options: RequestOptions,
  reconciles: boolean,
): Promise<CreatedTxnInvoice> {
  const deadline = performance.now() + (options.totalTimeoutMs ?? connection.totalTimeoutMs);
  const left = () => deadline - performance.now();
  const clock = new ServerClock();
  const toOutcomeUnknown = (cause: UnvoiceError, search?: Search) => {
    const { attempts, requestId } = cause;
    const context = { api: "txn", operation: "createInvoice", attempts, requestId, cause } as const;
    return new OutcomeUnknownError({ reference: attributes.reference ?? null }, clock.startedAt, context, search);
  };

  try {
    const answer = await connection.create({ operation: "createInvoice", attributes, options, toOutcomeUnknown });
    return created(readInvoice(connection, answer, toOutcomeUnknown), answer, false);
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError) || !reconciles) throw error;
    const look = () => {
      const totalTimeoutMs = Math.max(1, Math.ceil(left()));
      return lookOnce(connection, attributes, clock, { ...options, totalTimeoutMs });
    };
    const search = await lookUp(look, left, options.signal);
    if (!search.found) throw toOutcomeUnknown(error.cause as UnvoiceError, search);
    return created(search.found.invoice, search.found.answer, true);
  }
}

/** An answer that cannot be read says that the server did something, and not what. */
function readInvoice(
  connection: Connection,
  answer: Answer,
  toOutcomeUnknown: (cause: UnvoiceError) => UnvoiceError,
): TxnInvoice {
  try {
    return invoiceOf(connection.parse(invoiceDocument, answer.data, answer));
  } catch (error) {
    throw error instanceof UnvoiceError ? toOutcomeUnknown(error) : error;
  }
}

/** `response` is readable, and in no log: headers may repeat what was sent. */
function created(invoice: TxnInvoice, { response }: Answer, reconciled: boolean): CreatedTxnInvoice {
  return Object.defineProperty({ ...invoice, reconciled }, "response", { value: response }) as CreatedTxnInvoice;
}
