/** A value that a switch of the sandbox takes. */
export type SwitchValue = string | number;

/** What was found of one service: switches by name, and facts that are no switch. */
export interface Findings {
  /** Switches that could be told; what could not be is not there. */
  switches: Record<string, SwitchValue>;
  /** Other facts in words, without keys, ids, amounts or invoices in them. */
  facts: Fact[];
}

/** A fact that is no switch. */
export interface Fact {
  name: string;
  found: string;
  /** What it means for whoever uses the service. */
  meaning: string;
}

/** Collects what was found. */
export class Notes implements Findings {
  readonly switches: Record<string, SwitchValue> = {};
  readonly facts: Fact[] = [];

  /** Notes a switch, unless there is nothing to note. */
  set(name: string, value: SwitchValue | null | undefined): void {
    if (value !== null && value !== undefined) this.switches[name] = value;
  }

  fact(name: string, found: string, meaning = ""): void {
    this.facts.push({ name, found, meaning });
  }
}
