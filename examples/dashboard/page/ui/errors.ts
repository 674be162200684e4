import {
  AuthenticationError,
  ConnectionError,
  InvoiceMismatchError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnvoiceError,
} from "unvoice";

/**
 * What went wrong, for the person before the screen. The package's own messages hold neither keys nor invoices.
 *
 * @example
 * explain(new RateLimitError(...)); // "Reflex asks for fewer requests. ..."
 */
export function explain(error: unknown): string {
  if (!(error instanceof UnvoiceError)) return `The page failed: ${error instanceof Error ? error.message : error}`;
  const api = error.api === "txn" ? "Txn" : "Reflex";
  const tries = error.attempts > 1 ? ` (after ${error.attempts} attempts)` : "";
  if (error instanceof AuthenticationError) return `${api} does not accept the backend's key.`;
  if (error instanceof PermissionDeniedError) return `${api} does not let the backend's key do this.`;
  if (error instanceof RateLimitError) return `${api} asks for fewer requests. Wait a little, then try again${tries}.`;
  if (error instanceof TimeoutError) return `${api} did not answer in time${tries}.`;
  if (error instanceof ConnectionError)
    return `The dashboard's backend cannot be reached${tries}. Is it still running?`;
  if (error instanceof ServerError) return `${api} has a problem of its own: HTTP ${error.status}${tries}.`;
  if (error instanceof InvoiceMismatchError) return `${error.message} (${error.code})`;
  return `${api}: ${error.message}`;
}
