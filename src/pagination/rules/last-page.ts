/**
 * Quirk: neither API says that a page is the last. Where the server is known to give as many rows as it is asked for, a
 * shorter page is. Where it may clamp the size without a word, only an empty page is, or one shorter than an earlier one.
 * A count in the answer ends nothing, as what it counts is not documented.
 *
 * @param count rows of the page
 * @param pageSize rows of a full page, `null` where the server may clamp it
 * @param longest rows of the longest page before
 * @example isLastPage(37, 50, 50) // true
 */
export function isLastPage(count: number, pageSize: number | null, longest: number): boolean {
  return count === 0 || count < (pageSize ?? longest);
}
