import type { ErrorContext, HttpAnswer, UnvoiceError } from "../errors/errors.ts";
import type { RequestOptions } from "./options.ts";
import type { Redact } from "./redact.ts";

/** One call of an API, whatever number of attempts it takes. */
export interface Call {
  /** The method's name, for errors and hooks. */
  operation: string;
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** `false` for what must not happen twice: it is sent again only where it provably was not processed. */
  repeatable: boolean;
  /** The names in the address's query that are the API's own: their values may be shown. */
  parameters?: readonly string[] | undefined;
  /** Texts that no message may show, beside the key. */
  secrets?: readonly string[];
  options: RequestOptions;
  /** Ends the call like the signal in its options, for whoever waits for it on the caller's behalf. */
  stop?: AbortSignal;
  /** The error that an answer means, beyond what its status says; `undefined` where it means none. */
  classify?(answer: HttpAnswer, context: ErrorContext, redact: Redact): UnvoiceError | undefined;
  /** The error to throw in place of one that leaves open whether the request was carried out. */
  toOutcomeUnknown?: ((cause: UnvoiceError) => UnvoiceError) | undefined;
}

/** What an answer came with, beside its body. */
export interface ResponseInfo {
  status: number;
  headers: Headers;
  /** The server's own id of the request, where it gave one. */
  requestId: string | null;
}

/** A 2xx answer, its body parsed. */
export interface Answer {
  data: object;
  response: ResponseInfo;
  /** What an error about this answer tells of the call. */
  context: ErrorContext;
  redact: Redact;
}
