import type { Choices } from "../guesses.ts";
import type { Ties } from "../ties.ts";
import type { TimeForm } from "../times.ts";

/**
 * What no Reflex document settles, each as a switch. The default is the documented or likeliest reading.
 *
 * @see docs/guesses.md
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
  /** Times on the wire. Default "milliseconds", in UTC with a `Z`; "no_zone" has milliseconds and no `Z`. */
  times: TimeForm;
  /**
   * The same payment hash pushed again. Default "return-existing": the stored row as it was first pushed. "error" refuses,
   * "create" stores a second row.
   */
  repeatedPush: "return-existing" | "error" | "create";
  /** The description where none is pushed. Default "invoice", the invoice's own. */
  missingDescription: "invoice" | "null";
  /** The nodes of the route hints. Default "distinct", each once; "as_listed" repeats them as the invoice does. */
  routingInfo: "distinct" | "as_listed";
  /** Several tags in a filter. Default "and". */
  tagFilter: "and" | "or";
  /** A tag without a value in a filter. Default "any_value": the key alone decides. */
  tagWithoutValue: "any_value" | "no_match";
  /** Which time `filter.from` and `filter.to` go by. Default "created_at", when it was pushed. */
  filterColumn: "created_at" | "invoice_created_at";
  /** Whether `filter.to` itself still belongs to the window. Default "exclusive", as the sister API documents. */
  filterTo: "exclusive" | "inclusive";
  /** How finely bounds and times are compared. Default "millisecond". */
  filterPrecision: "millisecond" | "second";
  /** A `from` behind `to`. Default "empty". */
  reversedFilter: "empty" | "error";
  /** Rows of one `created_at`. Default "reversed": descending is ascending backwards; "unstable" changes with each request. */
  ties: Ties;
  /** `page.limit` above the documented maximum of 50. Default "error"; "clamp" answers with 50 rows. */
  limitAboveMaximum: "error" | "clamp";
  /** Whether `limit` and `offset` may be left out of a `page` that is sent. Default "optional". */
  pageFields: "optional" | "required";
  /** What the aggregates are of. Default "filter", every row that it takes; "page" only the rows shown. */
  aggregates: "filter" | "page";
  /** Buckets that nothing falls into. Default "left_out". */
  emptyBuckets: "left_out" | "zero";
  /** `stats.countries[].country`. Default "name"; "code" is of two letters. */
  countries: "name" | "code";
  /** `stats.countries[].pubkeys`. Default "list". */
  countryPubkeys: "list" | "count";
  /** What is the whole of `percent`. Default 100. */
  percentOf: 100 | 1;
  /** `chan_id`. Default "short", as in 800000x1x0; "number" is the same as a whole number in text. */
  channelIds: "short" | "number";
  /** The words of `field_location`. Default "fields": DESTINATION and ROUTING_INFO. */
  fieldLocations: "fields" | "lower_case" | "route_hint";
  /** Words that no document has, among `aggregation_interval` and `ip_type`. Default "none". */
  unknownWords: "none" | "some";
  /** A time zone in the cookie that there is not. Default "utc". */
  badTimezone: "utc" | "error";
  /** The HTTP status of a missing or wrong key. Default 200, what NestJS answers. */
  authFailureStatus: 200 | 401;
  /** Its body. Default "unauthenticated", the code of it; "message" has another code, "plain" is no GraphQL answer. */
  authFailureBody: "unauthenticated" | "message" | "plain";
  /** The HTTP status of variables that do not fit. Default 200, what NestJS answers; newer servers answer 400. */
  badVariableStatus: 200 | 400;
  /** Whether the schema can be asked for. Default "open", without a key too. */
  introspection: "open" | "with_key" | "closed";
  /** Requests that are let through in a minute of real time. Default "none": as many as come. */
  requestsPerMinute: number | "none";
  /** How more are refused. Default "graphql_200", what NestJS answers, with `retry-after-short`. */
  throttling: "graphql_200" | "http_429";
  /** Headers that tell of the limit. Default "none"; "x-ratelimit" has its limit, what remains, and the seconds to its renewal. */
  rateLimitHeaders: "none" | "x-ratelimit";
  /** How far the server's clock is ahead, in milliseconds: its `Date`, and the time it stamps pushes with. Default 0. */
  clockSkewMs: number;
}

/** What each switch can be set to; the first is the default. */
export const reflexChoices: Choices<ReflexGuesses> = {
  amounts: ["string", "number"],
  amountless: ["null", "zero"],
  fractionOfSatoshi: ["decimal", "floor"],
  times: ["milliseconds", "seconds", "no_zone"],
  repeatedPush: ["return-existing", "error", "create"],
  missingDescription: ["invoice", "null"],
  routingInfo: ["distinct", "as_listed"],
  tagFilter: ["and", "or"],
  tagWithoutValue: ["any_value", "no_match"],
  filterColumn: ["created_at", "invoice_created_at"],
  filterTo: ["exclusive", "inclusive"],
  filterPrecision: ["millisecond", "second"],
  reversedFilter: ["empty", "error"],
  ties: ["reversed", "kept", "unstable"],
  limitAboveMaximum: ["error", "clamp"],
  pageFields: ["optional", "required"],
  aggregates: ["filter", "page"],
  emptyBuckets: ["left_out", "zero"],
  countries: ["name", "code"],
  countryPubkeys: ["list", "count"],
  percentOf: [100, 1],
  channelIds: ["short", "number"],
  fieldLocations: ["fields", "lower_case", "route_hint"],
  unknownWords: ["none", "some"],
  badTimezone: ["utc", "error"],
  authFailureStatus: [200, 401],
  authFailureBody: ["unauthenticated", "message", "plain"],
  badVariableStatus: [200, 400],
  introspection: ["open", "with_key", "closed"],
  requestsPerMinute: { least: 1, standard: "none" },
  throttling: ["graphql_200", "http_429"],
  rateLimitHeaders: ["none", "x-ratelimit"],
  clockSkewMs: { least: Number.MIN_SAFE_INTEGER, standard: 0 },
};
