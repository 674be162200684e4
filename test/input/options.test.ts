import { expect, test } from "vitest";
import { nearestName, unknownNameIssues } from "../../src/input/options.ts";

test.each([
  ["maxItem", ["maxItems", "maxPages"], "maxItems"],
  ["MAXITEMS", ["maxItems", "maxPages"], "maxItems"],
  ["perPage", ["per_page", "page"], "per_page"],
  ["timeout", ["timeoutMs", "totalTimeoutMs"], "timeoutMs"],
  ["baseURL", ["apiKey", "url"], "url"],
  ["url", ["apiKey", "baseUrl"], "baseUrl"],
  ["token", ["reflex.apiKey", "txn.apiKey"], "reflex.apiKey"],
  ["colour", ["maxItems", "cursor"], undefined],
  ["constructor", ["maxItems", "cursor"], undefined],
  ["x".repeat(1_000_000), ["maxItems", "cursor"], undefined],
])("for %.20s of %j one meant %s", (given, known, expected) => {
  expect(nearestName(given, known)).toBe(expected);
});

test("names that nobody knows are told, with where they stand and what was meant", () => {
  expect(unknownNameIssues({ maxItem: 5, cursor: "" }, ["maxItems", "cursor"], "options")).toEqual([
    { path: "options.maxItem", message: "is not an option; did you mean options.maxItems?" },
  ]);
  expect(unknownNameIssues({ colour: 5 }, ["maxItems"], "")).toEqual([{ path: "colour", message: "is not an option" }]);
});
