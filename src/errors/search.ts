/** How what may have been pushed or created can be found again. */
export type Sought = { paymentHash: string | null } | { reference: string | null };

/** What a search for something of unknown outcome came to. */
export interface Search {
  /** How often the list was looked through. */
  lookUps: number;
  /** What hindered the last look-up, where something did. */
  hindrance: Error | null;
}

/** What is not known, and what to do: for a push, or for the creation of an invoice. */
export function unknownOutcome(what: "push" | "creation", search: Search | undefined): string {
  const [open, by, again] =
    what === "push"
      ? ["whether the push happened", "payment hash", "push it"]
      : ["whether the invoice was created", "reference", "create it"];
  if (!search) {
    return `It is not known ${open}. Look it up by its ${by} before you ${again} again, or use onUnknownOutcome: "reconcile".`;
  }
  const looked = `It is not known ${open}: it was looked up ${search.lookUps} times and not found. Look for it again before you ${again} again.`;
  return search.hindrance ? `${looked} The last look-up failed: ${search.hindrance.message}` : looked;
}
