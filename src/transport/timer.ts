/** The longest that a platform's timer can be set to, in milliseconds; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * `setTimeout` for any time, however long.
 *
 * @param milliseconds `Infinity` never ends
 * @returns what stops it
 * @example
 * const stop = startTimer(30 * 86_400_000, () => console.log("a month later"));
 */
export function startTimer(milliseconds: number, done: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number) => {
    const step = Math.min(left, LONGEST_TIMER_MS);
    timer = setTimeout(() => (left > step ? wait(left - step) : done()), step);
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
