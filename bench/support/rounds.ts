/** What one turn of a contender took. */
export interface Cost {
  wallMs: number;
  cpuMs: number;
}

export interface Rounds {
  /** Rounds that count. */
  rounds: number;
  /** Rounds before them, for the compiler and the connections to warm up. */
  warmUp: number;
}

/**
 * Gives every contender its turn in each round, so that a slow moment of the machine hits all of them, and the order
 * changes from round to round, so that none always has to clear away the garbage of the same other.
 *
 * @returns the median cost of a turn, for each contender
 * @example
 * const { ours, theirs } = await compare({ ours: () => a(), theirs: () => b() }, { rounds: 9, warmUp: 2 });
 * console.log(ours.wallMs / theirs.wallMs);
 */
export async function compare<Name extends string>(
  contenders: Record<Name, () => unknown>,
  { rounds, warmUp }: Rounds,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(contenders) as Name[];
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmUp) % names.length] as Name; // within its length
      const cost = await costOf(contenders[name]);
      if (round >= 0) costs.get(name)?.push(cost);
    }
  }
  return Object.fromEntries(
    [...costs].map(([name, samples]) => [
      name,
      { wallMs: median(samples.map(({ wallMs }) => wallMs)), cpuMs: median(samples.map(({ cpuMs }) => cpuMs)) },
    ]),
  ) as Record<Name, Cost>;
}

/** The middle one of the values, sorted. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function costOf(turn: () => unknown): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await turn();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
}
