/** The order of rows of one time, as descending shows them: ascending backwards, as ascending has them, or another each time. */
export type Ties = "reversed" | "kept" | "unstable";

/** Puts rows into the order of a list. */
export class Arranger<Row> {
  readonly #ties: Ties;
  readonly #timeOf: (row: Row) => number;
  #lists = 0;

  constructor(ties: Ties, timeOf: (row: Row) => number) {
    this.#ties = ties;
    this.#timeOf = timeOf;
  }

  /**
   * The rows of a list from `skip` on, at most `limit`.
   *
   * @param rows ascending; those from `start` up to, not including, `end` are the list.
   */
  pick(
    rows: readonly Row[],
    { start, end, descending }: { start: number; end: number; descending: boolean },
    skip: number,
    limit: number,
  ): Row[] {
    if (this.#ties !== "reversed") {
      const arranged = this.#arrange(rows.slice(start, end), descending);
      return arranged.slice(skip, skip + limit);
    }
    if (!descending) return rows.slice(Math.min(start + skip, end), Math.min(start + skip + limit, end));
    const stop = Math.max(end - skip, start);
    return rows.slice(Math.max(stop - limit, start), stop).reverse();
  }

  #arrange(rows: Row[], descending: boolean): Row[] {
    this.#lists += 1;
    const turned = this.#ties === "unstable" && this.#lists % 2 === 0;
    const groups: Row[][] = [];
    for (const row of rows) {
      const group = groups.at(-1);
      const first = group?.[0];
      if (group !== undefined && first !== undefined && this.#timeOf(first) === this.#timeOf(row)) group.push(row);
      else groups.push([row]);
    }
    if (turned) for (const group of groups) group.reverse();
    return (descending ? groups.reverse() : groups).flat();
  }
}
