import type { CommonOptions, Shell } from "../context.ts";

/** How far something is, on stderr. */
export interface ProgressLine {
  show(done: number): void;
  stop(): void;
}

/**
 * A bar with the rate and the time left, where people see it.
 *
 * @param total How many there will be; null where nobody knows.
 * @param before How many an earlier run did: they count for the bar, not for the rate.
 */
export async function createProgress(
  { stderr }: Shell,
  { quiet }: CommonOptions,
  total: number | null,
  before: number,
): Promise<ProgressLine> {
  if (quiet || !stderr.isTerminal) return { show: () => {}, stop: () => {} };
  const { default: progress } = await import("cli-progress");
  const { SingleBar, Presets } = progress;
  const started = performance.now();
  const perSecond = (done: number) => Math.round((1000 * (done - before)) / Math.max(1, performance.now() - started));
  const format = total
    ? "{bar} {percentage}% | {value} of {total} | {rate}/s | {eta_formatted} left"
    : "{value} so far | {rate}/s";
  const bar = new SingleBar(
    { format, stream: stderr.stream, etaBuffer: 50, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total ?? 0, before, { rate: 0 });
  return {
    show: (done) => {
      // The list may have grown since it was counted.
      if (total !== null && done > bar.getTotal()) bar.setTotal(done);
      bar.update(done, { rate: perSecond(done) });
    },
    stop: () => bar.stop(),
  };
}
