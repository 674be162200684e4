/**
 * What no Reflex document settles, each as a switch. The default is the documented or likeliest reading.
 *
 * @example
 * createSandbox({ reflex: { guesses: { repeatedPush: "error", amounts: "number" } } });
 */
export interface ReflexGuesses {
  /** Money on the wire. Default "string": the authors' other APIs send strings. */
  amounts: "string" | "number";
  /** The amount of an invoice that leaves it to the payer. Default "null"; "zero" sends 0. */
  amountless: "null" | "zero";
  /** `amount_sats` of an amount that is no whole satoshi. Default "decimal", which loses nothing; "floor" rounds down. */
  fractionOfSatoshi: "decimal" | "floor";
  /**
   * The same payment hash pushed again. Default "return-existing": the stored row as it was first pushed. "error" refuses,
   * "create" stores a second row.
   */
  repeatedPush: "return-existing" | "error" | "create";
  /** Several tags in a filter. Default "and". */
  tagFilter: "and" | "or";
  /** The HTTP status of a missing or wrong key. Default 200, what NestJS answers; the body is the same. */
  authFailureStatus: 200 | 401;
  /** `page.limit` above the documented maximum of 50. Default "error"; "clamp" answers with 50 rows. */
  limitAboveMaximum: "error" | "clamp";
  /** Whether `filter.to` itself still belongs to the window. Default "exclusive", as the sister API documents. */
  filterTo: "exclusive" | "inclusive";
  /** The HTTP status of variables that do not fit. Default 200, what NestJS answers; newer servers answer 400. */
  badVariableStatus: 200 | 400;
}

/** What holds where a switch is not set. */
export const defaultReflexGuesses: ReflexGuesses = {
  amounts: "string",
  amountless: "null",
  fractionOfSatoshi: "decimal",
  repeatedPush: "return-existing",
  tagFilter: "and",
  authFailureStatus: 200,
  limitAboveMaximum: "error",
  filterTo: "exclusive",
  badVariableStatus: 200,
};
