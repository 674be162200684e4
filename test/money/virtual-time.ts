interface Timer {
  at: number;
  id: number;
  run(): void;
}

/**
 * Replaces the platform's clock and timers by virtual ones while `work` runs, so that hours of waiting pass in seconds and
 * each run of a schedule is the same. What is neither a timer nor a clock (promises, streams, signals) stays the platform's.
 */
export async function inVirtualTime<T>(
  work: (advance: (milliseconds: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const real = { Date, setTimeout, clearTimeout };
  const { now } = performance;
  const { random } = Math;
  const timers: Timer[] = [];
  const started = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let ids = 0;

  class VirtualDate extends real.Date {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length === 0 ? [started + elapsed] : given) as [number]));
    }
    static override now(): number {
      return started + elapsed;
    }
  }
  const set = (run: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) => {
    ids += 1;
    timers.push({ at: elapsed + Math.max(1, Math.ceil(milliseconds)), id: ids, run: () => run(...args) });
    return ids;
  };
  const clear = (id: unknown) => {
    const index = timers.findIndex((timer) => timer.id === id);
    if (index >= 0) timers.splice(index, 1);
  };
  Object.assign(globalThis, { Date: VirtualDate, setTimeout: set, clearTimeout: clear });
  performance.now = () => elapsed;
  // No jitter: a schedule comes to the same alone and among others.
  Math.random = () => 0.5;
  try {
    return await work(async (milliseconds) => {
      const end = elapsed + milliseconds;
      for (;;) {
        await new Promise(setImmediate);
        const next = timers.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
        if (next > end) break;
        elapsed = next;
        const due = timers.filter(({ at }) => at <= elapsed);
        for (const { id, run } of due) {
          // Another one that is due may have cleared it.
          if (!timers.some((timer) => timer.id === id)) continue;
          clear(id);
          run();
        }
      }
      elapsed = end;
    });
  } finally {
    Object.assign(globalThis, real);
    performance.now = now;
    Math.random = random;
  }
}
