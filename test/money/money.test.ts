import { afterEach, describe, expect, test, vi } from "vitest";
import { fuzz } from "./fuzz.ts";

/** How many schedules: a short run by default, 12,000 by `npm run test:money`. `SEED` replays from a seed on. */
const SCHEDULES = Number(process.env.SCHEDULES ?? 300);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const FIXED_SEED = 20_260_101;

async function client() {
  const { createReflexClient } = await import("unvoice/reflex");
  // What the first call of a process loads takes real time.
  const fetch = async () => Response.json({ data: { getHello: "Hello" } });
  await createReflexClient({ apiKey: "key-of-the-test", fetch }).ping();
  return createReflexClient;
}

test(`no money is moved twice, and no failure is told wrongly, over ${SCHEDULES} schedules`, async () => {
  const { violations, outcomes } = await fuzz(await client(), SEED, SCHEDULES);
  console.log(`seed ${SEED}: ${SCHEDULES} schedules, ${JSON.stringify(outcomes)}`);
  expect(violations, `SEED=${SEED} SCHEDULES=${SCHEDULES} npx vitest run test/money`).toEqual({});
}, 600_000);

test("the schedules come to every outcome, and reconcile finds what was saved", async () => {
  const { outcomes } = await fuzz(await client(), FIXED_SEED, 200);
  expect(Object.keys(outcomes)).toEqual(
    expect.arrayContaining([
      "success",
      "not_saved",
      "unknown",
      "cancelled",
      "success, reconcile",
      "unknown, reconcile",
    ]),
  );
  expect(outcomes["success, reconcile"]).toBeGreaterThan((outcomes.success ?? 0) * 1.3);
});

describe("a client with a wrong rule is caught", () => {
  afterEach(() => {
    vi.doUnmock("../../src/transport/retry.ts");
    vi.doUnmock("../../src/reflex/graphql-errors.ts");
    vi.doUnmock("../../src/reflex/push/sought.ts");
    vi.resetModules();
  });

  /** The client with one of its rules replaced. */
  async function mutated(module: string, rules: object) {
    vi.resetModules();
    vi.doMock(module, async (original) => ({ ...(await original<object>()), ...rules }));
    return client();
  }
  const never = () => false;

  test.each([
    [
      "sends again what may have arrived",
      "../../src/transport/retry.ts",
      { wasNotProcessed: isAnyFailure },
      "saved twice",
    ],
    [
      "takes every failure for a refusal",
      "../../src/transport/retry.ts",
      { isOutcomeUnknown: never },
      "definite though saved",
    ],
    [
      "does not see that a resolver ran",
      "../../src/reflex/graphql-errors.ts",
      { resolverRan: never },
      "definite though saved",
    ],
    [
      "takes any row of the invoice for its own",
      "../../src/reflex/push/sought.ts",
      { seek: believing },
      "a success with nothing saved",
    ],
  ])("one that %s", async (_what, module, rules, violation) => {
    const { violations } = await fuzz(await mutated(module, rules), FIXED_SEED, 150);
    expect(Object.keys(violations)).toContain(violation);
  });

  function isAnyFailure(error: unknown): boolean {
    return error instanceof Error && (error as { code?: string }).code === "connection_broken";
  }

  function believing() {
    return {
      isSameInvoice: (row: { payment_hash: string }) => !row.payment_hash.startsWith("0000"),
      isThisPush: () => true,
    };
  }
});
