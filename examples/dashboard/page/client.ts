import { createClient } from "unvoice";

/**
 * Both APIs through the dashboard's own backend. It adds the keys: the page has none.
 *
 * A short deadline, since somebody is waiting.
 */
export const client = createClient({
  reflex: { url: "/api/reflex" },
  txn: { baseUrl: "/api/txn" },
  timeoutMs: 15_000,
  totalTimeoutMs: 45_000,
});
