import fc from "fast-check";
import { expect, test } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";
import { defaultOf, examine, type Patient, patients, type Switches, values } from "./doctor.ts";

/** Combinations of switches: some in every run, 200 by npm run test:doctor. */
const COMBINATIONS = Number(process.env.COMBINATIONS ?? 5);

/** What no reading shows. */
const unseen = new Set([
  ...["repeatedPush", "missingDescription", "percentOf", "channelIds", "fieldLocations"].map(
    (name) => `reflex.${name}`,
  ),
  ...["authFailureStatus", "authFailureBody", "requestsPerMinute", "throttling", "clockSkewMs"].map(
    (name) => `reflex.${name}`,
  ),
  ...["createdStatus", "duplicateReference", "readOnlyKey", "webhookOnCreation"].map((name) => `txn.${name}`),
  ...["requestsPerMinute", "throttleRetryAfter", "clockSkewMs"].map((name) => `txn.${name}`),
]);

/** Values that look like another one: a key that is asked for or not, no limit and one that was not met. */
const ambiguous = new Set([
  ...["reflex.introspection: open", "reflex.introspection: with_key"],
  ...["txn.perPageCap: none", "txn.defaultPerPage: none"],
]);

function expectNothingWrong(found: Switches, { guesses }: Patient): void {
  for (const api of ["reflex", "txn"] as const) {
    for (const [name, value] of Object.entries(found[api])) {
      expect(value, `${api}.${name}`).toBe(guesses[api][name] ?? defaultOf(api, name));
    }
  }
}

const isSeen = (api: string, name: string, value: unknown) =>
  !unseen.has(`${api}.${name}`) && !ambiguous.has(`${api}.${name}: ${value}`);

test.each(["reflex", "txn"] as const)(
  "%s as the sandbox has it: every switch that can be seen is found",
  async (only) => {
    const patient = { guesses: { reflex: {}, txn: {} }, invoices: 200 };
    const found = await examine(patient, { only });
    expectNothingWrong(found, patient);
    const names = new Set(values.filter(([api]) => api === only).map(([, name]) => name));
    const visible = [...names].filter((name) => isSeen(only, name, defaultOf(only, name)));
    expect(Object.keys(found[only]).sort()).toEqual(visible.sort());
  },
);

test.each(values.filter(([api, name, value]) => value !== defaultOf(api, name)))(
  "%s.%s: %j is found where it can be seen, and nothing wrong is said",
  async (api, name, value) => {
    const patient = { guesses: { reflex: {}, txn: {}, [api]: { [name]: value } }, invoices: 200 };
    const found = await examine(patient, { only: api });
    expectNothingWrong(found, patient);
    if (name !== "requestsPerMinute") expect(found[api][name]).toBe(isSeen(api, name, value) ? value : undefined);
  },
);

test("whatever combination of switches, nothing wrong is said, with few invoices or many", async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(patients, async (patient) => {
      const found = await examine(patient);
      expectNothingWrong(found, patient);
      expect(found.requests).toBeLessThanOrEqual(60);
      told += Object.keys(found.reflex).length + Object.keys(found.txn).length;
    }),
    { numRuns: COMBINATIONS },
  );
  // One that says nothing would never be wrong.
  expect(told / COMBINATIONS).toBeGreaterThan(15);
});

test("a wrong key is sent only with probeAuth, and shows how it is refused", async () => {
  for (const authFailureStatus of [200, 401]) {
    for (const authFailureBody of ["unauthenticated", "message", "plain"]) {
      for (const introspection of ["open", "with_key", "closed"]) {
        const guesses = { reflex: { authFailureStatus, authFailureBody, introspection }, txn: {} };
        const { reflex } = await examine({ guesses, invoices: 3 }, { only: "reflex", probeAuth: true });
        expect(reflex).toMatchObject(guesses.reflex);
      }
    }
  }
});

test("an invoice is pushed only where it is allowed, and shows what becomes of the second push", async () => {
  const payment_request = createSandbox({ seed: 9 }).reflex.invoices.at(-1)?.payment_request ?? "";
  for (const repeatedPush of ["return-existing", "error", "create"]) {
    for (const [percentOf, channelIds] of [
      [100, "short"],
      [1, "number"],
    ]) {
      const guesses = { reflex: { repeatedPush, percentOf, channelIds }, txn: {} };
      const { reflex } = await examine({ guesses, invoices: 3, seed: 9 }, { only: "reflex", push: payment_request });
      for (const name of ["repeatedPush", "percentOf", "channelIds"] as const) {
        expect([guesses.reflex[name], undefined]).toContain(reflex[name]);
      }
      expect(reflex.repeatedPush).toBe(repeatedPush);
    }
  }
});
