import { completeTopics, type Topic } from "./topic.ts";

const CLIENT = "Nothing to do: the client reads both.";
const PAGER = "Nothing to do: the client pages on until nothing new comes.";

/** The guesses about Txn, by the sandbox's switches. */
export const txnTopics: readonly Topic[] = completeTopics([
  {
    name: "perPageCap",
    guessed: "100",

    means: { "*": "Asking for more gives no larger page." },
  },
  {
    name: "perPageAboveCap",
    guessed: "quietly cut",

    means: { clamp: PAGER, error: "Ask for no more than the cap." },
  },
  {
    name: "defaultPerPage",
    guessed: "25",

    means: { "*": "Nothing to do: the client sends per_page." },
  },
  {
    name: "firstPage",
    documented: "an example with page 1",
    guessed: "1, and 0 is the same page",

    means: {
      1: "As the client has it.",
      0: "The client begins at page 1 and so misses the first page: tell its authors, and list with page: 0 until then.",
    },
  },
  { name: "pagePastEnd", guessed: "an empty list", means: { "*": PAGER } },
  {
    name: "metaTotal",
    documented: "pages, in the words of a sibling's page",
    guessed: "invoices",

    means: {
      items: "meta.total is the number of invoices.",
      pages: "meta.total is the number of pages: do not show it as that of invoices.",
    },
  },
  {
    name: "metaPage",
    documented: "examples with text, numbers and nothing",
    guessed: "the text that was sent",

    means: { "*": "Do not reckon with meta.page." },
  },
  { name: "emptyIncluded", guessed: "an empty list", means: { "*": CLIENT } },
  {
    name: "defaultOrderType",
    documented: "an example with the newest first",
    guessed: "newest first",

    means: { "*": "Nothing to do: the client sends order_type." },
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
    name: "createdAtFilters",
    documented: "the parameters, on one of two hosts",
    guessed: "both ends included",

    means: {
      inclusive: "As a sibling's page has it.",
      exclusive: "What is created at created_at_to itself is left out.",
      ignored: "Dates filter nothing: look at createdAt yourself, as unvoice list does.",
    },
  },
  {
    name: "filterPrecision",
    guessed: "to the millisecond",

    means: { millisecond: "Nothing to do.", second: "Let windows overlap by a second." },
  },
  {
    name: "referenceFilter",
    documented: "filters by it",
    guessed: "exactly",

    means: {
      exact: "What comes has the reference.",
      prefix: "What comes may only begin with it: compare it yourself.",
      ignored: "It filters nothing: compare it yourself.",
    },
  },
  {
    name: "badParameter",
    guessed: "HTTP 400",

    means: { ignored: "A misspelt value is not noticed.", "*": "A misspelt value is refused." },
  },
  {
    name: "times",
    documented: "to the millisecond, with Z",
    guessed: "to the millisecond, with Z",

    means: {
      milliseconds: "As documented.",
      seconds: "Several invoices share a time more often.",
      no_zone: "Read times as UTC, as the client does, and not as local ones.",
    },
  },
  {
    name: "currencyCase",
    documented: "both",
    guessed: "upper case",

    means: { "*": "Compare currencies without regard to case." },
  },
  {
    name: "coinDepositType",
    documented: "coinDeposits",
    guessed: "coinDeposits",

    means: { "*": CLIENT },
  },
  { name: "refundLinkType", guessed: "paymentLinks", means: { "*": CLIENT } },
  {
    name: "onTime",
    documented: "both",
    guessed: "on_time",

    means: { "*": "Nothing to do: the client writes on_time." },
  },
  {
    name: "unknownWords",
    documented: "seven statuses",
    guessed: "none beyond them",

    means: { none: "Nothing to do.", some: "Treat a status that you do not know as not final, as the client does." },
  },
  { name: "createdStatus", guessed: "HTTP 201", by: "nothing", means: { "*": CLIENT } },
  {
    name: "duplicateReference",
    documented: "references are unique",
    guessed: "refused, HTTP 422",
    by: "nothing",
    means: { "*": "Look for the reference before you create again." },
  },
  {
    name: "readOnlyKey",
    documented: "Read and Full Access",
    guessed: "HTTP 403",
    by: "nothing",
    means: { "*": "Nothing to do." },
  },
  { name: "notFoundBody", documented: "nothing of invoices", guessed: "errors", means: { "*": CLIENT } },
  {
    name: "contentType",
    documented: "nothing of answers",
    guessed: "JSON:API's own",

    means: { "*": CLIENT },
  },
  {
    name: "webhookOnCreation",
    documented: "on each state update",
    guessed: "not sent",
    by: "nothing",
    means: { "*": "Store an invoice when you create it." },
  },
  {
    name: "requestsPerMinute",
    documented: "120 recommended",
    guessed: "no limit",
    by: "nothing",
    means: { "*": "Set rateLimit." },
  },
  {
    name: "throttleRetryAfter",
    guessed: "none",

    means: { "*": "Nothing to do: the client waits either way." },
  },
  {
    name: "rateLimitHeaders",
    documented: "none mentioned",
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
