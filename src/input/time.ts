/**
 * A moment of an answer or a filter, in ms since 1970; `NaN` where it cannot be read.
 *
 * A time without a zone is UTC, as both APIs' are: to ECMAScript it is the local one, and a filter made of it would miss
 * the invoices of some hours.
 *
 * @example
 * parseTime("2026-01-31T12:00:00.000") === parseTime("2026-01-31T12:00:00Z"); // true, wherever this runs
 */
export function parseTime(text: string | null | undefined): number {
  const given = text ?? "";
  return Date.parse(/\d[T ]\d\d:[\d:.]+$/i.test(given) ? `${given}Z` : given);
}
