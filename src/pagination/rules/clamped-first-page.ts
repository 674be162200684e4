/** What is known of a list's first page. */
export interface FirstPage {
  /** Its position, until it is certain that the page after it followed it; `null` from then on. */
  readonly first: number | null;
  /** Rows of the longest page so far. */
  readonly longest: number;
}

/**
 * Quirk: a server may clamp the size of a page without a word. A first page with fewer rows than asked for is then
 * clamped, or it is the whole list. Is it the whole list, and rows are added before the next request, the next page does
 * not follow it: what the first one has gained stands between them. So where another page has rows, and none had as many
 * as were asked for, the first page is counted once more.
 *
 * @param page the page that came
 * @param sizeAsked rows asked for; `undefined` where the server is known to give them
 * @param countAt requests a page again and counts its rows
 * @returns what is known from now on, and the position to go back to where the first page has grown
 * @example const { first, back } = await checkFirstPage({ first: 0, longest: 20 }, { position: 1, count: 5 }, 50, countAt);
 */
export async function checkFirstPage(
  { first, longest }: FirstPage,
  page: { position: number; count: number },
  sizeAsked: number | undefined,
  countAt: (position: number) => Promise<number>,
): Promise<{ first: number | null; back: number | null }> {
  const isDoubtful = first !== null && page.position > first && page.count > 0 && longest < (sizeAsked ?? 0);
  if (!isDoubtful) return { first, back: null };
  const hasGrown = (await countAt(first)) > longest;
  return { first: null, back: hasGrown ? first : null };
}
