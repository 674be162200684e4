import type { InvoiceIssue } from "./types.ts";

/** Notes a broken rule, once however often it is broken. */
export function report(issues: InvoiceIssue[], issue: InvoiceIssue): void {
  if (!issues.includes(issue)) issues.push(issue);
}
