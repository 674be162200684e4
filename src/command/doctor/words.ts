/**
 * A word of the service for a report: names of fields, values of enums. What has digits or is long may be an id, a key or
 * an invoice in a place where nobody expects it.
 */
export function wordOf(text: string): string {
  return /^[A-Za-z][A-Za-z_.[\]]{0,60}$/.test(text) && !/ln(bc|tb|sb)/i.test(text) ? text : "(not shown)";
}
