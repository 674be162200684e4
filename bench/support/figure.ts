/** A limit that an issue set. */
export type Target = { atMost: number } | { atLeast: number };

/** One measured number. */
export interface Row {
  what: string;
  value: number;
  unit: "ms" | "µs" | "MB" | "x" | "bytes" | "a second";
  /** What it was measured against in the same run. */
  beside?: string;
  target?: Target;
}

/** A group of rows that are measured together. */
export interface Figure {
  title: string;
  measure(): Promise<Row[]>;
}

/** `undefined` where no target was set. */
export function verdict({ value, target }: Row): "ok" | "over" | undefined {
  if (!target) return undefined;
  const isMet = "atMost" in target ? value <= target.atMost : value >= target.atLeast;
  return isMet ? "ok" : "over";
}
