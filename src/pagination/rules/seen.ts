import { hash } from "../hash.ts";
import { type Mark, START } from "../mark.ts";
import { NO_RANK, type Row } from "../rows.ts";

/** Ids are remembered in two generations of so many: a list may shift by that much between two requests. */
const GENERATION = 2500;

/** So many steps forward running are taken for the list's order: rows at random do not make them. */
const ENOUGH = 20;

interface Memory {
  /** Ids of the recent rows with their ranks, in the order they came. */
  recent: Map<string, number>;
  /** The generation before; no longer written to, so that copies may share it. */
  older: ReadonlyMap<string, number>;
  /** Rows before this rank are known or not owed: the first row's, later the furthest of those forgotten. */
  bound: number;
  /** The ids forgotten that had the very rank of the bound. */
  ties: ReadonlySet<string>;
  /** Hashes of ids that the cursor knew. */
  given: ReadonlySet<string>;
  /** Steps forward from row to row, running, until there are enough. `NaN` once a page's rows were not in order. */
  steps: number;
  /** The latest row's rank. */
  latest: number;
}

/**
 * Which rows were given already, in bounded memory: recent ones by id, older ones by the list's order. Rows are only
 * ever pushed to later pages by others' inserts, and pages are read in order. So no row is owed that stands before one
 * that was given: it was given too, or inserted since.
 *
 * @example
 * const seen = new Seen(START);
 * rows.filter((row) => seen.admit(row)) // those not given before
 */
export class Seen {
  #memory: Memory;

  /** @param mark what was given before this run */
  constructor(mark: Mark) {
    this.#memory = {
      recent: new Map(),
      older: new Map(),
      bound: mark.rank,
      ties: new Set(),
      given: new Set(mark.hashes),
      // A cursor with a rank vouches for the order.
      steps: mark.rank > NO_RANK ? ENOUGH : 0,
      latest: NaN,
    };
  }

  /** False once rows turned out not to be in the order of their ranks: then only ids count. */
  get ordered(): boolean {
    return !Number.isNaN(this.#memory.steps);
  }

  /** Whether a row is known, or not owed. */
  has({ id, rank }: Row<unknown>): boolean {
    const { recent, older, ties, given, steps, bound } = this.#memory;
    if (recent.has(id) || older.has(id) || ties.has(id)) return true;
    if (given.size > 0 && given.has(hash(id))) return true;
    return steps >= ENOUGH && rank < bound;
  }

  /**
   * Looks whether a page's rows are in order. To be called before they are admitted.
   *
   * @returns whether the page begins before the end of the page before: the list has shifted, or it has no order
   */
  watch(rows: readonly Row<unknown>[]): boolean {
    const memory = this.#memory;
    let isBehind = false;
    for (const [index, { rank }] of rows.entries()) {
      if (rank > memory.latest) memory.steps++;
      if (rank < memory.latest) {
        if (index > 0) memory.steps = NaN;
        else isBehind = true;
        if (memory.steps < ENOUGH) memory.steps = 0;
      }
      if (memory.bound === NO_RANK && rank > NO_RANK) memory.bound = rank;
      memory.latest = rank;
    }
    return isBehind;
  }

  /** Remembers a row. Answers whether it is new. */
  admit(row: Row<unknown>): boolean {
    if (this.has(row)) return false;
    const { recent } = this.#memory;
    recent.set(row.id, row.rank);
    if (recent.size >= GENERATION) this.#forget();
    return true;
  }

  /** A copy of what is known now, made when it is asked for: what comes later is not in it. */
  snapshot(): () => Seen {
    const memory = { ...this.#memory };
    const { size } = memory.recent;
    return () => {
      const copy = new Seen(START);
      copy.#memory = { ...memory, recent: new Map([...memory.recent].slice(0, size)) };
      return copy;
    };
  }

  #forget(): void {
    const memory = this.#memory;
    let ties = new Set(memory.ties);
    for (const [id, rank] of memory.older) {
      if (rank > memory.bound) {
        memory.bound = rank;
        ties = new Set();
      }
      if (rank === memory.bound) ties.add(id);
    }
    memory.ties = new Set([...ties].slice(-2 * GENERATION));
    memory.older = memory.recent;
    memory.recent = new Map();
  }
}
