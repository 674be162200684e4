/** What a search for something of unknown outcome came to. */
export interface Search {
  /** How often the list was looked through. */
  lookUps: number;
  /** What hindered the last look-up, where something did. */
  hindrance: Error | null;
}

/** What to do where nothing was looked up. */
export const ADVICE =
  '. Look the invoice up by its payment hash before you push again, or use onUnknownOutcome: "reconcile".';

/** The same after a search that found nothing. */
export function afterSearch({ lookUps, hindrance }: Search): string {
  const looked = `: it was looked up ${lookUps} times and not found. Look for it again before you push it again.`;
  return hindrance ? `${looked} The last look-up failed: ${hindrance.message}` : looked;
}
