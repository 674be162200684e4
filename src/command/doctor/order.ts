/** A row of a list: what it is told apart by, and its time in milliseconds since 1970. */
export interface Placed {
  id: string;
  time: number;
}

/** How rows of one time are sorted. */
export type FoundTies = "reversed" | "kept" | "unstable";

/** The rows that share their time with the row before or after them, where a list has such; the first group of them. */
export function firstTie(rows: readonly Placed[]): Placed[] | null {
  for (let index = 0; index + 1 < rows.length; index++) {
    const group = rows.filter(({ time }) => time === rows[index]?.time);
    if (group.length > 1) return group;
  }
  return null;
}

/**
 * How the rows of one time are sorted, by the same list asked for twice in each direction.
 *
 * @param isExact Whether times are shown to the millisecond: else rows of one second may be of different times, of which
 * "reversed" would say nothing.
 */
export function findTies(
  group: readonly Placed[],
  lists: { descending: readonly Placed[][]; ascending: readonly Placed[][] },
  isExact: boolean,
): FoundTies | null {
  const ids = new Set(group.map(({ id }) => id));
  const orderOf = (rows: readonly Placed[]) => rows.filter(({ id }) => ids.has(id)).map(({ id }) => id);
  const [down, up] = [lists.descending.map(orderOf), lists.ascending.map(orderOf)];
  if ([...down, ...up].some((order) => order.length !== group.length)) return null;
  const same = (one: readonly string[], other: readonly string[]) => one.join() === other.join();
  const [firstDown = [], ...restDown] = down;
  const [firstUp = [], ...restUp] = up;
  const isStable = restDown.every((order) => same(order, firstDown)) && restUp.every((order) => same(order, firstUp));
  if (!isStable) return "unstable";
  if (same(firstDown, firstUp)) return "kept";
  return isExact && same(firstDown, firstUp.toReversed()) ? "reversed" : null;
}

/** Whether rows with different times come in one direction only; null where none differ. */
export function directionOf(rows: readonly Placed[]): "asc" | "desc" | null {
  let direction: "asc" | "desc" | null = null;
  for (const [index, { time }] of rows.entries()) {
    const before = rows[index - 1]?.time;
    if (before === undefined || before === time) continue;
    const step = time > before ? "asc" : "desc";
    if (direction !== null && step !== direction) return null;
    direction = step;
  }
  return direction;
}
