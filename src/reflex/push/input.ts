import type { DecodedInvoice } from "../../bolt11/types.ts";
import { InputError, type Issue } from "../../errors/errors.ts";
import { copyOptions } from "../../input/copy.ts";
import { anyValue, fieldIssues, nonEmptyString, type Rule } from "../../input/rules.ts";
import { throwIfInvalid } from "../../input/throw-if-invalid.ts";
import { checkRequestOptions, NETWORKS, type RequestOptions } from "../../transport/options.ts";
import { invoiceTagIssues } from "../tags.ts";
import type { CreateInvoice, PushInvoiceParams } from "../types.ts";
import { copyOf, type Shape } from "./copy.ts";

/** What `pushInvoice` takes beside the options of every call. */
export interface PushOptions extends RequestOptions {
  /** Whether the checks are asked for. Default `true`. */
  checks?: boolean | undefined;
  /** Whether the invoice is decoded before it is sent, and compared with the answer. Default `true`. */
  localDecode?: boolean | undefined;
  /**
   * What to do where it is not known whether a saving push happened: throw at once (the default), or look the invoice up
   * as long as `totalTimeoutMs` lasts. It is never pushed again.
   */
  onUnknownOutcome?: "throw" | "reconcile" | undefined;
  /** The only network whose invoices are pushed, in place of the client's. Needs the local decode. */
  expectedNetwork?: DecodedInvoice["network"] | undefined;
}

/** A push as it was given, copied. */
export interface Push {
  params: PushInvoiceParams;
  options: PushOptions;
  /** Whether the server is asked to keep the invoice: such a push must not happen twice. */
  saves: boolean;
}

const invoiceShape = {
  payment_request: true,
  description: true,
  tags: [{ key: true, string_value: true, number_value: true, boolean_value: true }],
} satisfies Shape;
const paramsShape = { invoice: invoiceShape, options: { invoice: { do_not_save: true } } } satisfies Shape;

const flag: Rule = [(value) => typeof value === "boolean", "must be true or false"];
const text: Rule = [(value) => typeof value === "string", "must be text"];
const optionRules = {
  checks: flag,
  localDecode: flag,
  onUnknownOutcome: [(value) => value === "throw" || value === "reconcile", 'must be "throw" or "reconcile"'],
  expectedNetwork: [(value) => NETWORKS.includes(value as never), `must be one of ${NETWORKS.join(", ")}`],
  // Those of every call have rules of their own.
  signal: anyValue,
  timeoutMs: anyValue,
  totalTimeoutMs: anyValue,
  maxRetries: anyValue,
  headers: anyValue,
} satisfies Record<string, Rule>;

/**
 * Copies what a push was given. It is checked afterwards: the copy is what will be sent.
 *
 * @throws InputError where a getter of the caller's throws.
 */
export function copyPush(given: unknown, givenOptions: unknown): Push {
  try {
    const params = copyOf(given ?? {}, paramsShape) as PushInvoiceParams;
    const options = copyOptions((givenOptions ?? {}) as PushOptions);
    return { params, options, saves: params?.options?.invoice?.do_not_save !== true };
  } catch {
    throw new InputError([{ path: "", message: "cannot be read: one of its getters throws" }], {
      api: "reflex",
      operation: "pushInvoice",
    });
  }
}

/**
 * Copies an invoice to preview, and checks it.
 *
 * @throws InputError that names each field that is wrong.
 */
export function checkedInvoice(given: unknown): CreateInvoice {
  const invoice = copyOf(given, invoiceShape);
  throwIfInvalid(invoiceIssues(invoice, ""), "reflex", "previewInvoice");
  return invoice as CreateInvoice;
}

/**
 * Checks the copy of a push.
 *
 * @throws InputError that names each field that is wrong.
 */
export function checkPush({ params, options }: Push): void {
  const { invoice, options: extra } = params;
  const issues = [
    ...fieldIssues(params, { invoice: anyValue, options: anyValue }),
    ...fieldIssues(extra, { invoice: anyValue }, "options"),
    // A truthy text would be saved by the server and believed unsaved by the caller, or the other way round.
    ...fieldIssues(extra?.invoice, { do_not_save: flag }, "options.invoice"),
    ...fieldIssues(options, optionRules, "options"),
    ...invoiceIssues(invoice, "invoice"),
  ];
  throwIfInvalid(issues, "reflex", "pushInvoice");
  checkRequestOptions(options, "reflex", "pushInvoice");
}

/** What is wrong with an invoice, beyond what its decoding will tell. */
function invoiceIssues(given: unknown, path: string): Issue[] {
  const at = (name: string) => (path ? `${path}.${name}` : name);
  // A payment request alone, for example.
  if (typeof (given ?? {}) !== "object") return [{ path: path || "invoice", message: "must be an object" }];
  // What is missing altogether is looked at as well.
  const invoice = { payment_request: "", ...(given as Partial<CreateInvoice> | null) };
  return [
    ...fieldIssues(invoice, { payment_request: nonEmptyString, description: text, tags: anyValue }, path),
    ...invoiceTagIssues(invoice.tags, at("tags")),
  ];
}
