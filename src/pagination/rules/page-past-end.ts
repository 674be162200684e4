import { NotFoundError } from "../../errors/errors.ts";

/**
 * Quirk: behind the end some servers answer 404 (pagy's overflow, for example) in place of a page without rows. Behind a
 * page that came, or behind the first page of a list gone on with, it is the end. A 404 for the first page is none: then
 * the address is wrong, or the list is not there.
 *
 * @param position the page's, from 0
 * @param page the request for it; rejects as that does, but for the end
 * @param empty makes the page without rows of the 404
 * @example const answer = await emptyPastEnd(3, get("/rows?page=4"), () => noRows);
 */
export async function emptyPastEnd<Answer>(
  position: number,
  page: Promise<Answer>,
  empty: (error: NotFoundError) => Answer,
): Promise<Answer> {
  try {
    return await page;
  } catch (error) {
    if (position > 0 && error instanceof NotFoundError) return empty(error);
    throw error;
  }
}
