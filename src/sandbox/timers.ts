/** A delay that a timer takes: longer ones, Infinity too, would fire at once. */
export function timerMs(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1);
}
