import { Unanswered } from "./ask.ts";

/** One way in which a service may read the bounds of its date filter. */
interface Reading {
  /** Which of an invoice's times the filter goes by; null where it heeds nothing. */
  column: string | null;
  /** Whether bounds and times are compared to the millisecond, both cut to seconds, or the invoices' times alone. */
  precision: "millisecond" | "second" | "rows";
  to: "exclusive" | "inclusive";
  from: "exclusive" | "inclusive";
  /** The milliseconds of the invoice's time that the service does not show. */
  hidden: number;
}

/** The invoice at whose times bounds are put. */
export interface Target {
  /** Its times by column, in milliseconds since 1970, as the service shows them. */
  times: Record<string, number>;
  /** The columns that are shown to the second only. */
  coarse: readonly string[];
}

/** A bound to ask with, in milliseconds since 1970. */
export type Bound = { side: "from" | "to"; at: number };

/** What the answers leave possible; absent where more than one thing is. */
export interface FoundBounds {
  column?: string | null;
  precision?: "millisecond" | "second";
  to?: "exclusive" | "inclusive";
  from?: "exclusive" | "inclusive";
}

const MOST_QUESTIONS = 8;

/**
 * Finds out how a date filter reads its bounds: of all readings, each answer rules out those that would have answered
 * otherwise, and only what all that are left have in common is said.
 *
 * @param includes Whether the target is among the invoices when one bound is put there.
 */
export async function findBounds(target: Target, includes: (bound: Bound) => Promise<boolean>): Promise<FoundBounds> {
  let left = readings(target);
  let open = candidates(target);
  for (let asked = 0; asked < MOST_QUESTIONS && left.length > 0; asked++) {
    const bound = mostTelling(left, open, target);
    if (bound === null) break;
    open = open.filter((one) => one !== bound);
    try {
      const included = await includes(bound);
      left = left.filter((reading) => predicts(reading, target, bound) === included);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    }
  }
  return common(left);
}

function readings({ times, coarse }: Target): Reading[] {
  const all: Reading[] = [{ column: null, precision: "millisecond", to: "inclusive", from: "inclusive", hidden: 0 }];
  for (const column of Object.keys(times)) {
    const most = coarse.includes(column) ? 1000 : 1;
    // To cut a time at a full second changes nothing.
    const isWhole = most === 1 && cut(times[column] ?? 0) === times[column];
    for (const precision of ["millisecond", "second", ...(isWhole ? [] : ["rows" as const])] as const)
      for (const to of ["exclusive", "inclusive"] as const)
        for (const from of ["exclusive", "inclusive"] as const)
          for (let hidden = 0; hidden < most; hidden++) all.push({ column, precision, to, from, hidden });
  }
  return all;
}

function candidates({ times }: Target): Bound[] {
  const moments = Object.values(times).flatMap((time) => {
    const second = cut(time);
    return [time - 1, time, time + 1, second, second + 250, second + 500, second + 999, second + 1000, second + 1500];
  });
  const distinct = [...new Set(moments)];
  return (["to", "from"] as const).flatMap((side) => distinct.map((at) => ({ side, at })));
}

function predicts({ column, precision, hidden, ...ends }: Reading, { times }: Target, { side, at }: Bound): boolean {
  const shown = column === null ? undefined : times[column];
  if (shown === undefined) return true;
  const exact = shown + hidden;
  const time = precision === "millisecond" ? exact : cut(exact);
  const bound = precision === "second" ? cut(at) : at;
  if (time === bound) return ends[side] === "inclusive";
  return side === "to" ? time < bound : time > bound;
}

/** The bound whose answer leaves least open; null where none would tell anything. */
function mostTelling(left: readonly Reading[], open: readonly Bound[], target: Target): Bound | null {
  const kinds = new Map<string, Reading[]>();
  for (const reading of left) {
    const kind = `${reading.column} ${reading.precision} ${reading.to} ${reading.from}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), reading].slice(-1000));
  }
  if (kinds.size < 2) return null;
  let best: { bound: Bound; score: number } | null = null;
  for (const bound of open) {
    let yes = 0;
    for (const readings of kinds.values()) {
      yes += readings.filter((reading) => predicts(reading, target, bound)).length / readings.length;
    }
    const score = Math.min(yes, kinds.size - yes);
    if (score > 0.001 && (best === null || score > best.score + 1e-9)) best = { bound, score };
  }
  return best?.bound ?? null;
}

function common(left: readonly Reading[]): FoundBounds {
  const only = <Key extends keyof Reading>(key: Key): Reading[Key] | undefined => {
    const values = new Set(left.map((reading) => reading[key]));
    return values.size === 1 ? left[0]?.[key] : undefined;
  };
  const column = only("column");
  const found: FoundBounds = {};
  if (column !== undefined) found.column = column;
  if (column === null || left.some((reading) => reading.column === null)) return found;
  const [precision, to, from] = [only("precision"), only("to"), only("from")];
  if (precision === "millisecond" || precision === "second") found.precision = precision;
  if (to !== undefined) found.to = to;
  if (from !== undefined) found.from = from;
  return found;
}

function cut(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
