import fc from "fast-check";
import { Asker } from "../../src/command/doctor/ask.ts";
import { ReflexQuestions } from "../../src/command/doctor/reflex/questions.ts";
import { examineReflex } from "../../src/command/doctor/reflex/run.ts";
import { TxnQuestions } from "../../src/command/doctor/txn/questions.ts";
import { examineTxn } from "../../src/command/doctor/txn/run.ts";
import { createSandbox } from "../../src/sandbox/index.ts";
import { reflexChoices } from "../../src/sandbox/reflex/guesses.ts";
import { txnChoices } from "../../src/sandbox/txn/guesses.ts";

/** Switches by service and name. */
export type Switches = Record<"reflex" | "txn", Record<string, unknown>>;

/** A sandbox to be examined. */
export interface Patient {
  guesses: Switches;
  invoices?: number;
  seed?: number;
}

/** What the doctor says of a sandbox, how often it asked, and all that it wrote. */
export async function examine(
  { guesses, invoices = 200, seed = 1 }: Patient,
  { probeAuth = false, push = null, only }: { probeAuth?: boolean; push?: string | null; only?: "reflex" | "txn" } = {},
): Promise<Switches & { requests: number; text: string }> {
  const { reflex, txn } = guesses;
  const sandbox = createSandbox({ seed, reflex: { invoices, guesses: reflex }, txn: { invoices, guesses: txn } });
  const ask = () => new Asker({ fetch: sandbox.fetch as typeof fetch, most: 30, pauseMs: 0, wait: async () => {} });
  const options = sandbox.clientOptions();
  const askers = [ask(), ask()] as const;
  const reflexQuestions = new ReflexQuestions(askers[0], options.reflex);
  const foundReflex = only === "txn" ? null : await examineReflex(reflexQuestions, { probeAuth, push });
  const foundTxn = only === "reflex" ? null : await examineTxn(new TxnQuestions(askers[1], options.txn));
  return {
    reflex: foundReflex?.notes.switches ?? {},
    txn: foundTxn?.notes.switches ?? {},
    requests: askers[0].requests + askers[1].requests,
    text: JSON.stringify([foundReflex?.notes, foundTxn?.notes]),
  };
}

/** Every value of every switch. */
export const values = [...valuesOf("reflex", reflexChoices), ...valuesOf("txn", txnChoices)];

/** Sandboxes whose switches stand anyhow, with few invoices or many. */
export const patients: fc.Arbitrary<Patient> = fc.record({
  guesses: fc.record({ reflex: anyhow("reflex"), txn: anyhow("txn") }),
  invoices: fc.constantFrom(0, 1, 2, 3, 5, 11, 40, 60, 130, 200, 450),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** What a switch stands at where nothing else is said. */
export function defaultOf(api: "reflex" | "txn", name: string): unknown {
  const choice = ({ reflex: reflexChoices, txn: txnChoices } as Record<string, Record<string, unknown>>)[api]?.[name];
  return Array.isArray(choice) ? choice[0] : (choice as { standard: unknown }).standard;
}

type Value = readonly [api: "reflex" | "txn", name: string, value: unknown];

function valuesOf(api: "reflex" | "txn", choices: object): Value[] {
  const numbers: Record<string, unknown[]> = {
    perPageCap: [20, 100, "none"],
    defaultPerPage: [10, 25, "none"],
    requestsPerMinute: [12, "none"],
    clockSkewMs: [0, 90_000],
  };
  return Object.entries(choices).flatMap(([name, choice]) =>
    (Array.isArray(choice) ? choice : (numbers[name] ?? [])).map((value: unknown): Value => [api, name, value]),
  );
}

function anyhow(api: "reflex" | "txn"): fc.Arbitrary<Record<string, unknown>> {
  const own = values.filter(([of]) => of === api);
  const names = [...new Set(own.map(([, name]) => name))];
  const extra: Record<string, unknown[]> = {
    perPageCap: [1, 3, 50, 150],
    defaultPerPage: [1, 20, 100, 150],
    requestsPerMinute: ["none", "none", "none"],
  };
  return fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.constantFrom(...own.filter(([, of]) => of === name).map(([, , value]) => value), ...(extra[name] ?? [])),
      ]),
    ),
  );
}
