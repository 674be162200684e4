import { afterEach, expect, test, vi } from "vitest";
import {
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  GraphQLResponseError,
  type HttpAnswer,
  HttpError,
  RateLimitError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
} from "../../src/errors/errors.ts";
import { backoffMs, isOutcomeUnknown, isTransient, throttledMs, wasNotProcessed } from "../../src/transport/retry.ts";

const answer = (status: number, data: unknown = null): HttpAnswer => ({
  status,
  data,
  headers: new Headers(),
  bodyText: "",
});

afterEach(() => void vi.restoreAllMocks());

/** What each error permits: to read again; to push again, since nothing was done; whether it leaves a push open. */
const rules: [string, unknown, { read: boolean; push: boolean; open: boolean }][] = [
  ["never connected", new ConnectionError("", {}, "connection_failed"), { read: true, push: true, open: false }],
  ["broken off", new ConnectionError("", {}, "connection_broken"), { read: true, push: false, open: true }],
  ["no headers in time", new TimeoutError("headers", 1, {}), { read: true, push: false, open: true }],
  ["no body in time", new TimeoutError("body", 1, {}), { read: true, push: false, open: true }],
  ["out of time", new TimeoutError("total", 1, {}), { read: false, push: false, open: true }],
  ["throttled", new RateLimitError("", answer(429), {}, null), { read: true, push: true, open: false }],
  ["throttled at 200", new RateLimitError("", answer(200), {}, null), { read: true, push: true, open: false }],
  ["throttled at 500", new RateLimitError("", answer(500), {}, null), { read: true, push: false, open: true }],
  ["a redirect", new HttpError("", answer(302), {}), { read: false, push: false, open: true }],
  ["a redirect that a browser hides", new HttpError("", answer(0), {}), { read: false, push: false, open: true }],
  ["a key refused at 200", new AuthenticationError("", answer(200), {}), { read: false, push: false, open: false }],
  ["408", new HttpError("", answer(408), {}), { read: true, push: false, open: true }],
  ["500", new ServerError("", answer(500), {}), { read: true, push: false, open: true }],
  ["501", new ServerError("", answer(501), {}), { read: false, push: false, open: true }],
  ["502", new ServerError("", answer(502), {}), { read: true, push: false, open: true }],
  ["503", new ServerError("", answer(503), {}), { read: true, push: false, open: true }],
  ["504", new ServerError("", answer(504), {}), { read: true, push: false, open: true }],
  ["a key refused at 500", new AuthenticationError("", answer(500), {}), { read: false, push: false, open: true }],
  ["400", new BadRequestError("", answer(400), {}), { read: false, push: false, open: false }],
  ["418", new HttpError("", answer(418), {}), { read: false, push: false, open: false }],
  [
    "refused by GraphQL",
    new GraphQLResponseError("", { graphqlErrors: [], data: null }, {}),
    { read: false, push: false, open: false },
  ],
  ["unreadable", new ResponseValidationError([], "", {}), { read: false, push: false, open: true }],
  ["anything else", new Error("no"), { read: false, push: false, open: true }],
];

test.each(rules)("%s", (_name, error, { read, push, open }) => {
  expect(isTransient(error), "a read is sent again").toBe(read);
  expect(wasNotProcessed(error), "a push is sent again").toBe(push);
  expect(isOutcomeUnknown(error), "a push is left open").toBe(open);
});

test("the bound of the random wait doubles from half a second to eight", () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  expect([1, 2, 3, 4, 5, 6].map(backoffMs)).toEqual([250, 500, 1000, 2000, 4000, 4000]);
});

test("a random wait stays below its bound, which grows to eight seconds", () => {
  for (const [failures, bound] of [
    [1, 500],
    [2, 1000],
    [5, 8000],
    [50, 8000],
  ] as const) {
    for (let round = 0; round < 100; round++) {
      expect(backoffMs(failures)).toBeLessThan(bound);
      expect(backoffMs(failures)).toBeGreaterThanOrEqual(0);
    }
  }
});

test("the waits after refusals for the rate that name no time reach a whole minute, whatever the number of retries", () => {
  for (let round = 0; round < 100; round += 1) {
    expect(throttledMs(1)).toBe(60_000);
    for (const retriesLeft of [2, 3, 4]) {
      const longest = 60_000 / 20 ** (retriesLeft - 1);
      expect(throttledMs(retriesLeft)).toBeLessThanOrEqual(longest);
      expect(throttledMs(retriesLeft)).toBeGreaterThanOrEqual(longest / 2);
    }
  }
});
