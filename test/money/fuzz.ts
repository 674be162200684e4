import type { createReflexClient } from "unvoice/reflex";
import { Bank, invoiceOf } from "./bank.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { inVirtualTime } from "./virtual-time.ts";

/** What the fuzz found: by kind of violation, the seeds of its schedules; and what all schedules came to. */
export interface Report {
  violations: Record<string, number[]>;
  outcomes: Record<string, number>;
}

const AT_ONCE = 500;
/** Later than the last save of any schedule. */
const TO_THE_END_MS = 15_000;

/** Runs the schedules of so many seeds against a client, many at once in one virtual time. */
export async function fuzz(create: typeof createReflexClient, firstSeed: number, count: number): Promise<Report> {
  const report: Report = { violations: {}, outcomes: {} };
  const seeds = Array.from({ length: count }, (_, index) => firstSeed + index);
  for (let start = 0; start < count; start += AT_ONCE) {
    await inVirtualTime(async (advance) => {
      const runs = seeds.slice(start, start + AT_ONCE).map((seed) => run(create, scheduleOf(seed)));
      await advance(TO_THE_END_MS);
      for (const one of runs) {
        const { seed, outcome, violation } = one();
        report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
        if (violation) report.violations[violation] = [...(report.violations[violation] ?? []), seed];
      }
    });
  }
  return report;
}

/** Begins a schedule; what is returned judges it once its time has passed. */
function run(create: typeof createReflexClient, schedule: Schedule) {
  const invoice = invoiceOf(schedule);
  const bank = new Bank(schedule, invoice);
  const reflex = create({
    apiKey: "key-of-the-test",
    url: "https://reflex.test/graphql",
    fetch: bank.fetch as typeof fetch,
  });
  const controller = new AbortController();
  const reason = new Error("the user left");
  const { seed, reconcile, abortAt, timeoutMs, totalTimeoutMs, maxRetries, localDecode } = schedule;
  if (abortAt !== null) setTimeout(() => controller.abort(reason), abortAt);
  const options = { timeoutMs, totalTimeoutMs, maxRetries, localDecode, signal: controller.signal };
  let ended: { value: { invoice: { id: string } } } | { error: unknown } | undefined;
  reflex.pushInvoice({ invoice }, { ...options, onUnknownOutcome: reconcile ? "reconcile" : "throw" }).then(
    (value) => (ended = { value }),
    (error) => (ended = { error }),
  );

  return () => {
    const saved = bank.saved.length;
    const judged = (outcome: string, wrong: string | false) => ({
      seed,
      outcome: reconcile ? `${outcome}, reconcile` : outcome,
      violation: saved > 1 ? "saved twice" : wrong || null,
    });
    if (!ended) return judged("never ended", "never ended");
    if ("value" in ended) {
      return judged("success", !bank.saved.includes(ended.value.invoice.id) && "a success with nothing saved");
    }
    if (ended.error === reason) return judged("cancelled", false);
    const { outcome } = ended.error as { outcome?: string };
    if (outcome === "not_saved") return judged(outcome, saved > 0 && "definite though saved");
    return judged(outcome ?? "none", outcome !== "unknown" && `no outcome: ${String(ended.error)}`);
  };
}
