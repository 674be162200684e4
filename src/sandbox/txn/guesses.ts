import type { Choices } from "../guesses.ts";
import type { Ties } from "../ties.ts";
import type { TimeForm } from "../times.ts";

/**
 * What no Txn document settles, each as a switch. The default is the documented or likeliest reading.
 *
 * @see docs/guesses.md
 * @example
 * createSandbox({ txn: { guesses: { perPageCap: 20, pagePastEnd: "repeat_last" } } });
 */
export interface TxnGuesses {
  /** The most rows on a page. Default 100; "none" for no cap. */
  perPageCap: number | "none";
  /** A `per_page` above the cap. Default "clamp": quietly cut. */
  perPageAboveCap: "clamp" | "error";
  /** Rows on a page when `per_page` is not sent. Default 25; "none" for all. */
  defaultPerPage: number | "none";
  /** The number of the first page. Default 1, and 0 is the same page. */
  firstPage: 1 | 0;
  /** A page behind the last one. Default "empty": 200 with no rows; "not_found" is a 404. */
  pagePastEnd: "empty" | "not_found" | "repeat_last";
  /** What `meta.total` counts. Default "items"; a sibling page's field table says pages, its name and number say items. */
  metaTotal: "items" | "pages";
  /** `meta.page` and `meta.per_page`. Default "echo": the texts that were sent, or null; "absent" leaves `meta` empty. */
  metaPage: "echo" | "number" | "absent";
  /** `included` where there is nothing to include. Default "list", an empty one. */
  emptyIncluded: "list" | "absent";
  /** The direction when `order_type` is not sent. Default "desc", as the documented example is sorted. */
  defaultOrderType: "desc" | "asc";
  /** Rows of one `createdAt`. Default "reversed": descending is ascending backwards; "unstable" changes with each request. */
  ties: Ties;
  /**
   * `created_at_from` and `created_at_to`. Default "inclusive"; "exclusive" leaves out what is created at `created_at_to`
   * itself, "ignored" heeds neither, as hosts that do not document them may do.
   */
  createdAtFilters: "inclusive" | "exclusive" | "ignored";
  /** How finely bounds and times are compared. Default "millisecond". */
  filterPrecision: "millisecond" | "second";
  /** `reference` as a filter. Default "exact". */
  referenceFilter: "exact" | "prefix" | "ignored";
  /** A parameter that cannot be read. Default "bad_request", HTTP 400; "unprocessable" is 422. */
  badParameter: "bad_request" | "unprocessable" | "ignored";
  /** Times on the wire. Default "milliseconds", in UTC with a `Z`, as documented; "no_zone" has milliseconds and no `Z`. */
  times: TimeForm;
  /** Codes of currencies. Default "upper"; the oldest example has lower case. */
  currencyCase: "upper" | "lower";
  /** The type of a payment's resource. Default "coinDeposits", the documents' word. */
  coinDepositType: "coinDeposits" | "coinTransactions";
  /** The type of a refund's resource. Default "paymentLinks": refunds are payment links. */
  refundLinkType: "paymentLinks" | "refundLinks";
  /** How a payment in time is written. Default "on_time", as in the examples; "onTime" in the status table. */
  onTime: "on_time" | "onTime";
  /** Words that no document has, for the status of held invoices. Default "none". */
  unknownWords: "none" | "some";
  /** The HTTP status of a created invoice. Default 201. */
  createdStatus: 201 | 200;
  /** A `reference` that another invoice has. Default "unprocessable", HTTP 422; "conflict" is 409, "create" takes it. */
  duplicateReference: "unprocessable" | "conflict" | "create";
  /** Creating with a key that may only read. Default "forbidden", HTTP 403; "unauthorized" is the documented 401. */
  readOnlyKey: "forbidden" | "unauthorized";
  /** The body of a 404. Default "errors". */
  notFoundBody: "errors" | "empty";
  /** The `Content-Type` of answers. Default "json_api". */
  contentType: "json_api" | "json";
  /** Whether a webhook tells of the creation too, and not of changes alone. Default "not_sent". */
  webhookOnCreation: "not_sent" | "sent";
  /** Requests that are let through in a minute of real time; 120 are recommended. Default "none": as many as come. */
  requestsPerMinute: number | "none";
  /** Whether the 429 to more of them has a `Retry-After`. Default "none". */
  throttleRetryAfter: "none" | "seconds";
  /** Headers that tell of the limit. Default "none"; "x-ratelimit" has its limit, what remains, and the seconds to its renewal. */
  rateLimitHeaders: "none" | "x-ratelimit";
  /** How far the server's clock is ahead of the sandbox's, in milliseconds: its `Date`, and what is created. Default 0. */
  clockSkewMs: number;
}

/** What each switch can be set to; the first is the default. */
export const txnChoices: Choices<TxnGuesses> = {
  perPageCap: { least: 1, standard: 100 },
  perPageAboveCap: ["clamp", "error"],
  defaultPerPage: { least: 1, standard: 25 },
  firstPage: [1, 0],
  pagePastEnd: ["empty", "not_found", "repeat_last"],
  metaTotal: ["items", "pages"],
  metaPage: ["echo", "number", "absent"],
  emptyIncluded: ["list", "absent"],
  defaultOrderType: ["desc", "asc"],
  ties: ["reversed", "kept", "unstable"],
  createdAtFilters: ["inclusive", "exclusive", "ignored"],
  filterPrecision: ["millisecond", "second"],
  referenceFilter: ["exact", "prefix", "ignored"],
  badParameter: ["bad_request", "unprocessable", "ignored"],
  times: ["milliseconds", "seconds", "no_zone"],
  currencyCase: ["upper", "lower"],
  coinDepositType: ["coinDeposits", "coinTransactions"],
  refundLinkType: ["paymentLinks", "refundLinks"],
  onTime: ["on_time", "onTime"],
  unknownWords: ["none", "some"],
  createdStatus: [201, 200],
  duplicateReference: ["unprocessable", "conflict", "create"],
  readOnlyKey: ["forbidden", "unauthorized"],
  notFoundBody: ["errors", "empty"],
  contentType: ["json_api", "json"],
  webhookOnCreation: ["not_sent", "sent"],
  requestsPerMinute: { least: 1, standard: "none" },
  throttleRetryAfter: ["none", "seconds"],
  rateLimitHeaders: ["none", "x-ratelimit"],
  clockSkewMs: { least: Number.MIN_SAFE_INTEGER, standard: 0 },
};
