import { type Client, type ClientOptions, createClient } from "unvoice";
import { inject } from "vitest";

/** A client that holds the sandbox's keys, which are no secret. */
export function clientOf(name: "sandbox" | "down" | "throttled" | "stalled", options: ClientOptions = {}): Client {
  const { reflexUrl, txnBaseUrl, reflexKey, txnKey } = inject(name);
  return createClient({
    dangerouslyAllowBrowser: true,
    ...options,
    reflex: { url: reflexUrl, apiKey: reflexKey, ...options.reflex },
    txn: { baseUrl: txnBaseUrl, apiKey: txnKey, ...options.txn },
  });
}
