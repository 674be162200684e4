const WIDTH = 30;

/**
 * A line that shows how far something is; without a terminal, only its end.
 *
 * @param expected how many there will be, `null` where nobody knows
 */
export function progressBar(name: string, expected: number | null) {
  const started = performance.now();
  const label = name.padEnd(7);
  return {
    show(count: number): void {
      if (!process.stdout.isTTY) return;
      const perSecond = Math.round((1000 * count) / (performance.now() - started));
      const share = expected ? Math.min(1, count / expected) : 0;
      const full = Math.round(WIDTH * share);
      const bar = expected ? `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${Math.round(100 * share)} %` : "";
      process.stdout.write(`\r${label} ${bar} ${count} (${perSecond}/s) `);
    },
    end(text: string): void {
      // Clears the line: the end may be shorter than what stands there.
      console.log(`${process.stdout.isTTY ? "\r\x1b[K" : ""}${label} ${text}`);
    },
  };
}
