import { completeTopics, type Topic } from "./topic.ts";

const CLIENT = "Nothing to do: the client reads both.";
const LOCAL = "Nothing to do: the client looks at each date itself where it matters.";

/** The guesses about Reflex, by the sandbox's switches. */
export const reflexTopics: readonly Topic[] = completeTopics([
  { name: "amounts", guessed: "text", means: { "*": CLIENT } },
  {
    name: "amountless",
    guessed: "null where the payer chooses",

    means: {
      null: "null means that the payer chooses.",
      zero: "0 may mean that the payer chooses: decode the invoice to know.",
    },
  },
  {
    name: "fractionOfSatoshi",
    guessed: "amount_sats has decimals",

    means: { decimal: "amount_sats is exact.", floor: "amount_sats is cut: reckon with amount_msats." },
  },
  {
    name: "times",
    documented: "an example to the millisecond, with Z",
    guessed: "to the millisecond, with Z",

    means: {
      milliseconds: "As documented.",
      seconds: "Several invoices share a time more often.",
      no_zone: "Read times as UTC, as the client does, and not as local ones.",
    },
  },
  {
    name: "repeatedPush",
    guessed: "the stored invoice comes back",
    by: "--allow-push",
    means: {
      "return-existing": "A second push does no harm.",
      error: "A second push is refused.",
      create: "A second push is a second invoice: never push blindly again.",
    },
  },
  {
    name: "missingDescription",
    documented: "a custom description",
    guessed: "the invoice's own stands in",
    by: "nothing",
    means: { "*": "Push a description where you need one." },
  },
  {
    name: "routingInfo",
    guessed: "each node once",

    means: { "*": "Do not count by it." },
  },
  {
    name: "tagFilter",
    guessed: "all of several tags",

    means: {
      and: "Several tags narrow a list.",
      or: "Several tags widen a list: ask for one, and look for the others yourself.",
    },
  },
  {
    name: "tagWithoutValue",
    guessed: "finds any value",

    means: { any_value: "A key alone finds its invoices.", no_match: "A key alone finds nothing: give a value." },
  },
  {
    name: "filterColumn",
    guessed: "when the invoice was pushed",

    means: { created_at: LOCAL, invoice_created_at: "Windows by time may miss invoices: list without dates." },
  },
  {
    name: "filterTo",
    documented: "nothing; exclusive in another API of the same authors",
    guessed: "not included",

    means: { "*": LOCAL },
  },
  {
    name: "filterPrecision",
    guessed: "to the millisecond",

    means: { millisecond: LOCAL, second: "Let windows overlap by a second, as the client's do." },
  },
  {
    name: "reversedFilter",
    guessed: "an empty list",

    means: { "*": "Nothing to do: the client refuses it before it is sent." },
  },
  {
    name: "ties",
    guessed: "newest first is oldest first backwards",

    means: {
      reversed: "Pages fit together.",
      kept: "Pages fit together in one direction.",
      unstable:
        "Pages may repeat and leave out invoices of one time: the client tells repeats apart; list oldest first for exports.",
    },
  },
  {
    name: "limitAboveMaximum",
    documented: "at most 50",
    guessed: "refused",

    means: { "*": "Nothing to do: the client asks for 50 at most." },
  },
  {
    name: "pageFields",
    documented: "defaults for both",
    guessed: "each may be left out",

    means: { "*": "Nothing to do: the client sends both." },
  },
  {
    name: "aggregates",
    guessed: "of all invoices that the filter takes",

    means: {
      filter: "total.count is the list's length.",
      page: "total.count is only the page's: it says nothing of the list.",
    },
  },
  {
    name: "emptyBuckets",
    guessed: "left out",

    means: { left_out: "Fill holes in a chart yourself.", zero: "A chart has no holes." },
  },
  {
    name: "countries",
    guessed: "names",

    means: { "*": "Compare countries in this form." },
  },
  { name: "countryPubkeys", guessed: "a list", means: { "*": CLIENT } },
  {
    name: "percentOf",
    guessed: "of 100",
    by: "--allow-push",
    means: { "*": "Reckon shares from amount to be sure." },
  },
  {
    name: "channelIds",
    guessed: "short ids such as 800000x1x0",
    by: "--allow-push",
    means: { "*": "Keep them as text." },
  },
  {
    name: "fieldLocations",
    guessed: "DESTINATION and ROUTING_INFO",
    by: "--allow-push",
    means: { "*": "Do not decide by these words." },
  },
  {
    name: "unknownWords",
    documented: "MONTH",
    guessed: "none beyond the known ones",

    means: { none: "Nothing to do.", some: "Nothing to do: the client lets them through." },
  },
  {
    name: "badTimezone",
    documented: "UTC without one",
    guessed: "UTC",

    means: { "*": "Nothing to do: the client refuses a zone that there is not." },
  },
  {
    name: "authFailureStatus",
    guessed: "HTTP 200",
    by: "--probe-auth",
    means: { "*": CLIENT },
  },
  {
    name: "authFailureBody",
    guessed: "the code UNAUTHENTICATED",
    by: "--probe-auth",
    means: {
      unauthenticated: "A wrong key is an AuthenticationError.",
      message: "A wrong key is an error of another class: look at its message.",
      plain: "A wrong key is told by the status alone.",
    },
  },
  {
    name: "badVariableStatus",
    guessed: "HTTP 200",

    means: { "*": CLIENT },
  },
  {
    name: "introspection",
    guessed: "open",
    by: "--probe-auth",
    means: { closed: "Code generators need a schema of your own.", "*": "Code generators can read the schema." },
  },
  {
    name: "requestsPerMinute",
    guessed: "no limit",
    by: "nothing",
    means: { "*": "Set rateLimit." },
  },
  {
    name: "throttling",
    guessed: "HTTP 200 with an error",

    means: { "*": "Nothing to do: the client waits either way." },
  },
  {
    name: "rateLimitHeaders",
    guessed: "none",

    means: { none: "The limit is told by nothing.", "*": "A hook can read how much is left." },
  },
  {
    name: "clockSkewMs",
    guessed: "right",
    by: "nothing",
    means: { "*": "Nothing to do: the client reckons with the service's clock." },
  },
]);
