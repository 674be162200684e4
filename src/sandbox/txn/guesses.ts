/**
 * What no Txn document settles, each as a switch. The default is the documented or likeliest reading.
 *
 * @example
 * createSandbox({ txn: { guesses: { perPageCap: 20, pagePastEnd: "repeat_last" } } });
 */
export interface TxnGuesses {
  /** The most rows on a page; more asked for is quietly cut. Default 100; null for no cap. */
  perPageCap: number | null;
  /** Rows on a page when `per_page` is not sent. Default 25. */
  defaultPerPage: number;
  /** A page behind the last one. Default "empty": 200 with no rows; "not_found" is a 404. */
  pagePastEnd: "empty" | "not_found" | "repeat_last";
  /** What `meta.total` counts. Default "items"; a sibling page's field table says pages, its name and number say items. */
  metaTotal: "items" | "pages";
  /** The direction when `order_type` is not sent. Default "desc", as the documented example is sorted. */
  defaultOrderType: "asc" | "desc";
  /** `created_at_from` and `created_at_to`. Default "inclusive"; "ignored" as hosts that do not document them may do. */
  createdAtFilters: "inclusive" | "ignored";
  /** The type of a payment's resource. Default "coinDeposits", the documents' word; "coinTransactions" in webhooks. */
  coinDepositType: "coinDeposits" | "coinTransactions";
  /** How a payment in time is written. Default "on_time", as in the examples; "onTime" in the status table. */
  onTime: "on_time" | "onTime";
  /** The HTTP status of a created invoice. Default 201. */
  createdStatus: 201 | 200;
}

/** What holds where a switch is not set. */
export const defaultTxnGuesses: TxnGuesses = {
  perPageCap: 100,
  defaultPerPage: 25,
  pagePastEnd: "empty",
  metaTotal: "items",
  defaultOrderType: "desc",
  createdAtFilters: "inclusive",
  coinDepositType: "coinDeposits",
  onTime: "on_time",
  createdStatus: 201,
};
